import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts'
import { sameValue } from '../../pipedrive/compare.ts'
import type { FieldRules, FieldSides, MergedField } from './types.ts'

/**
 * E-mails or phones: what the record has stays, with its labels and its primary, and what the export has is added
 * (PATCH replaces whole lists). An address that people took out stays out. One that we wrote and that the export has no more
 * is taken out only while the list is exactly as we left it; in a list that people changed since, everything stays. Pure.
 *
 * What counts as written is the list as we leave it; addresses that were not ours carry `theirs`.
 */
export function mergeContacts({ wanted, now, before }: FieldSides, { rule, isOurs }: FieldRules): MergedField {
  const want = toItems(wanted)
  const there = toItems(now)
  if (want.length === 0 || (before === undefined && rule === 'keep')) return { edits: [] }
  const known = toItems(before ?? null)
  const isWanted = (item: JsonObject) => has(want, item)
  const isTheirs = (item: JsonObject) => {
    const last = known.find((other) => address(other) === address(item))
    return last === undefined ? before !== undefined || !isOurs : last['theirs'] === true
  }
  const isAsWeLeftIt = before !== undefined && sameValue(known.map(toSent), now)
  const kept = there.filter((item) => !isAsWeLeftIt || isTheirs(item) || isWanted(item))
  const added = want.filter((item) => !has(there, item) && !has(known, item))
  const primary = primaryOf(kept, want, isAsWeLeftIt, isTheirs)
  const asNow = kept.map((item) => ({ ...toSent(item), primary: primaryIs(item, primary) }))
  const list = [...asNow, ...added.map((item) => ({ ...toSent(item), primary: primaryIs(item, primary) }))]
  // What people saw and left in a list that they changed is theirs from then on; so is what they made primary.
  const isChosen = (item: JsonObject) => primaryIs(item, primary) && !primaryIs(item, want.find(isPrimary))
  const becomesTheirs = (item: JsonObject) => !has(added, item) && (isTheirs(item) || !isWanted(item) || isChosen(item))
  const left = known.filter((item) => item['theirs'] !== true && !isWanted(item) && has(there, item))
  const missed = known.filter((item) => isWanted(item) && !has(there, item))
  const isEdited = before !== undefined && !isAsWeLeftIt && left.length + missed.length > 0
  return {
    ...(sameValue(list, now) ? {} : { send: list }),
    written: [
      ...list.map((item) => (becomesTheirs(item) ? { ...item, theirs: true } : item)),
      ...missed.map((item) => ({ ...item, primary: false })),
    ],
    edits: isEdited ? [{ what: 'kept', written: known.map(toSent), now, exported: wanted }] : [],
  }
}

/** The record's own; in a list as we left it the export's, unless people's is primary. */
function primaryOf(
  kept: JsonObject[],
  want: JsonObject[],
  isAsWeLeftIt: boolean,
  isTheirs: (item: JsonObject) => boolean,
): JsonObject | undefined {
  const own = kept.find(isPrimary)
  const ofExport = want.find(isPrimary)
  return own === undefined || (isAsWeLeftIt && !isTheirs(own)) ? (ofExport ?? own) : own
}

const isPrimary = (item: JsonObject) => item['primary'] === true

const primaryIs = (item: JsonObject, primary: JsonObject | undefined) =>
  primary !== undefined && address(item) === address(primary)

function has(list: JsonObject[], item: JsonObject): boolean {
  return list.some((other) => address(other) === address(item))
}

function address(item: JsonObject): string {
  return String(item['value']).trim().toLowerCase()
}

function toItems(value: Json): JsonObject[] {
  return Array.isArray(value) ? value.filter(isJsonObject).filter((item) => address(item) !== '') : []
}

function toSent({ value, primary, label }: JsonObject): JsonObject {
  return { value: value ?? '', primary: primary === true, label: label ?? 'work' }
}
