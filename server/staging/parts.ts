import type { DatasetKind } from '../altcraft/types.ts'
import { columnsFit, type TypedColumn } from './part-fit.ts'
import { type PartName, readPartName } from './part-name.ts'

/** A dataset as far as it matters for whose part it is. */
export interface PartCandidate {
  id: string
  /** The file's name with the folders and archives that it lies in. */
  file: string
  /** The archive's source file; null for an uploaded file. Archives of one name are still two. */
  container: string | null
  kind: DatasetKind
  /** A person's word about the kind. */
  chosenKind?: DatasetKind
  columns: readonly string[]
  /** The file has no line of column names: `columns` are `Column n`, or were taken over from a lead. */
  headerMissing: boolean
  /** In the order of `columns`. */
  profiles: readonly TypedColumn[]
}

/** Files of one export. The lead has the lowest number of those with column names; the parts are in their order. */
export interface PartGroup<D extends PartCandidate> {
  lead: D
  parts: D[]
}

/** Kinds whose file names tell what the rows belong to: `vip 1` and `vip 2` may be two segments. */
const namedKinds: readonly DatasetKind[] = ['segment_members', 'control_groups', 'suppression_lists']
/** Files without column names are held against so many others at most; among more they are ambiguous anyway. */
const mostLeads = 20

type Member<D extends PartCandidate> = { dataset: D; name: PartName }
type Family<D extends PartCandidate> = Member<D>[]

/**
 * Puts the parts of each export together; every dataset is in exactly one group. Parts lie in one folder or archive, have one
 * name but for the number, one kind and one set of columns in any order. A file without column names joins by place when its
 * values look as those of exactly one lead; with no lead they join each other so. What is ambiguous stays alone: other
 * columns, other kinds, the same number twice. Pure; the order of `datasets` does not matter.
 */
export function groupParts<D extends PartCandidate>(datasets: readonly D[]): PartGroup<D>[] {
  const members = datasets.map((dataset) => ({ dataset, name: readPartName(dataset.file) }))
  const stems = Map.groupBy(members, ({ dataset }) => partKey(dataset.file, dataset.container))
  return [...stems.values()].flatMap(groupStem).map(toGroup)
}

/** Only datasets with the same key can be parts of one export. */
export function partKey(file: string, container: string | null): string {
  const { folder, stem } = readPartName(file)
  return JSON.stringify([container, folder, stem])
}

function groupStem<D extends PartCandidate>(members: readonly Member<D>[]): Family<D>[] {
  const places = Map.groupBy(members, placeOf)
  const sole = members.filter((member) => places.get(placeOf(member))?.length === 1).sort(byPlace)
  const twice = members.filter((member) => places.get(placeOf(member))?.length !== 1)
  const headed = toFamilies(sole.filter(({ dataset }) => !dataset.headerMissing))
  const bare = attach(
    sole.filter(({ dataset }) => dataset.headerMissing),
    headed,
  )
  const adopted = toFamilies(bare.filter(({ dataset }) => !isUnnamed(dataset.columns)))
  const unnamed = attach(
    bare.filter(({ dataset }) => isUnnamed(dataset.columns)),
    adopted,
  )
  return [...headed, ...adopted, ...joinUnnamed(unnamed), ...twice.map((member) => [member])]
}

function placeOf({ name }: Member<PartCandidate>): string {
  return name.place.join()
}

function byPlace(a: Member<PartCandidate>, b: Member<PartCandidate>): number {
  return a.name.place.reduce((order, number, at) => order || number - (b.name.place[at] ?? 0), 0)
}

/** All columns are called by their place. */
export function isUnnamed(columns: readonly string[]): boolean {
  return columns.every((column, place) => column === `Column ${place + 1}`)
}

function toFamilies<D extends PartCandidate>(members: readonly Member<D>[]): Family<D>[] {
  const families = Map.groupBy(members, ({ dataset: { kind, columns }, name }) =>
    JSON.stringify([kind, namedKinds.includes(kind) ? name.surelyStem : '', ...[...columns].sort()]),
  )
  return [...families.values()]
}

/** Puts each member into the one family that it fits; answers those that fit none, or several. */
function attach<D extends PartCandidate>(members: readonly Member<D>[], families: Family<D>[]): Member<D>[] {
  const joined = members.map((member) => {
    const fitting = families.length > mostLeads ? [] : families.filter(([lead]) => lead && fits(lead, member))
    return { member, family: fitting.length === 1 ? fitting[0] : undefined }
  })
  for (const { member, family } of joined) family?.push(member)
  return joined.filter(({ family }) => family === undefined).map(({ member }) => member)
}

function fits({ dataset: lead, name }: Member<PartCandidate>, { dataset: part, name: own }: Member<PartCandidate>) {
  if (part.chosenKind !== undefined && part.chosenKind !== lead.kind) return false
  if (namedKinds.includes(lead.kind) && own.surelyStem !== name.surelyStem) return false
  return columnsFit(lead.profiles, part.profiles)
}

/** Nobody knows the columns' names: the first is the lead of those that look as it does. */
function joinUnnamed<D extends PartCandidate>(members: readonly Member<D>[]): Family<D>[] {
  const families: Family<D>[] = []
  for (const member of members) {
    const { kind, columns } = member.dataset
    const alike = families.filter(
      ([lead]) => lead?.dataset.kind === kind && lead.dataset.columns.length === columns.length,
    )
    if (attach([member], alike).length > 0) families.push([member])
  }
  return families
}

function toGroup<D extends PartCandidate>([lead, ...parts]: Family<D>): PartGroup<D> {
  if (lead === undefined) throw new Error('a family has a member')
  return { lead: lead.dataset, parts: parts.sort(byPlace).map(({ dataset }) => dataset) }
}
