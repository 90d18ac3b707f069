import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { RunView } from '../../examples/demo/views.ts'
import { kill, startTestSandbox, startTestStack } from '../support/stack.ts'
import { zipOf } from '../support/zip-of.ts'

const people = 120
const idOf = (n: number) => `5a61f87d69d42678a8dc${String(n).padStart(4, '0')}`
const each = <T>(make: (n: number) => T) => Array.from({ length: people }, (_, n) => make(n))
const csv = (head: string, rows: string[]) => `${[head, ...rows].join('\n')}\n`

it('notes and files of an import whose worker is killed while it writes them are there once', {
  timeout: 600_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-events-kill-'))
  const sandbox = await startTestSandbox({ plan: 'lite', seats: 40, latencyMs: 150 })
  const stack = await startTestStack(sandbox, { workers: 0 })
  try {
    const write = (name: string, text: string | Buffer) => writeFile(join(folder, name), text)
    await write(
      '1_database_export.csv',
      csv(
        'id,email,_fname',
        each((n) => `${idOf(n)},p${n}@firm.example,Person ${n}`),
      ),
    )
    const events = each((n) => [
      `open,2024-09-27T16:00:00Z,${idOf(n)},Autumn,email`,
      `click,2024-09-28T16:00:00Z,${idOf(n)},Autumn,email`,
    ])
    await write('history.csv', csv('action,datetime,profile_id,campaign_name,channel', events.flat()))
    const long = `<p>${'long story '.repeat(20_000)}</p>`
    await write('notes.csv', csv('note_id,profile_id,note_text', [`1,${idOf(0)},${long}`]))
    const documents = each((n) => [`docs/${n}.txt`, `document ${n}`] as const)
    const list = csv(
      'profile_id,file_path,file_name',
      each((n) => `${idOf(n)},docs/${n}.txt,Document`),
    )
    await write('documents.zip', await zipOf({ 'files.csv': list, ...Object.fromEntries(documents) }))

    let worker = await stack.startWorker()
    const { runId } = await stack.begin(folder)
    for (const phase of ['notes', 'files']) {
      for (;;) {
        const run = await stack.api.get<RunView>(`/api/runs/${runId}`)
        if (run.phase === phase && (run.progress[phase]?.done ?? 0) > 20) break
        expect(['queued', 'running'], `before ${phase}`).toContain(run.state)
        await pause(50)
      }
      await kill(worker)
      worker = await stack.startWorker()
    }
    await stack.reach(runId, ['completed'], 400_000)
    const report = await stack.report(runId)
    expect(report.clean).toBe(true)
    expect(report.outcomes).toMatchObject({
      history: { rows: 240, created: 120, merged: 120 },
      notes: { rows: 1, created: 1 },
      files: { rows: 120, created: 120 },
    })
    const { notes = [], files = [] } = await sandbox.records()
    const parts = notes.filter(({ content }) => String(content).includes('long story'))
    expect(parts).toHaveLength(3)
    for (const { content } of parts) expect(String(content).length).toBeLessThan(100_000)
    expect(notes).toHaveLength(people + parts.length)
    expect(new Set(notes.map(({ content, person_id: of }) => `${of}:${content}`)).size).toBe(notes.length)
    expect(files).toHaveLength(people)
    expect(new Set(files.map(({ person_id: of }) => of)).size).toBe(people)
  } finally {
    await stack.close()
    await sandbox.close()
    await rm(folder, { recursive: true, force: true })
  }
})
