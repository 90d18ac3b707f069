/** Words of time and grammar, and words that make a column another thing than the word beside them says. */
export const otherWords = `
date: date dt d_t дт_вр day when on at datetime timestamp ts date_time time_stamp | дт дата даты дат день дн датавремя дата_время момент
time: time hour clock tm moment_time | время времени час часы
first_of: 1_st first initial earliest | 1_я 1_й 1_ой 1_го первый первая первой первого первое перв первичный
last_of: last latest most_recent recent final | последний последняя последнего последней последнее посл крайний крайняя последн
next: next upcoming following | следующий следующая следующего ближайший ближайшая
home: home household | дом домашний домашняя дом_тел домашнего
work: work office business_contact | рабочий рабочая рабочего раб служебный служебная
personal: personal private own | личный личная личного персональный лич
main: main primary default basic principal current present preferred actual base | основной основная осн главный главная текущий текущая предпочитаемый предпочтительный фактический действующий
extra: additional secondary alternative alternate alt other backup reserve second extra spare | дополнительный дополнительная дополнительное дополнительные доп второй вторая запасной резервный другой прочий
type: type kind sort_of variety | тип типа вид вида
model: model brand make manufacturer producer maker | модель модели марка марки бренд производитель производителя изготовитель
version: version ver build release | версия версии
device: device handset os_name platform app application browser os client_app sdk firmware screen | устройство устройства приложение приложения платформа платформы браузер ос операционная_система аппарат
operator: operator carrier provider network | оператор оператора провайдер провайдера сеть сети
technical: user_agent useragent hash md5 xxh xxm sha sha1 sha256 xxhash acid cookie session token fingerprint checksum etag payload json_raw raw blob idfa gaid gclid yclid fbclid clientid_cookie smid hash_id dmp ip ipv4 ip_address lat lon latitude longitude lng domaingroup domain_group emaildomain useragent_string click_exist confirm_exist deliv_exist exist row_hash crc
  | хеш хэш куки сессия сессии токен айпи широта долгота чексумма
color: color colour size weight height width length depth shape material flavor dimension volume | цвет цвета размер размера вес веса высота ширина длина глубина материал объем габариты вкус рост обхват
count_of: count total_count times frequency how_many visits_count sessions | количество_раз частота раз число сколько кол_во_раз
average: average avg mean median aov average_check typical | средний средняя среднее средн ср медианный
max: max maximum min minimum highest lowest limit | максимальный максимальная макс минимальный минимальная мин лимит
reason: reason cause motive why | причина причины повод почему
plan_word: tariff plan_name package package_name subscription_plan | тариф тарифа пакет пакета тарифный
photo: photo picture image avatar pictures images thumbnail logo icon banner | фото изображение картинка картинки аватар логотип иконка фотография
document: document doc passport license licence snils series policy certificate_no | документ документа паспорт паспорта снилс серия полис полиса лицензия
bank: insurance insurer bank iban bic account_number swift | страховая страховой страхования страховка банк банка бик расчетный_счет р_с счет_номер
social: facebook instagram telegram linkedin twitter vk vkontakte skype tiktok youtube messenger nickname username login_name tg | инстаграм телеграм вконтакте вк фейсбук скайп ник никнейм логин
password: password pwd secret pin passcode | пароль пин пароля
family_status: marital married marriage anniversary wedding nameday name_day | семейное семейный брак свадьбы годовщина именины именин
interest: interested interest interests hobby hobbies preference preferences favorite favourite likes preferred_category wish wishlist | интерес интересы интересов хобби предпочтение предпочтения любимый любимая любимое избранное увлечения
quality: constructor quality verified validated valid confirmed trust validity check_status is_valid verification | проверен подтвержден подтверждена валидный валидность верификация проверка качество
days: days hours minutes seconds weeks months years duration since ago recency elapsed | дней недель месяцев минут секунд часов давность длительность прошло срок
expire: expire expires expiry expiration valid_until valid_to till until | годности годность истекает истечения действителен срок_действия годен сгорание сгорания сгорят
accrual: accrued accrual earned credited spent_points written_off redeemed burned burnt | начислено начисления начисление списано списания списание сгорело
attempt: attempt attempts retry error errors failure fail bug | попытка попытки ошибка ошибки сбой
survey: survey question answer nps csat feedback review vote quiz questionnaire satisfaction | опрос вопрос ответ отзыв анкета анкеты удовлетворенность отзыва
goal: goal goals pixel target_action | цель цели целей пиксель пикселя
file: file files filename attachment attachments attached_file | файл файла файлы файлов вложение вложения вложений
file_path: path file_path filepath | путь пути путь_к_файлу
letter: letter message messages template body text content preheader sms_text | письмо письма писем сообщение сообщения шаблон текст текста содержание
page: page landing utm utm_campaign utm_medium utm_content utm_term form popup widget session_page referrer_url | страница страницы лендинг форма формы
car: car vehicle auto plate vin flight hotel room seat ticket airport airline departure arrival | авто автомобиль автомобиля госномер рейс гостиница отель отеля номер_комнаты место_в билет вылет прилет
study: school grade_school university education faculty degree class_no | школа университет образование факультет
bar: bar background foreground theme_color font layout css | панель фон шрифт
gift: gifted gift prize present_gift sample | подарок приз подарка приза
sort: sort ordering sequence rank_order priority weight_order visits visit_order | сортировка порядок приоритет очередность
flag: flag is has was mark bool boolean | признак флаг есть имеется является
percent_of: share_of portion | доля_от
temperature: temperature weather speed distance | температура скорость расстояние погода
skin: skin hair blood allergy diagnosis | кожа волосы кровь аллергия диагноз
season: season quarter month week year weekday | сезон квартал месяц неделя год года
delete: deleted removed blocked banned is_delete deactivated | удален удалена заблокирован блокировка деактивирован
import_word: etl modstamp load loaded_at ingest ingested import imported export batch upload loaded | импорт импорта загрузка выгрузка выгрузки загружен
system: system technical internal service_field sys | система системы системный технический внутренний служебное
change: change delta growth diff | прирост разница дельта
batch: batch lot parcel serial | партия партии серийный
trade_terms: credit terms credit_limit net_days debt receivable overdue payment_terms | отсрочка отсрочки задолженность задолженности дебиторка кредитный кредит лимит_отгрузки
history_word: history log changes | история журнал
lead_word: opportunity prospect qualification | потенциал квалификация
people_count: children_count family_size household_size adults guests_count | взрослых
`

/** Words that say nothing about what a column holds. */
export const neutralWords = `
what which where when how who whom did do does is are was be been being you we us me it they any anything all if can could should may might would will have has had first_thing about know else there here live tick apply please appear should best time_of day_of not no_one or ever already now soon
карточка карточки карточке электронная электронный электронной электронного частный частная какой какая какое какие каком который которого которая кто что где куда когда как вы вас вам мы нас нам мне меня есть быть будет ли все всё еще уже бы чем том этом того если можно нужно чтобы также т п др пр
the a an of and or for in to by with from my your our their his her its this that as per
value values historic post subs seen_as gross stats statistics receive net html base euro связи эл базу база даю получение информационных issue misc field fields info information data attr attribute attributes column col fld property prop properties custom uf ufcrm param parameter usr cl f c t s u d n x p b tbl table str txt int bool fk var item_value record entity object general common full complete name_of details_of string list_of please specify enter select required optional new_field
и в на с по для от к о об или не за из у при получать получает участвует ли его ее их это
поле поля значение данные данных инфо информация реквизит свойство свойства параметр колонка столбец атрибут укажите введите выберите ваш ваша ваше наш общие сведения запись полный полное полная
rub rur usd eur руб рубли рублей р uah kzt byn gbp долл евро тг коп копеек штуки тыс kg кг г см cm мл
`
