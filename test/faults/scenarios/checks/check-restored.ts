import type { FarRecord } from '../../../support/engine/far-side.ts'
import type { Records } from './source-ids.ts'

/**
 * The account is as it was before the import: every record, field, option, filter and line. The time of the last change is the
 * only thing that an undo cannot turn back; an empty text and none are the same.
 */
export function checkRestored(before: Records, now: Records): string[] {
  return Object.keys(before).flatMap((kind) => {
    const was = new Map((before[kind] ?? []).map((record) => [record.id, toComparable(record)]))
    const is = new Map((now[kind] ?? []).map((record) => [record.id, toComparable(record)]))
    const left = [...is.keys()].filter((id) => !was.has(id)).map((id) => `${kind} ${id} is left: ${is.get(id)}`)
    const other = [...was].flatMap(([id, text]) =>
      is.get(id) === text ? [] : [`${kind} ${id} is ${is.get(id) ?? 'gone'}, and was ${text}`],
    )
    return [...left, ...other]
  })
}

function toComparable({ update_time: _, custom_fields: custom, ...own }: FarRecord): string {
  const entries = Object.entries(own).map(([key, value]) => [key, value === '' ? null : value])
  const filled = Object.entries(custom ?? {}).filter(([, value]) => value !== null)
  return JSON.stringify([entries.sort(), filled.sort()])
}
