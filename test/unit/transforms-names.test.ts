import { expect, test } from 'vitest'
import { type NameParts, readNameParts } from '../../server/mapping/transforms/name-parts.ts'

function parts(first: string, patronymic: string, last: string): NameParts {
  return { ...(first && { first }), ...(patronymic && { patronymic }), ...(last && { last }) }
}

test.each<[string, string, string, string]>([
  ['Иванов Иван Иванович', 'Иван', 'Иванович', 'Иванов'],
  ['Иван Иванович Иванов', 'Иван', 'Иванович', 'Иванов'],
  ['ПЕТРОВА АННА СЕРГЕЕВНА', 'АННА', 'СЕРГЕЕВНА', 'ПЕТРОВА'],
  ['Абрамович Роман', 'Роман', '', 'Абрамович'],
  ['Анна Сергеевна', 'Анна', 'Сергеевна', ''],
  ['Абрамович Роман Аркадьевич', 'Роман', 'Аркадьевич', 'Абрамович'],
  ['Роман Аркадьевич Абрамович', 'Роман', 'Аркадьевич', 'Абрамович'],
  ['Кузьмин Илья Ильич', 'Илья', 'Ильич', 'Кузьмин'],
  ['Алиев Мамед Гасан оглы', 'Мамед', 'Гасан оглы', 'Алиев'],
  ['Алиева Лейла Гасан-кызы', 'Лейла', 'Гасан-кызы', 'Алиева'],
  ['Салтыков-Щедрин Михаил Евграфович', 'Михаил', 'Евграфович', 'Салтыков-Щедрин'],
  ['Мамин Сибиряк Дмитрий Наркисович', 'Дмитрий', 'Наркисович', 'Мамин Сибиряк'],
  ['Иван Петров', 'Иван', '', 'Петров'],
  ['Петров Иван', 'Иван', '', 'Петров'],
  ['Константин Петров', 'Константин', '', 'Петров'],
  ['Марина Цветаева', 'Марина', '', 'Цветаева'],
  ['Шевченко Тарас', 'Тарас', '', 'Шевченко'],
  ['Иванов И. И.', 'И.', 'И.', 'Иванов'],
  ['Иванов И.И.', 'И.', 'И.', 'Иванов'],
  ['И. И. Иванов', 'И.', 'И.', 'Иванов'],
  ['И.Иванов', 'И.', '', 'Иванов'],
  ['John Smith', 'John', '', 'Smith'],
  ['John Fitzgerald Kennedy', 'John', 'Fitzgerald', 'Kennedy'],
  ['John F. Kennedy', 'John', 'F.', 'Kennedy'],
  ['J. Robert Oppenheimer', 'J.', 'Robert', 'Oppenheimer'],
  ['Doe, John', 'John', '', 'Doe'],
  ['Doe, John Albert', 'John', 'Albert', 'Doe'],
  ['Иванов, Иван Иванович', 'Иван', 'Иванович', 'Иванов'],
  ['Dr. John Doe, Jr.', 'John', '', 'Doe'],
  ['г-н Петров Иван', 'Иван', '', 'Петров'],
  ['Ludwig van Beethoven', 'Ludwig', '', 'van Beethoven'],
  ['Ivanov Ivan Ivanovich', 'Ivan', 'Ivanovich', 'Ivanov'],
  ['Иван', 'Иван', '', ''],
  ['  Анна \u00A0 Орлова ', 'Анна', '', 'Орлова'],
  ["Connor O'Neil", 'Connor', '', "O'Neil"],
])('%s', (text, first, patronymic, last) => {
  expect(readNameParts(text)).toEqual(parts(first, patronymic, last))
})

test.each(['anna@shop.ru', '12345', '—', '', ',', 'Mr', 'x'.repeat(301)])('%j is no name', (text) => {
  expect(readNameParts(text)).toBeUndefined()
})
