/** A name in Cyrillic and the Latin form that its e-mail address uses. */
export type NamePair = readonly [cyrillic: string, latin: string]

export const russianNames: Record<'male' | 'female', readonly NamePair[]> = {
  male: [
    ['Александр', 'alexander'],
    ['Дмитрий', 'dmitry'],
    ['Сергей', 'sergey'],
    ['Андрей', 'andrey'],
    ['Алексей', 'alexey'],
    ['Максим', 'maxim'],
    ['Иван', 'ivan'],
    ['Михаил', 'mikhail'],
    ['Егор', 'egor'],
    ['Фёдор', 'fedor'],
    ['Тимур', 'timur'],
    ['Глеб', 'gleb'],
    ['Юрий', 'yury'],
    ['Пётр', 'petr'],
    ['Руслан', 'ruslan'],
  ],
  female: [
    ['Анна', 'anna'],
    ['Мария', 'maria'],
    ['Елена', 'elena'],
    ['Ольга', 'olga'],
    ['Наталья', 'natalya'],
    ['Екатерина', 'ekaterina'],
    ['Татьяна', 'tatyana'],
    ['Ирина', 'irina'],
    ['Юлия', 'yulia'],
    ['Светлана', 'svetlana'],
    ['Дарья', 'darya'],
    ['Алёна', 'alena'],
    ['Ксения', 'ksenia'],
    ['Гульнара', 'gulnara'],
    ['Софья', 'sofya'],
  ],
}

/** Masculine forms; the feminine adds «а». */
export const russianSurnames: readonly NamePair[] = [
  ['Иванов', 'ivanov'],
  ['Смирнов', 'smirnov'],
  ['Кузнецов', 'kuznetsov'],
  ['Попов', 'popov'],
  ['Васильев', 'vasilyev'],
  ['Соколов', 'sokolov'],
  ['Михайлов', 'mikhaylov'],
  ['Новиков', 'novikov'],
  ['Фёдоров', 'fedorov'],
  ['Морозов', 'morozov'],
  ['Волков', 'volkov'],
  ['Алексеев', 'alekseev'],
  ['Лебедев', 'lebedev'],
  ['Семёнов', 'semenov'],
  ['Егоров', 'egorov'],
  ['Павлов', 'pavlov'],
  ['Козлов', 'kozlov'],
  ['Степанов', 'stepanov'],
  ['Николаев', 'nikolaev'],
  ['Орлов', 'orlov'],
  ['Андреев', 'andreev'],
  ['Макаров', 'makarov'],
  ['Никитин', 'nikitin'],
  ['Захаров', 'zakharov'],
  ['Зайцев', 'zaytsev'],
]

export const russianPatronymics = {
  male: ['Александрович', 'Сергеевич', 'Андреевич', 'Иванович', 'Юрьевич', 'Петрович', 'Ильич'],
  female: ['Александровна', 'Сергеевна', 'Андреевна', 'Ивановна', 'Юрьевна', 'Петровна', 'Ильинична'],
} as const

export const latinNames = {
  male: ['Oliver', 'James', 'Lukas', 'Jonas', 'Thomas', 'Mateo', 'Seán', 'Henrik', 'Pavel', 'Björn'],
  female: ['Emma', 'Charlotte', 'Hannah', 'Lena', 'Sophie', 'Zoë', 'Maja', 'Katrin', 'Aoife', 'Inês'],
} as const

export const latinSurnames = [
  'Müller',
  'Schmidt',
  'Wagner',
  "O'Brien",
  'Taylor',
  'Novák',
  'García',
  'Lindqvist',
  'van der Berg',
  'Smith-Jones',
  'Keller',
  'Braun',
  'Hughes',
  'Kowalski',
  'Dubois',
  'Andersson',
  'Rossi',
  'Clark',
  'Weiß',
  'Sørensen',
] as const

/** Lower-case ASCII, as an address has it: `O'Brien` → `obrien`, `Weiß` → `weiss`. */
export function toAddressWord(name: string): string {
  return name
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .replaceAll('ø', 'o')
    .normalize('NFD')
    .replace(/[^a-z]/g, '')
}
