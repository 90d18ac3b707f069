import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { startI18n } from '../../extension-ui/src/i18n/i18n.ts'
import { reasonText } from '../../extension-ui/src/i18n/reason-text.ts'

const mapping = resolve(import.meta.dirname, '../../server/mapping')
const codes = new Set(
  globSync('{diff,transfer}/*.ts', { cwd: mapping })
    .concat('decide-columns.ts', 'plan-upgrade.ts')
    .flatMap(
      (path) =>
        readFileSync(resolve(mapping, path), 'utf8').match(/(?<=')(diff|import|decision|plan)\.[a-z_]+(?=')/g) ?? [],
    ),
)

/** Whatever any of these codes is given. */
const detail = {
  ...{ from: 'certain', to: 'person', file: 'clients.csv', column: 'Имя', target: 'person.name', kind: 'profiles' },
  ...{ part: 'x', setting: 'moneyScale', files: ['a.csv', 'b.csv'], name: 'City', entity: 'person', type: 'enum' },
  ...{
    added: 1,
    removed: 2,
    changed: 3,
    status: 'order:won',
    map: 'owners',
    question: 'date_order',
    places: ['/plan'],
  },
  ...{ formatVersion: 3, pipeline: 'Sales', stage: 'Won', user: 'a@firm.example', title: '{x}', value: 'Mars/Olympus' },
}

test.for(['en', 'ru'] as const)(
  'in %s, every difference, and all that an import tells, is said in words',
  async (language) => {
    const i18n = await startI18n(language)
    expect(codes.size).toBeGreaterThan(60)
    for (const code of codes) {
      expect(i18n.exists(`code.${code}`), code).toBe(true)
      const given = code === 'diff.file_kind' ? { ...detail, from: 'profiles', to: 'orders' } : detail
      expect(reasonText(i18n, { code, detail: given }), code).not.toMatch(/–|\{\{|undefined|null|\$t|code\.|kind\./)
    }
  },
)

test('a name that looks like a reference to another text stays a name', async () => {
  const i18n = await startI18n('en')
  const text = reasonText(i18n, { code: 'diff.column_added', detail: { ...detail, column: '$t(app.title)' } })
  expect(text).toContain('“$t(app.title)”')
})
