import { describe, expect, it } from 'vitest'
import { startI18n } from '../../extension-ui/src/i18n/i18n.ts'
import { reasonText } from '../../extension-ui/src/i18n/reason-text.ts'
import { defaultGatePolicy, judge } from '../../server/importing/gates/judge.ts'
import type { GateFound } from '../../server/importing/gates/types.ts'
import { withGates } from '../../server/importing/gates/with-gates.ts'
import { keysOfRaw } from '../../server/importing/held/keys-of-raw.ts'
import type { Step } from '../../server/importing/step-list.ts'

const at = new Date('2026-11-24T10:00:00Z')
const nothing: GateFound = {
  planned: 1_000,
  created: 1_000,
  updated: 0,
  unchanged: 0,
  skipped: 0,
  failed: 0,
  held: 0,
  unaccounted: 0,
  refused: 0,
  rowsFailed: 0,
  compared: 1_000,
  different: 0,
  codes: {},
  money: [],
}
const stateOf = (found: Partial<GateFound>, policy = defaultGatePolicy) =>
  judge('full', policy, { ...nothing, ...found }, at).state
const strict = { policy: 'strict' } as const

describe('a gate', () => {
  it('is clean where everything is as in the export, also when rows wait for what is told elsewhere', () => {
    expect(stateOf({}, strict)).toBe('clean')
    expect(stateOf({ created: 900, held: 100 }, strict)).toBe('clean')
  })

  it.each([{ different: 1 }, { created: 999, failed: 1, refused: 1 }, { created: 999, failed: 1 }, { rowsFailed: 1 }])(
    'stops a strict run at %o',
    (found) => {
      expect(stateOf(found, strict)).toBe('waiting')
      expect(stateOf(found)).toBe('passed_lenient')
    },
  )

  it('stops a lenient run above its shares, and never at what is put right by hand', () => {
    expect(stateOf({ different: 20 })).toBe('passed_lenient')
    expect(stateOf({ different: 15, failed: 6, refused: 6 })).toBe('waiting')
    expect(stateOf({ rowsFailed: 200 })).toBe('passed_lenient')
    expect(stateOf({ rowsFailed: 300 })).toBe('waiting')
    expect(stateOf({ planned: 12, created: 2, failed: 10, refused: 10 })).toBe('passed_lenient')
    expect(stateOf({ different: 11 }, { policy: 'lenient', threshold: 0, inputThreshold: 1 })).toBe('waiting')
  })

  it('stops every run that lost count of a record', () => {
    expect(stateOf({ created: 999, unaccounted: 1 })).toBe('waiting')
  })

  it('only tells in runs that repeat what failed, or show a sample', () => {
    for (const kind of ['sample', 'retry', 'remediation'] as const) {
      expect(judge(kind, strict, { ...nothing, different: 500 }, at).state).toBe('reported')
    }
  })

  it('has a checksum of what was found, whenever that was', () => {
    const one = judge('full', strict, nothing, at)
    expect(judge('full', defaultGatePolicy, { ...nothing }, new Date(0)).checksum).toBe(one.checksum)
    expect(judge('full', strict, { ...nothing, different: 1 }, at).checksum).not.toBe(one.checksum)
  })
})

it('stands once after each phase, also where a step without a phase stands among its steps', () => {
  const step = (name: string, phase?: Step['phase']): Step => ({
    name,
    ...(phase ? { phase } : {}),
    work: async () => 'done',
  })
  const steps = [
    step('draft'),
    step('a', 'organizations'),
    step('between'),
    step('b', 'organizations'),
    step('c', 'persons'),
    step('later', 'organizations'),
    step('end'),
  ]
  expect(withGates(steps, {}).map(({ name }) => name)).toEqual([
    ...['draft', 'a', 'between', 'b', 'organizations.gate', 'c', 'persons.gate', 'later', 'end'],
  ])
})

describe('the keys in a row that could not be read', () => {
  const person = { entity: 'person', id: { name: 'id', index: 1 } } as const
  it.each([
    ['Anna,5a61,Anna@Firm.example', ['id:5a61', 'email:anna@firm.example']],
    ['Anna;"5a61";"a@firm.example;x', ['id:5a61', 'email:a@firm.example']],
    ['{"id": 5, "email": "a@b.example", }', ['id:5', 'email:a@b.example']],
    ['{"id": "x y", "oops', ['id:x y']],
    ['only', []],
    ['', []],
    ['\u0000,@,@@', ['id:@']],
  ])('of %j are %j', (raw, keys) => {
    expect(keysOfRaw(raw, person)).toEqual(keys)
  })

  it('are codes where they are of products, and none where no column names them', () => {
    expect(keysOfRaw('SKU-1\tmug\ta@b.example', { entity: 'product', id: { name: 'sku', index: 0 } })).toEqual([
      'code:SKU-1',
    ])
    expect(keysOfRaw('SKU-1,mug', { entity: 'product' })).toEqual([])
  })

  it('are found in a row of any length', () => {
    expect(keysOfRaw(`x,7,${'y'.repeat(5_000_000)}`, person)).toEqual(['id:7'])
  })
})

it.each([
  [
    'en',
    'The deal waits for a person, row 812 of clients.csv, column “E-mail”: E-mails are malformed and were left out.',
  ],
  ['ru', 'Сделка ждёт контакт, строка 812 файла clients.csv, столбец «E-mail»: '],
] as const)('in %s, a held row says which row it waits for, and what is wrong with that', async (language, text) => {
  const i18n = await startI18n(language)
  const detail = { waitsFor: 'person', key: 'id:7', file: 'clients.csv', row: 812, code: 'email.malformed' }
  expect(reasonText(i18n, { code: 'order.waits_for_person', detail: { ...detail, column: 'E-mail' } })).toContain(text)
  for (const code of [
    'campaign.waits_for_product',
    'order.waits_for_product',
    'order.waits_for_person',
    'member.waits_for_person',
    'person.waits_for_organization',
  ])
    for (const more of [{}, { column: 'E-mail' }])
      expect(reasonText(i18n, { code, detail: { ...detail, ...more } })).not.toMatch(/\{\{|\$t|undefined|code\./)
})
