import { rule } from './rule.ts'

/** Columns of profiles: Altcraft's API names and captions first, then what people call them, English and Russian. */
export const profileRules = [
  rule('person.source_id', 'id|profile id|id профиля|идентификатор профиля|идентификатор', { looks: 'scalar' }),
  rule('person.test_flag', 'is test|тестовый|тестовый профиль|test profile', { looks: 'boolean' }),
  rule(
    'person.owner',
    `owner email|owner e mail|owner|responsible|responsible email|manager email|account manager|sales manager|manager|sales rep
    |ответственный|ответственный менеджер|менеджер|email ответственного|email менеджера|владелец|куратор`,
    { looks: 'scalar' },
  ),
  rule(
    'person.email',
    `email|e mail|mail|email address|e mail address|emails|контактный email|эл почта|электронная почта|почта|эл адрес
    |адрес электронной почты|адрес эл почты|имейл|емейл|емайл|имэйл|work email|personal email|рабочая почта|личная почта`,
    { looks: 'email', many: true },
  ),
  rule(
    'person.phone',
    `phones|phone|телефоны|телефон|phone number|mobile|mobile phone|cell phone|cell|tel|тел|номер телефона|мобильный
    |мобильный телефон|сотовый|сотовый телефон|контактный телефон|моб телефон|рабочий телефон|домашний телефон|work phone|msisdn`,
    { looks: 'phone', many: true },
  ),
  rule('person.first_name', 'fname|first name|name|имя|firstname|given name|имя клиента', { looks: 'scalar' }),
  rule('person.last_name', 'lname|last name|фамилия|lastname|surname|family name', { looks: 'scalar' }),
  rule('person.patronymic', 'patronymic|отчество|mname|middle name|middlename', { looks: 'scalar' }),
  rule('person.name', 'full name|fullname|фио|ф и о|fio|имя и фамилия|фамилия имя отчество|contact name|полное имя', {
    looks: 'scalar',
  }),
  rule('person.birthday', 'bdate|date of birth|дата рождения|birthday|birth date|birthdate|dob|день рождения|др', {
    looks: 'date',
  }),
  rule('person.custom:gender', 'sex|gender|пол', { looks: 'scalar' }),
  rule(
    'person.add_time',
    'regdate|date of reg|дата рег|registration date|дата регистрации|reg date|registered at|signup date|created at|createtime|create time|дата создания|created',
    { looks: 'date' },
  ),
  rule('person.marketing_status', 'status|статус|profile status|статус профиля|статус подписки|subscription status', {
    looks: 'scalar',
  }),
  rule('person.subscriptions', 'subscriptions|подписки|subscription', { looks: 'nested' }),
  rule(
    'person.custom:email_optin',
    'email optin|email opt in|email consent|email subscribe|согласие на email|согласие email',
    {
      looks: 'boolean',
    },
  ),
  rule('person.custom:sms_optin', 'sms optin|sms opt in|sms consent|sms subscribe|согласие на sms|согласие на смс', {
    looks: 'boolean',
  }),
  rule(
    'person.custom:push_optin',
    'push optin|push opt in|push consent|push subscribe|согласие на push|согласие на пуш',
    {
      looks: 'boolean',
    },
  ),
  rule(
    'person.custom:engagement_score',
    'engagement score|engagement|engagement index|вовлеченность|индекс вовлеченности|оценка вовлеченности',
    {
      looks: 'number',
    },
  ),
  rule(
    'person.custom:last_channel',
    'last channel|последний канал|last contact channel|канал последнего контакта|канал последнего взаимодействия',
    {
      looks: 'scalar',
    },
  ),
  rule(
    'person.custom:last_interaction_date',
    'last interaction|last interaction date|последнее взаимодействие|дата последнего взаимодействия|last activity|last activity date|последняя активность|дата последней активности|last seen|open date',
    { looks: 'date' },
  ),
  rule(
    'person.custom:first_purchase_date',
    'first purchase date|first purchase|дата первой покупки|первая покупка|first order date|дата первого заказа',
    {
      looks: 'date',
    },
  ),
  rule(
    'person.custom:lifetime_value',
    'lifetime value|ltv|clv|customer lifetime value|total spent|сумма покупок|общая сумма покупок',
    {
      looks: 'number',
    },
  ),
  rule(
    'person.custom:control_group',
    'control group|контрольная группа|in control group|в контрольной группе|global control group',
    {
      looks: 'scalar',
    },
  ),
  rule(
    'person.custom:loyalty_balance',
    'loyalty balance|loyalty points|loyalty score|points balance|bonus balance|points|bonuses|баланс баллов|бонусный баланс|бонусы|баллы|баллы лояльности',
    { looks: 'number' },
  ),
  rule(
    'person.custom:loyalty_tier',
    'loyalty tier|loyalty level|tier|уровень лояльности|уровень программы лояльности|статус лояльности',
    {
      looks: 'scalar',
    },
  ),
  rule('person.custom:city', 'city|город|town|населенный пункт', { looks: 'scalar' }),
  rule('person.custom:region', 'region|регион|область|state|province', { looks: 'scalar' }),
  rule('person.custom:country', 'country|страна', { looks: 'scalar' }),
  rule('person.custom:postal_code', 'postal code|index|индекс|zip|zip code|postcode|почтовый индекс', {
    looks: 'scalar',
  }),
  rule('person.custom:timezone', 'tz|time zone|временная зона|timezone|часовой пояс', { looks: 'scalar' }),
  rule('person.custom:language', 'language|язык|lang|locale|preferred language', { looks: 'scalar' }),
  rule('person.custom:lead_source', 'vendor|supplier|поставщик|lead source|source|источник|источник лида', {
    looks: 'scalar',
  }),
  rule(
    'organization.name',
    'company|company name|компания|название компании|организация|organization|organisation|organization name|employer|фирма|место работы|юр лицо|наименование организации',
    {
      looks: 'scalar',
    },
  ),
  rule(
    'organization.domain',
    'company domain|company site|company website|сайт компании|домен компании|company url|website|web site|сайт|site|домен|domain',
    {
      looks: 'domain',
    },
  ),
  rule('organization.tax_id', 'inn|инн|tax id|vat|vat id|vat number|company inn', { looks: 'scalar' }),
  rule('organization.industry', 'industry|отрасль|company industry|сфера деятельности', { looks: 'scalar' }),
  rule(
    'organization.employee_count',
    'employee count|employees|company size|число сотрудников|количество сотрудников',
    {
      looks: 'scalar',
    },
  ),
  rule('organization.annual_revenue', 'annual revenue|годовая выручка|company revenue', { looks: 'number' }),
  rule('organization.address', 'company address|адрес компании|юридический адрес|legal address', { looks: 'scalar' }),
  rule('person.job_title', 'job title|position|должность|jobtitle', { looks: 'scalar' }),
  rule('person.postal_address', 'postal address|address|адрес|почтовый адрес|адрес доставки', { looks: 'scalar' }),
  rule('person.notes', 'notes|note|заметки|заметка|comment|comments|комментарий|комментарии|примечание', {
    looks: 'scalar',
  }),
  rule('person.label', 'tags|labels|теги|метки', {}),
]
