import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startTestSandbox, startTestStack } from '../support/stack.ts'

const columns = Array.from({ length: 40 }, (_, at) => `Заметка ${at + 1}`)
const people = [1, 2, 3]

const profiles = [
  ['id', 'email', 'Имя', 'Дата рождения', 'Должность', 'Компания', 'Сайт компании', 'Адрес компании', ...columns],
  ...people.map((n) => [
    ...[`${n}`, `p${n}@firm${n}.example`, `Имя${n}`, `1990-0${n}-05`, `Роль ${n}`, `Фирма ${n}`, `firm${n}.example`],
    ...[`Омск, Ленина, ${n}`, ...columns.map((_, at) => `значение ${n}-${at + 1}`)],
  ]),
]
const orders = [
  ['order_id', 'email', 'status', 'total', 'currency', 'created_at'],
  ...people.map((n) => [
    `A-${n}`,
    `p${n}@firm${n}.example`,
    'delivered',
    `${n}00.50`,
    'RUB',
    `2024-03-0${n}T10:00:00Z`,
  ]),
]

it('an account with few fields left gets what has a place of its own there, and loses no value', {
  timeout: 300_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-small-'))
  const sandbox = await startTestSandbox({ plan: 'lite' })
  await sandbox.control('PUT', 'options', {
    company: 4711,
    companyOptions: { contactSync: true, organizationWebsite: false, labelOptionsByApi: false },
  })
  const stack = await startTestStack(sandbox)
  try {
    await writeFile(join(folder, 'clients.csv'), toCsv(profiles))
    await writeFile(join(folder, 'orders.csv'), toCsv(orders))
    const { runId } = await stack.begin(folder)
    await stack.reach(runId, ['completed'])
    expect((await stack.report(runId)).clean).toBe(true)

    const { persons = [], organizations = [], fields = [] } = await sandbox.records()
    expect(fields.length).toBeLessThanOrEqual(30)
    for (const n of people) {
      const person = persons.find(({ name }) => String(name).includes(`Имя${n}`))
      expect(person).toMatchObject({ birthday: `1990-0${n}-05`, job_title: `Роль ${n}` })
      const values = Object.values((person?.['custom_fields'] ?? {}) as Record<string, unknown>).join('\n')
      for (const at of columns.keys()) expect(values).toMatch(new RegExp(`значение ${n}-${at + 1}(?:\\n|$)`))
      const organization = organizations.find(({ name }) => name === `Фирма ${n}`)
      expect(organization).toMatchObject({ address: { value: `Омск, Ленина, ${n}` } })
      expect(JSON.stringify(organization?.['custom_fields'])).toContain(`firm${n}.example`)
    }
  } finally {
    await stack.close()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
})

function toCsv(rows: readonly string[][]): string {
  return rows.map((row) => row.map((cell) => (cell.includes(',') ? `"${cell}"` : cell)).join(',')).join('\n')
}
