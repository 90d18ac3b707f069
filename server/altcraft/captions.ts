/**
 * The default profile fields of Altcraft under the three names an export may use: the API's, the English and the Russian
 * caption of the UI (Altcraft manual, "Types of database fields"). System fields have no caption of their own.
 */
export interface FieldCaption {
  name: string
  en: string
  ru: string
}

export const profileFields: readonly FieldCaption[] = [
  { name: 'email', en: 'Email', ru: 'Email' },
  { name: 'phones', en: 'Phones', ru: 'Телефоны' },
  { name: '_fname', en: 'Name', ru: 'Имя' },
  { name: '_lname', en: 'Last name', ru: 'Фамилия' },
  { name: '_bdate', en: 'Date of birth', ru: 'Дата рождения' },
  { name: '_sex', en: 'Gender', ru: 'Пол' },
  { name: '_regdate', en: 'Date of reg.', ru: 'Дата рег.' },
  { name: '_regip', en: 'The IP address of the reg.', ru: 'IP адрес рег.' },
  { name: '_regcity', en: 'City reg.', ru: 'Город рег.' },
  { name: '_regcountry', en: 'Country reg.', ru: 'Страна рег.' },
  { name: '_regurl', en: 'Link reg.', ru: 'Ссылка рег.' },
  { name: '_ip', en: 'IP address', ru: 'IP адрес' },
  { name: '_city', en: 'City', ru: 'Город' },
  { name: '_country', en: 'Country', ru: 'Страна' },
  { name: '_region', en: 'Region', ru: 'Регион' },
  { name: '_postal_code', en: 'Index', ru: 'Индекс' },
  { name: '_tz', en: 'Time zone', ru: 'Временная зона' },
  { name: '_vendor', en: 'Supplier', ru: 'Поставщик' },
]

/** Read-only fields of the profile object (`profiles/get`); they have no caption in the UI. */
export const systemFields: readonly string[] = [
  '_acid',
  '_browser',
  '_click_exist',
  '_click_push_exist',
  '_click_sms_exist',
  '_confirm_exist',
  '_createtime',
  '_deliv_date',
  '_deliv_exist',
  '_deliv_push_exist',
  '_deliv_sms_date',
  '_deliv_sms_exist',
  '_domaingroup',
  '_emaildomain',
  '_is_desktop',
  '_is_test',
  '_lat',
  '_lon',
  '_md5',
  '_open_date',
  '_os',
  '_status',
  '_xxh',
  '_xxm',
  'db_id',
]

/**
 * A column name without what people, spreadsheets and Altcraft's XML vary: case, ё/е, punctuation, underscores, runs of
 * spaces. `_fname`, `fname` and `FName` are one; so are `Date of reg.` and `date of reg`.
 */
export function normaliseColumn(column: string): string {
  return column
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
}

const byNormalised = new Map<string, string>(
  [
    ...systemFields.map((name): [string, string] => [name, name]),
    ...profileFields.flatMap(({ name, en, ru }): [string, string][] => [
      [ru, name],
      [en, name],
      [name, name],
    ]),
  ].map(([caption, name]) => [normaliseColumn(caption), name]),
)

/** The API name of a default or system profile field, whichever of its names the column carries. */
export function profileFieldOf(column: string): string | undefined {
  return byNormalised.get(normaliseColumn(column))
}
