import { expect } from 'vitest'
import type { RunView } from '../../examples/demo/views.ts'
import type { TestCompany, TestSandbox, TestStack } from './stack.ts'

type Books = Record<string, Record<string, unknown>[]>

export interface UndoneRow {
  entity: string
  pipedriveId: number | null
  name: string
  result: string
  code: string | null
  fields: string[]
  sources: { file: string; row: number }[]
}

/** Begins an undo; of the whole migration with what it set up, unless told. */
export function beginUndo(
  { api }: Pick<TestCompany, 'api'>,
  migrationId: string,
  body: object = { target: { of: 'migration' }, setup: true },
): Promise<RunView> {
  return api.send<RunView>('POST', `/api/migrations/${migrationId}/undo`, body)
}

export async function undone({ api }: TestStack, runId: string, selection = 'kept'): Promise<UndoneRow[]> {
  const rows: UndoneRow[] = []
  for (let after = ''; ; ) {
    const page = await api.get<{ rows: UndoneRow[]; next: string | null }>(
      `/api/runs/${runId}/undone?selection=${selection}&limit=500${after}`,
    )
    rows.push(...page.rows)
    if (page.next === null) return rows
    after = `&after=${page.next}`
  }
}

/**
 * The account is as it was: every record, field, option, filter and line, one by one. `except`: ids by kind that are looked at
 * elsewhere. The time of the last change is the only thing that an undo cannot turn back; an empty text and none are the same.
 */
export async function expectRestored(
  sandbox: TestSandbox,
  before: Books,
  except: Partial<Record<string, readonly number[]>> = {},
): Promise<void> {
  const now = await sandbox.records()
  for (const kind of Object.keys(before)) {
    const left = (books: Books) =>
      (books[kind] ?? []).filter(({ id }) => !except[kind]?.includes(Number(id))).map(withoutTraces)
    expect(left(now), kind).toEqual(left(before))
  }
}

function withoutTraces({ update_time: _, ...record }: Record<string, unknown>): Record<string, unknown> {
  const { custom_fields: custom, ...own } = record
  const filled = Object.entries(custom ?? {}).filter(([, value]) => value !== null)
  const entries = Object.entries(own).map(([key, value]) => [key, value === '' ? null : value])
  return { ...Object.fromEntries(entries), ...(custom ? { custom_fields: Object.fromEntries(filled) } : {}) }
}
