import { readStatus } from '../../altcraft/values/status.ts'
import { readSubscriptions } from '../../altcraft/values/subscriptions.ts'
import type { Decisions } from '../decisions.ts'
import { type DatasetDraft, distinctTexts, type MappedColumn, mappedColumns } from '../plan-input.ts'
import { profileStatusWords, valueKey } from '../status-words.ts'
import { otherwiseKey } from '../value-maps/value-map.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'

/**
 * Statuses of profiles and subscriptions that are none of Altcraft's words: numbers, whose meaning is not documented (facts:
 * trap 3), and the words of others. The answer is the one that means subscribed, `none` of them, or `ignore`: then they say
 * nothing, and consent comes from what else is known. What was decided value by value is not asked about.
 */
export function decideStatusCodes(drafts: readonly DatasetDraft[], { values }: Decisions, asker: Asker): void {
  const decided = values.profileStatus ?? {}
  const isDecided = (code: string) => Object.hasOwn(decided, valueKey(code))
  const isDefaulted = Object.hasOwn(decided, otherwiseKey)
  for (const draft of drafts) {
    const profiles = mappedColumns(draft, 'person.marketing_status')
    const parts = mappedColumns(draft, 'person.subscriptions')
    const own = profiles.flatMap(({ profile }) => distinctTexts(profile))
    const codes = unknown([...own, ...parts.flatMap(statusesOf)]).filter(
      (code) => !isDecided(code) && !(isDefaulted && own.includes(code)),
    )
    const [column] = own.some((text) => codes.includes(text)) ? profiles : parts
    if (codes.length === 0 || column === undefined) continue
    const counted = column.profile.topValues.filter(({ value }) => codes.includes(value))
    const hasZero = codes.includes('0')
    const answer = asker.ask({
      id: questionId('status_codes', draft.input.file),
      code: 'status_codes',
      datasetId: draft.input.id,
      column: column.mapping.column,
      examples: counted.length > 0 ? counted.map(({ value, count }) => `${value} (${count})`) : codes,
      options: [...codes, 'none', 'ignore'].map((value) => ({ value })),
      proposal: hasZero ? '0' : 'ignore',
      reason: hasZero ? why('status_codes_0') : why('status_codes_unknown'),
    })
    if (answer === 'ignore') continue
    draft.reading.statusCodes = Object.fromEntries(
      codes.map((code) => [valueKey(code), code === answer ? 'subscribed' : 'other']),
    )
  }
}

/** Statuses inside subscriptions: of whole ones, and of a column of its own where they are flattened. */
function statusesOf({ mapping, profile }: MappedColumn): string[] {
  if (/status$/i.test(mapping.column)) return distinctTexts(profile)
  return profile.samples.flatMap((sample) => readSubscriptions(sample).map(({ status }) => status))
}

/** Those that are no status of Altcraft's in any spelling, sorted. */
function unknown(texts: readonly string[]): string[] {
  const rest = texts.filter((text) => text !== '' && !Object.hasOwn(profileStatusWords, valueKey(readStatus(text))))
  return [...new Set(rest)].sort()
}
