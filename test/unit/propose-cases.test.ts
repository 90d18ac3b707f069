import { describe, expect, test } from 'vitest'
import { CasesRejected, proposeCases } from '../../server/propose/propose-cases.ts'

const propose = (files: unknown, language: 'en' | 'ru' = 'en') => proposeCases(JSON.stringify({ files }), language)

describe('proposals for columns of which samples are known', () => {
  test('one entry per column in the same order, at most five proposals each, with a reason in words', () => {
    const columns = [
      { header: 'Эл. почта', samples: ['a@example.org', ''] },
      { header: 'mobile_app_version', samples: ['5.4.1'] },
    ]
    const [file] = propose([{ name: 'clients.csv', kind: 'profiles', columns }]).files
    expect(file?.columns.map(({ header }) => header)).toEqual(['Эл. почта', 'mobile_app_version'])
    expect(file?.columns[0]?.proposals[0]).toMatchObject({
      target: 'person.email',
      type: 'email',
      tier: 'certain',
      transform: ['emailCleanUp'],
      reason: 'the name says it: эл почта; 1 of 1 values looked at are e-mail addresses',
    })
    expect(file?.columns[1]?.proposals[0]?.target).toBe('person.custom')
    for (const { proposals } of file?.columns ?? []) expect(proposals.length).toBeLessThanOrEqual(5)
  })

  test('reasons in Russian', () => {
    const columns = [{ header: 'email', samples: ['a@example.org'] }]
    const [file] = propose([{ name: 'c.csv', kind: 'profiles', columns }], 'ru').files
    expect(file?.columns[0]?.proposals[0]?.reason).toContain('адреса эл. почты')
  })

  test('a kind that is missing, empty or unheard of is recognised from the columns', () => {
    const columns = [
      { header: 'Номер заказа', samples: ['1', '2'] },
      { header: 'Сумма заказа', samples: ['10', '20'] },
    ]
    for (const kind of [undefined, null, '', 'whatever']) {
      expect(propose([{ name: 'x.csv', kind, columns }]).files[0]?.kind, String(kind)).toBe('orders')
    }
  })

  test('nothing but names, values of any type, no columns, names of JavaScript', () => {
    const odd = [
      { header: 'constructor', samples: [1, null, true, { toString: 0 }, ['a']] },
      { header: '__proto__' },
      { header: '', samples: [] },
    ]
    const [file, empty] = propose([
      { name: 'odd.csv', kind: 'profiles', columns: odd },
      { name: 'empty.csv', columns: [] },
    ]).files
    expect(file?.columns).toHaveLength(3)
    expect(empty?.columns).toEqual([])
  })

  test.each([
    ['not json', 'no JSON'],
    ['[]', 'not as expected'],
    ['{"files":[{"name":1,"columns":[]}]}', '/files/0/name'],
  ])('%s is refused, and where is told', (text, told) => {
    expect(() => proposeCases(text, 'en')).toThrow(CasesRejected)
    expect(() => proposeCases(text, 'en')).toThrow(told)
  })
})
