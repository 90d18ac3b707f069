import { normaliseColumn } from '../captions.ts'
import type { DatasetKind } from '../types.ts'
import { findAddresses, isAddressName } from './addresses.ts'
import { type KindInput, quoteColumns } from './column-names.ts'
import { findSaid, nameWords } from './name-words.ts'
import { suppressionOf } from './suppression-list.ts'

/** A list of people that is no list of profiles: who belongs to a segment or a control group, who is not to be written to. */
export interface PeopleList {
  kind: DatasetKind
  confidence: number
  evidence: string
}

const mostColumns = 6
const identityNames = /^(?:id|profile id|id профиля|профиль|xxh|md5|crm id|custom id|customer id)$/
const segmentNames = /^(?:segments?|segment (?:id|name)|сегменты?|название сегмента)$/
const besideNames = /^(?:name|fname|lname|first name|last name|имя|фамилия|added|added at|date|дата|status|статус)$/
const controlWords = ['control', 'holdout', 'контрольн']
const segmentWords = ['segment', 'сегмент', 'audience', 'аудитор']

/** People by id, e-mail or phone and little else, with what they are listed for in a column or in the file's name. */
export function recogniseList(input: KindInput): PeopleList | undefined {
  const { columns } = input
  const names = columns.map(normaliseColumn)
  const addresses = findAddresses(input)
  const identity = names.filter((name, index) => identityNames.test(name) || columns[index] === addresses)
  // `id` beside a name may be anything's id: alone, or beside a segment, it is a profile's.
  const anyId = names.length > 1 && identity.every((name) => name === 'id')
  if (identity.length === 0 || names.length > mostColumns) return undefined
  const others = names.filter((name) => !identity.includes(name) && !isAddressName(name) && !besideNames.test(name))
  const suppression = anyId ? undefined : suppressionOf(input, others, addresses !== undefined)
  if (suppression) return suppression
  const segment = columns.find((_, index) => segmentNames.test(names[index] ?? '') && !holdsObjects(input, index))
  if (segment !== undefined && others.every((name) => segmentNames.test(name)))
    return toMembers(`column ${segment} names the segment`)
  return anyId || others.length > 0 ? undefined : recogniseByName(input)
}

function recogniseByName(input: KindInput): PeopleList | undefined {
  const words = nameWords(input)
  const because = (word: string) => `the name says "${word}" and the columns are ${quoteColumns(input.columns)}`
  const control = findSaid(words, controlWords)
  if (control !== undefined)
    return { kind: 'control_groups', confidence: 0.7, evidence: `few columns of identity: ${because(control)}` }
  const segment = findSaid(words, segmentWords)
  return segment === undefined ? undefined : toMembers(because(segment))
}

function toMembers(because: string): PeopleList {
  return { kind: 'segment_members', confidence: 0.8, evidence: `few columns of identity: ${because}` }
}

function holdsObjects({ sampleRows }: KindInput, index: number): boolean {
  return sampleRows.some((row) => typeof row[index] === 'object' && row[index] !== null)
}
