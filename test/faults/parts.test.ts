import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startTestSandbox, startTestStack } from '../support/stack.ts'

interface PlanView {
  datasets: { kind: string; files: string[] }[]
  questions: { id: string; answer: string | null }[]
}

const id = (n: number) => `5a61f87d69d42678a8dc6d${String(n).padStart(2, '0')}`

it('two parts of an export, the second without column names, come as one: people of both are merged', {
  timeout: 240_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-parts-'))
  const sandbox = await startTestSandbox({ plan: 'ultimate' })
  const stack = await startTestStack(sandbox)
  try {
    const first = [
      'id,email,_fname,_lname,_bdate,city',
      `${id(1)},anna@firm.example,Anna,First,01/02/1990,Omsk`,
      `${id(2)},boris@firm.example,Boris,First,03/04/1991,Kazan`,
      `${id(3)},,Without,Address,,Kazan`,
    ]
    const second = [
      `${id(2)},boris@firm.example,Boris,First,03/04/1991,Kazan`,
      `${id(4)},clara@firm.example,Clara,Second,05/25/1992,Tomsk`,
      `${id(5)},anna@firm.example,,,,`,
    ]
    await writeFile(join(folder, '1_database_export.csv'), `${first.join('\n')}\n`)
    await writeFile(join(folder, '2_database_export.csv'), `${second.join('\n')}\n`)
    const { migrationId, runId } = await stack.begin(folder)

    const plan = await stack.api.get<PlanView>(`/api/migrations/${migrationId}/plan`)
    expect(plan.datasets).toEqual([
      expect.objectContaining({ kind: 'profiles', files: ['1_database_export.csv', '2_database_export.csv'] }),
    ])
    // The 25th of the second part says for both what comes first.
    expect(plan.questions.filter((question) => question.id.startsWith('date_order'))).toEqual([])

    await stack.reach(runId, ['completed'])
    const report = await stack.report(runId)
    expect(report.clean).toBe(true)
    expect(report.datasets.map(({ file, kind, rows }) => [file, kind, rows])).toEqual([
      ['1_database_export.csv', 'profiles', 3],
      ['2_database_export.csv', 'profiles', 3],
    ])
    expect(report.outcomes).toEqual({
      profiles: { rows: 6, created: 3, updated: 0, unchanged: 0, merged: 2, skipped: 1, failed: 0, unprocessed: 0 },
    })
    expect(report.verification).toMatchObject({ differences: 0, brokenLinks: 0 })

    const { persons = [] } = await sandbox.records()
    expect(persons.map(({ name }) => name).sort()).toEqual(['Anna First', 'Boris First', 'Clara Second'])
    expect(JSON.stringify(persons)).toContain('1992-05-25')
    expect(JSON.stringify(persons)).toContain('1990-01-02')
  } finally {
    await stack.close()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
})
