/** People, their names, contacts and traits. See lexicon.ts for the notation. */
export const peopleWords = `
person: respondent applicant beneficiary investor borrower reader fan cust volunteer donor dealer guest_name policyholder insured tenant driver_name player resident person people client clients customer customers user users contact contacts subscriber subscribers member members profile profiles buyer shopper guest visitor account patient student passenger attendee participant lead consumer holder cardholder owner_name
  | лица конт заявитель заявителя соискатель пассажир пассажира турист туриста гостя посетителя ученика студента читатель заемщик инвестор абитуриент абитуриента слушателя донор волонтер житель жилец арендатор страхователь жертвователь абонента контакта контактов контакту контактное_лицо лицо клиент клиента клиенты покупатель пользователь контакт контактный контактное контактные контактного подписчик участник профиль профиля гость посетитель абонент пациент студент ученик слушатель лид физлицо персона человек заказчик плательщик владелец_карты держатель
email: mail_address email emails e_mail e_mails mail mails mailbox inbox gmail_address
  | эл_адр электронка емэйл почта почты мейл мэйл емейл емайл имейл имэйл емэйл ящик почтовый_ящик эл_почта эл_почты электронная_почта электронной_почты эл_адрес электронный_адрес адрес_почты e_почта мыло эпочта элпочта
phone: direct_line direct_dial ddi landline contact_number номер_для_связи phone phones telephone tel mobile mob cell cellphone cellular msisdn handphone ph smartphone_number whatsapp whats_app viber gsm
  | телеф мобильник городской телефон телефоны тел тлф мобильный мобильного мобильная мобила моб сотовый сотового сот ватсап вотсап вайбер номер_тел т_ф
fax: fax | факс
first: f_name forenames first fname given forename firstname christian_name | имя_без_фамилии имя_собственное
last: l_name sname last lname surname family lastname secondname | фамилия фамилии фам
named: title name names nm naming called denomination caption
  | имя имени имена название названия назв наименование наименования наим наименов заголовок
patronymic: patronymic mname middle middlename otchestvo second_name | отчество отчества отч
fullname: name_and_surname first_and_last_name fullname full_name fio displayname display_name | имя_и_отчество контактное_лицо_фио фио ф_и_о ф_и имя_и_фамилия имя_фамилия фамилия_имя фамилия_имя_отчество фамилия_и_имя полное_имя
birth: birth birthday bday bdate dob birthdate born d_o_b
  | рождения рождение рожд род д_р др дн_рожд день_рождения день_рожд родился родилась
gender: male_female m_f gender sex | муж_жен пол пола
age: age years_old | возраст возраста лет
language: language lang locale | язык языка языковой
timezone: timezone time_zone tz utc_offset | часовой_пояс временная_зона таймзона часовая_зона час_пояс
manager: kam account_mgr relationship_manager rm executive sales_executive account_manager_name handler broker realtor marketer manager responsible assignee assigned rep salesperson sales_rep seller agent curator consultant csm account_manager sales_manager sales_owner contact_owner deal_owner lead_owner account_executive account_owner
  | закрепленный ведет персональный_менеджер агент риелтор брокер маркетолога исполнитель менеджер менеджера менеджеры ответственный ответственного ответственная отв куратор куратора маркетолог продавец консультант оператор_продаж сотрудник ведущий_менеджер сейлз
owner: owner owned | владелец владельца
job: job_function designation what_do_you_do role job title title_job jobtitle position occupation profession role_in_company job_title job_role | роль позиция должность должности профессия должн специальность
other_person: recipient companion plus_one cashier referrer referer referred inviter invited friend spouse wife husband partner parent mother father child children kid kids son daughter emergency assistant secretary boss chief director accountant recommender trustee guardian relative sponsor ambassador affiliate bookkeeper supervisor doctor teacher coach courier driver author editor updated_by created_by modified_by recommended invited_by referred_by
  | получатель получателя порекомендовал порекомендовали рекомендовал посоветовал спутник спутника сопровождающий администратор_смены кассир кассира друг друга реферер реферал рекомендатель пригласивший пригласил пригласившего супруг супруга супруги муж жена жены мужа родитель родителя мать отец мамы папы ребенок ребенка дети сын дочь помощник помощника секретарь секретаря директор директора руководитель руководителя бухгалтер бухгалтера доверенный опекун родственник тренер врач врача учитель курьер курьера водитель водителя автор автора редактор поручитель близкий экстренный экстренной партнер партнера питомец питомца питомца_имя животное животного кличка
consent: receive receives receiving wants_to_receive may_we agree_to can_we may_we_contact согласен согласна ознакомлен optin opt_in consent subscribed subscribe subscription_consent agreement agree accepts accept accepts_marketing accepted permission gdpr allowed allow marketing_consent newsletter opted permit ok_to
  | опт_ин разрешил разрешила получает_рассылку хочу_получать можно_ли согласие согласия согласен согл разрешение разрешена разрешено разрешены подписан подписка_активна рассылка_разрешена
optout: optout opt_out unsubscribe unsubscribed unsubed unsub unsubs unsubscribes do_not_mail do_not_call dnc blacklist stop_list bounced_flag
  | отписан отписка отписки отписок отписались отписался отпис отказ_от_рассылки
sms: text_you texts texting sms text_message | смс
push: push pushes webpush | пуш пуши пушей пуш_уведомления
subscription: subscription subscriptions | подписка подписки подписок
marketing: marketing mailing_status mailable advertising promotional ads | реклама рекламные рекламный рекламных маркетинг маркетинговый маркетинговая
loyalty: membership loyalty bonus bonuses reward rewards points point cashback miles stars bonus_points club
  | бонусный_счет  клуб клуба клубный клубная карта_клиента лояльность лояльности бонус бонусы бонусов бонусный бонусная бонусные балл баллы баллов балльный кэшбэк кешбэк программа_лояльности мили спасибо
tier: tier level grade rank league | уровень уровня ранг грейд ступень тир
balance: balance remaining remainder available_points current_balance | баланс остаток остатки накоплено накоплений сальдо
engagement: health_score activity_index rfm engagement engaged activity_score rfm_score lead_score scoring score_engagement | индекс_активности вовлеченность вовлеченности активность_балл скоринг лид_скоринг
score: score rating points_score index_value | оценка рейтинг скор балл_оценки
interaction: call calls called talk communication communications interaction interacted activity activities touch touched engagement_date seen visit visited online login logged_in contacted contact_made active_date open_date last_open last_click last_visit last_seen
  | звонок звонка звонков зв общение общения обращения_последнего взаимодействие взаимодействия взаимод активность активности касание касания контакта визит визита посещение посещения вход входа активен онлайн был_в_сети
channel: channel channels medium | канал канала каналы
lead_source: hear_about_us did_you_hear first_hear heard_about found_us where_from source src origin lead_source utm_source acquisition referral_source how_heard vendor supplier traffic_source
  | откуда_пришел откуда_пришла узнал узнали откуда как_узнали источник источника ист поставщик откуда рекламный_источник источник_трафика канал_привлечения откуда_узнал откуда_узнали откуда_о_нас
purchase: purchase purchases purchased buy bought checkout transaction payment order_placed
  | пок покупка покупки покупок покупке приобретение заказ_оформлен
lifetime: lifetime_spend lifetime ltv clv cltv life_time lifetime_value customer_value total_spent total_spend spent spend total_revenue amount_spent monetary_value
  | всего_потратил накопленная_сумма оборот_по_клиенту за_все_время за_всё_время за_всю_историю ltv_клиента пожизненная пожизн оборот_клиента выкуплено_на всего_потрачено потрачено
control: control holdout ctrl | контрольная контрольной контрольн кг_группа
group: group groups grp | группа группы группе группу
label: tag tags label labels hashtag hashtags | тег теги тегов метка метки меток ярлык ярлыки тэг тэги лейбл лейблы
note: note notes comment comments remark remarks memo | замечания замечание отметки заметка заметки примечание примечания комментарий комментарии комм коммент комент прим ремарка пометка пометки
test: test is_test testing | тест тестовый тестовая тестовые
`
