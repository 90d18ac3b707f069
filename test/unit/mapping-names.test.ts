import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readName } from '../../server/mapping/columns/lexicon/read-name.ts'
import { readNames } from '../../server/mapping/columns/lexicon/read-names.ts'

/** Concepts of the words that say something, in order; a word with several gives the first. */
function said(name: string): string[] {
  return readName(name).flatMap(({ concepts, reading, text }) =>
    reading === 'unknown' ? [`?${text}`] : concepts.slice(0, 1),
  )
}

describe('the words of a name', () => {
  test.each([
    ['Эл. почта', ['email']],
    ['E-mail', ['email']],
    ['custEmail', ['person', 'email']],
    ['DATE_OF_BIRTH', ['date', 'birth']],
    ['dateofbirth', ['date', 'birth']],
    ['датарождения', ['date', 'birth']],
    ['Дата рожд.', ['date', 'birth']],
    ['д.р.', ['birth']],
    ['Ф.И.О.', ['fullname']],
    ['№ дог-ра', ['number', 'order']],
    ['Ск-ка, руб.', ['discount']],
    ['К-во', ['quantity']],
    ['familiya', ['last']],
    ['nomer_telefona', ['number', 'phone']],
    ['Телфон', ['phone']],
    ['Должнось', ['job']],
    ['Kontact Nmae', ['person', 'named']],
    ['продажe', ['order']],
    ['phone2', ['phone']],
    ['mobile_app_version', ['phone', 'device', 'version']],
  ])('%s', (name, concepts) => {
    expect(said(name)).toEqual(concepts)
  })

  test('a word that is none of ours is left as unknown, not bent into one', () => {
    expect(said('constructor')).not.toContain('company')
    expect(said('zebra quartz')).toEqual(['?zebra', '?quartz'])
  })

  test('whatever a name is, it is read, the same way each time', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.string({ unit: 'binary', maxLength: 400 })), (name) => {
        expect(readName(name)).toEqual(readName(name))
      }),
      { numRuns: 300 },
    )
  })

  test('a name of a hundred thousand letters is cut, not waited for', () => {
    expect(readName('почта'.repeat(20_000)).length).toBeLessThan(50)
  })
})

describe('the names of a file', () => {
  test('a word that most names begin with says nothing', () => {
    const [first] = readNames(['li_sku', 'li_qty', 'li_price', 'li_sum', 'total'])
    expect(first?.[0]?.[0]).toMatchObject({ text: 'li', reading: 'neutral' })
  })

  test('a question of a form is read by its first clause too', () => {
    const [ways] = readNames(['What is your full name, as it should appear on your badge?'])
    expect(ways?.at(-1)?.some(({ concepts }) => concepts.includes('fullname'))).toBe(true)
  })
})
