import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { proposePlan } from '../../examples/demo/plan.ts'
import type { RunView } from '../../examples/demo/views.ts'
import { asAnotherApp } from '../support/another-app.ts'
import { startTestSandbox, startTestStack, type TestSandbox, type TestStack } from '../support/stack.ts'
import { zipOf } from '../support/zip-of.ts'

const anna = '5a61f87d69d42678a8dc6d01'
const boris = '5a61f87d69d42678a8dc6d02'
const nobody = '5a61f87d69d42678a8dc6d03'
const stranger = '5a61f87d69d42678a8dc6dff'

const profiles = [
  'id,email,_fname,_lname,company',
  `${anna},anna@firm.example,Anna,Petrova,Firm LLC`,
  `${boris},boris@firm.example,Boris,Orlov,Firm LLC`,
  `${nobody},,Nina,Without,`,
]
const orders = [
  'external_id,profile_id,status,total_price,currency,create_time',
  `A-1,${anna},paid,100.00,EUR,2024-02-01`,
]
const history = [
  'action,datetime,profile_id,campaign_name,channel,event_id',
  `send,2024-09-27T15:52:57.004Z,${anna},Autumn <sale>,email,e01`,
  `uopen,2024-09-27T16:00:00Z,${anna},Autumn <sale>,email,e02`,
  `open,2024-09-27T16:00:00Z,${anna},Autumn <sale>,email,e03`,
  `click,2024-09-26T10:00:00Z,${boris},Autumn <sale>,email,e04`,
  `send,2024-09-27T15:52:57Z,${nobody},Autumn <sale>,email,e05`,
  `send,2024-09-27T15:52:57Z,${stranger},Autumn <sale>,email,e06`,
  `send,never,${anna},Autumn <sale>,email,e07`,
]
const notes = [
  'note_id,profile_id,order_id,note_text,author,created_at',
  `1,${anna},,"Likes <b>blue</b>, calls twice",Boris,2023-03-01T12:00:00Z`,
  `2,,A-1,Delivered late,Boris,2024-03-01T12:00:00Z`,
  `3,${stranger},,Nobody knows whom,Boris,2024-03-01T12:00:00Z`,
]
const files = [
  'profile_id,file_path,file_name',
  `${anna},docs/contract.pdf,Contract`,
  `${boris},docs/empty.pdf,Empty`,
  `${boris},docs/lost.pdf,Lost`,
  `${nobody},docs/contract.pdf,Waits`,
]

async function writeExport(folder: string, more: string[] = []): Promise<void> {
  const write = (name: string, lines: string[]) => writeFile(join(folder, name), `${lines.join('\n')}\n`)
  await write('1_database_export.csv', profiles)
  await write('orders.csv', orders)
  await write('history.csv', [...history, ...more])
  await write('notes.csv', notes)
  await writeFile(
    join(folder, 'documents.zip'),
    await zipOf({
      'files.csv': `${files.join('\n')}\n`,
      'docs/contract.pdf': '%PDF-1.7 contract',
      'docs/empty.pdf': '',
    }),
  )
}

type Records = Record<string, Record<string, unknown>[]>

let folder: string
let sandbox: TestSandbox
let stack: TestStack

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'altcraft-importer-events-'))
  sandbox = await startTestSandbox({ plan: 'ultimate' })
  stack = await startTestStack(sandbox)
}, 120_000)
afterAll(async () => {
  await stack.close()
  await sandbox.close()
  await rm(folder, { recursive: true, force: true })
})

const idOf = (records: Records, name: string) => records['persons']?.find((person) => person['name'] === name)?.['id']

describe('events, notes and files', { timeout: 240_000 }, () => {
  let migrationId: string

  it('hang on their records, each row has its outcome, and lost answers double nothing', async () => {
    await writeExport(folder)
    await sandbox.control('POST', 'faults', [
      { match: { method: 'POST', path: '/notes' }, kind: 'lostAfterCommit', times: 2 },
      { match: { method: 'POST', path: '/notes' }, kind: 'lostBeforeCommit', times: 1 },
      { match: { method: 'POST', path: '/files' }, kind: 'lostAfterCommit', times: 1 },
    ])
    const begun = await stack.begin(folder)
    migrationId = begun.migrationId
    await stack.reach(begun.runId, ['completed'])
    const report = await stack.report(begun.runId)
    expect(report.clean).toBe(true)
    expect(report.outcomes).toMatchObject({
      history: { rows: 7, created: 2, merged: 2, unprocessed: 1, failed: 2 },
      notes: { rows: 3, created: 2, failed: 1 },
      files: { rows: 4, created: 1, failed: 2, unprocessed: 1 },
    })
    expect(report.entities).toMatchObject({ note: { created: 4 }, file: { created: 1 } })
    expect(report.findings.map(({ code }) => code)).toEqual(
      expect.arrayContaining([
        'event.waits_for_person',
        'event.profile_missing',
        'event.time_invalid',
        'note.profile_missing',
        'attachment.empty',
        'attachment.not_in_archive',
        'attachment.waits_for_person',
      ]),
    )
    const lost = report.findings.find(({ code }) => code === 'attachment.not_in_archive')
    expect(lost?.samples[0]).toMatchObject({ row: 3, detail: { path: 'docs/lost.pdf' } })
    expect(report.handoff.documents).toMatchObject({ history: 3, note: 1, file: 3 })

    const records: Records = await sandbox.records()
    const texts = (records['notes'] ?? []).map((note) => String(note['content']))
    expect(texts).toHaveLength(4)
    const ofAnna = records['notes']?.filter((note) => note['person_id'] === idOf(records, 'Anna Petrova')) ?? []
    const told = String(ofAnna.find((note) => String(note['content']).includes('Открыто'))?.['content'])
    expect(told.match(/<li>/g)).toHaveLength(2)
    expect(told).toContain('Autumn &lt;sale&gt;')
    expect(ofAnna.find((note) => String(note['content']).includes('Открыто'))?.['add_time']).toBe('2024-09-27 15:52:57')
    expect(ofAnna.find((note) => String(note['content']).includes('blue'))).toMatchObject({
      add_time: '2023-03-01 12:00:00',
      content: 'Likes <b>blue</b>, calls twice<p>Автор: Boris</p>',
    })
    const late = records['notes']?.find((note) => String(note['content']).includes('Delivered late'))
    expect(late?.['deal_id']).toBe(records['deals']?.[0]?.['id'])
    expect(records['files']).toMatchObject([
      { name: 'Contract.pdf', file_size: 17, person_id: idOf(records, 'Anna Petrova') },
    ])
    const documents = await stack.api.get<{ documents: { row: number }[] }>(
      `/api/migrations/${migrationId}/handoff/history`,
    )
    expect(documents.documents.map(({ row }) => row)).toEqual([5, 6, 7])
  })

  it('are not written again, and the ledger agrees with the sandbox', async () => {
    await sandbox.control('DELETE', 'faults')
    const id = await stack.prepare(folder)
    const before = await sandbox.stats()
    const again = await stack.api.send<RunView>('POST', `/api/migrations/${id}/runs`, { kind: 'full' })
    await stack.reach(again.id, ['completed'])
    const report = await stack.report(again.id)
    expect(report.outcomes).toMatchObject({
      history: { rows: 7, unchanged: 2, merged: 2 },
      notes: { rows: 3, unchanged: 2 },
      files: { rows: 4, unchanged: 1 },
    })
    const after = await sandbox.stats()
    expect(after.methods['POST']).toBe(before.methods['POST'])
    expect(after.methods['PUT'] ?? 0).toBe(before.methods['PUT'] ?? 0)
    expect(report.api.apiTokens).toBe(after.totalTokens - before.totalTokens)
  })

  it('that grew are added to the timeline that is there, and what people wrote into one is left', async () => {
    const before: Records = await sandbox.records()
    const noteOf = (records: Records, name: string) =>
      records['notes']?.find(
        (note) => note['person_id'] === idOf(records, name) && String(note['content']).includes('История событий'),
      )
    const people = await asAnotherApp(sandbox)
    const edited = { content: 'People wrote their own history.' }
    await people('PUT', `/api/v1/notes/${noteOf(before, 'Anna Petrova')?.['id']}`, edited)
    await writeExport(folder, [
      `open,2024-10-01T10:00:00Z,${anna},Autumn <sale>,email,e08`,
      `open,2024-10-01T10:00:00Z,${boris},Autumn <sale>,email,e09`,
    ])
    const grown = await stack.begin(folder)
    await stack.reach(grown.runId, ['completed'])
    const report = await stack.report(grown.runId)
    expect(report.clean).toBe(true)
    expect(report.entities['note']).toMatchObject({ created: 0, updated: 1 })
    expect(report.outcomes['history']).toMatchObject({ rows: 9, updated: 1, merged: 1, skipped: 4 })
    expect(report.findings.map(({ code }) => code)).toContain('note.edited_in_pipedrive')
    const after: Records = await sandbox.records()
    expect(after['notes']).toHaveLength(4)
    expect(String(noteOf(after, 'Boris Orlov')?.['content']).match(/<li>/g)).toHaveLength(2)
    expect(after['notes']?.filter((note) => note['content'] === edited.content)).toHaveLength(1)
  })

  it('become activities where people chose that: done at their times, each once, also when answers are lost', async () => {
    const id = await stack.prepare(folder)
    const again = await proposePlan(stack.api, id, new AbortController().signal)
    const path = `/api/migrations/${id}/plan/timeline`
    const offered = await stack.api.get<{ timeline: string; costs: Record<string, { apiTokens: number }> }>(path)
    expect(offered).toMatchObject({
      timeline: 'note',
      costs: { activities: { apiTokens: 45 }, none: { apiTokens: 0 } },
    })
    const { checksum } = await stack.api.send<{ checksum: string }>('PUT', path, {
      checksum: again.checksum,
      timeline: 'activities',
    })
    await stack.api.send('POST', `/api/migrations/${id}/plan/confirm`, { checksum })
    await sandbox.control('POST', 'faults', [
      { match: { method: 'POST', path: '/activities' }, kind: 'lostAfterCommit', times: 2 },
    ])
    const run = await stack.api.send<RunView>('POST', `/api/migrations/${id}/runs`, { kind: 'full' })
    await stack.reach(run.id, ['completed'])
    const report = await stack.report(run.id)
    expect(report.clean).toBe(true)
    expect(report.outcomes['history']).toMatchObject({ rows: 9, created: 5, merged: 1 })
    const { activities = [], notes: written = [] }: Records = await sandbox.records()
    expect(written).toHaveLength(4)
    expect(
      activities.map(({ subject, due_date, due_time, done, type }) => [subject, due_date, due_time, done, type]),
    ).toEqual(
      expect.arrayContaining([
        ['Отправлено · «Autumn <sale>» · email', '2024-09-27', '15:52:00', true, 'email'],
        ['Переход по ссылке · «Autumn <sale>» · email', '2024-09-26', '10:00:00', true, 'email'],
      ]),
    )
    expect(activities).toHaveLength(5)
  })
})
