import { describe, expect, test } from 'vitest'
import { normaliseCompanyName } from '../../server/mapping/company-name.ts'
import { readCompanyDomain } from '../../server/mapping/domain.ts'

describe('spellings of one company', () => {
  test.each([
    ['ромашка', ['ООО «Ромашка»', 'ООО "Ромашка"', 'Ромашка, ООО', 'OOO Ромашка', 'О.О.О. Ромашка', 'РОМАШКА']],
    ['romashka', ['Romashka LLC', 'Romashka, L.L.C.', 'ROMASHKA Ltd.', 'Romashka Inc']],
    ['müller', ['Müller GmbH', 'Müller GmbH & Co. KG', 'MÜLLER GMBH']],
    ['тд елка', ['АО «ТД «Ёлка»', 'ТД Елка']],
    ['вектор', ['Общество с ограниченной ответственностью "Вектор"', 'ООО Вектор']],
  ])('%s', (normalised, spellings) => {
    expect(new Set(spellings.map(normaliseCompanyName))).toEqual(new Set([normalised]))
  })

  test.each(['AS Roma', 'Company of Heroes', 'Студия АО дизайн центр'])('%s keeps what is part of its name', (name) => {
    expect(normaliseCompanyName(name)).toBe(name.toLowerCase())
  })

  test('a legal form alone is no name', () => {
    expect(normaliseCompanyName('ООО')).toBe('')
  })

  test('a Latin letter typed in a Russian word makes no second company', () => {
    expect(normaliseCompanyName('Cофт')).toBe(normaliseCompanyName('Софт'))
  })
})

describe('company domains', () => {
  test.each([
    ['https://www.Romashka.ru/path?q=1', 'romashka.ru'],
    ['romashka.ru', 'romashka.ru'],
    ['shop.romashka.ru', 'romashka.ru'],
    ['ivan@romashka.ru', 'romashka.ru'],
    ['http://xn--80aaxitdbjk.xn--p1ai', 'папироска.рф'],
  ])('%s is of %s', (cell, domain) => {
    expect(readCompanyDomain(cell)).toBe(domain)
  })

  test.each(['mail.ru', 'ivan@yandex.ru', 'https://gmail.com', 'localhost', '10.0.0.1', 'no site', '-', ''])(
    '%s is nobody’s company',
    (cell) => {
      expect(readCompanyDomain(cell)).toBeUndefined()
    },
  )
})
