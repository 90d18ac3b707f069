import type { Json } from '../../lib/json.ts'
import { normaliseColumn } from '../captions.ts'
import type { DatasetKind } from '../types.ts'
import { readNested } from '../values/text.ts'
import { type KindRule, kindRules } from './kind-rules.ts'

export interface KindInput {
  /** With its path in archives. */
  fileName: string
  /** The key under which a JSON envelope holds the list; empty or absent where there is none. */
  tableName?: string
  columns: readonly string[]
  /** Cells in column order; trailing ones may be missing. */
  sampleRows: readonly (readonly Json[])[]
}

export interface KindGuess {
  kind: DatasetKind
  /** 0 to 1; below 0.6 a person should look at it. */
  confidence: number
  /** One English sentence of facts. */
  evidence: string
}

const enough = 3
const nameBonus = 2

/** What a person said the rows are, or what they look like. */
export function chooseKind(chosen: DatasetKind | undefined, input: KindInput): KindGuess {
  return chosen === undefined ? recogniseKind(input) : { kind: chosen, confidence: 1, evidence: 'chosen by a person' }
}

/**
 * What the rows are, by their columns first and the file's name second. A name alone decides only when no kind is known by
 * its columns. A few columns of identity in a file named after a segment are its members. Unknown stays `unknown`.
 */
export function recogniseKind(input: KindInput): KindGuess {
  const members = recogniseMembers(input)
  if (members) return members
  const names = columnNames(input)
  const words = nameWords(input)
  const scored = kindRules.map((rule) => score(rule, names, words))
  const byColumns = best(scored.filter((one) => one.columns >= enough))
  if (byColumns) return { kind: byColumns.rule.kind, confidence: 0.9, evidence: columnEvidence(byColumns) }
  const named = best(scored.filter((one) => one.word !== undefined))
  if (!named) return recogniseContacts(names)
  return {
    kind: named.rule.kind,
    confidence: 0.5,
    evidence: `the name says "${named.word}"; the columns alone decide nothing`,
  }
}

/** Addresses of people, and nothing that speaks for another kind. */
function recogniseContacts(names: Map<string, string>): KindGuess {
  const address = ['email', 'e mail', 'phone', 'почта', 'телефон'].find((name) => names.has(name))
  if (address === undefined)
    return { kind: 'unknown', confidence: 0, evidence: 'neither the columns nor the file name are known' }
  return {
    kind: 'profiles',
    confidence: 0.6,
    evidence: `column ${names.get(address)} holds addresses, and nothing speaks for another kind`,
  }
}

interface Score {
  rule: KindRule
  hits: string[]
  columns: number
  word: string | undefined
  total: number
}

function score(rule: KindRule, names: Map<string, string>, words: readonly string[]): Score {
  const decisive = columnsOf(rule.decisive, names)
  const supporting = columnsOf(rule.supporting, names).filter((column) => !decisive.includes(column))
  const columns = decisive.length * 3 + supporting.length
  const word = words.find((one) => rule.fileWords.some((start) => says(one, start)))
  const hits = [...decisive, ...supporting]
  return { rule, hits, columns, word, total: columns + (word === undefined ? 0 : nameBonus) }
}

/** Words begin so; short English ones must be whole, or `leading` would say `lead`, `format` `form`. */
function says(word: string, start: string): boolean {
  return /^[a-z]{1,4}$/.test(start) ? word === start || word === `${start}s` : word.startsWith(start)
}

function columnsOf(wanted: readonly string[], names: Map<string, string>): string[] {
  return [...new Set(wanted.flatMap((name) => names.get(name) ?? []))]
}

/** The first of those with the highest total. */
function best(scores: readonly Score[]): Score | undefined {
  return scores.reduce<Score | undefined>((a, b) => (a && a.total >= b.total ? a : b), undefined)
}

function columnEvidence({ rule, hits, word }: Score): string {
  const columns = `columns ${hits.slice(0, 6).join(', ')} are those of ${rule.what}`
  return word === undefined ? columns : `${columns}, and the name says "${word}"`
}

/** Normalised name → column; columns that hold lists or objects a second time as `name[]`. */
function columnNames({ columns, sampleRows }: KindInput): Map<string, string> {
  const names = new Map<string, string>()
  for (const [index, column] of columns.entries()) {
    names.set(normaliseColumn(column), column)
    const nested = sampleRows.some((row) => isNested(row[index] ?? null))
    if (nested) names.set(`${normaliseColumn(column)}[]`, column)
  }
  return names
}

function isNested(cell: Json): boolean {
  const value = readNested(cell)
  return typeof value === 'object' && value !== null
}

/** Words of the list's key, then of the file's own name, then of the folders and archives it lies in. */
function nameWords({ fileName, tableName = '' }: KindInput): string[] {
  const parts = fileName.split('/').reverse()
  return [tableName, ...parts].flatMap((part) => normaliseColumn(part.replace(/([a-z])([A-Z])/g, '$1 $2')).split(' '))
}

const identityColumn =
  /^(?:id|profile id|id профиля|профиль|email|e mail|почта|phone|phones|телефон|телефоны|xxh|md5|crm id|custom id|customer id|column \d)$/
const segmentColumn = /^(?:segment|segments|segment id|segment name|сегмент|сегменты|название сегмента)$/
const segmentWord = /^(?:segment|сегмент|audience|аудитор)/
const controlWord = /^(?:control|holdout|контрольн)/
const besideColumn = /^(?:name|fname|lname|first name|last name|имя|фамилия|added|added at|date|status|статус)$/

/** A list of profiles by id, e-mail or phone and little else, with the segment in a column or in the file's name. */
function recogniseMembers(input: KindInput): KindGuess | undefined {
  const names = input.columns.map(normaliseColumn)
  const identity = names.filter((name) => identityColumn.test(name))
  const segment = input.columns.find((_, index) => segmentColumn.test(names[index] ?? '') && !hasNested(input, index))
  const known = names.every((name) =>
    [identityColumn, segmentColumn, besideColumn].some((pattern) => pattern.test(name)),
  )
  // `id` beside a name may be anything's id: alone, or beside a segment, it is a profile's.
  const ambiguous = identity.every((name) => name === 'id') && names.length > 1 && segment === undefined
  if (!known || identity.length === 0 || names.length > 6 || ambiguous) return undefined
  if (segment !== undefined) return toMembers(`column ${segment} names the segment`)
  const words = nameWords(input)
  const word = words.find((one) => segmentWord.test(one))
  if (word === undefined || words.some((one) => controlWord.test(one))) return undefined
  return toMembers(`the name says "${word}" and the columns are ${input.columns.join(', ')}`)
}

function hasNested({ sampleRows }: KindInput, index: number): boolean {
  return sampleRows.some((row) => isNested(row[index] ?? null))
}

function toMembers(because: string): KindGuess {
  return { kind: 'segment_members', confidence: 0.8, evidence: `few columns of identity: ${because}` }
}
