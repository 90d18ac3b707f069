import type { Decisions } from '../decisions.ts'
import { fieldId } from '../fields/column-field.ts'
import type { ColumnMapping, DatasetPlan, PlanDocument, PlannedField, Question } from '../types.ts'
import { pairFollowed } from './pair-followed.ts'

interface Proposed {
  document: PlanDocument
  questions: Question[]
}

/**
 * A proposal in which what was confirmed in the followed migration holds: columns, how values are read, fields with their types,
 * stages, value maps. A few corrected rows, or a later export, would tell too little of it, or something else. What people
 * decided here since goes before; what the followed plan settles is not asked. Pure; of leads, before parts are added.
 */
export function followPlan(proposed: Proposed, followed: PlanDocument | undefined, decisions: Decisions): Proposed {
  if (followed === undefined) return proposed
  const { document, questions } = proposed
  const leads = followed.datasets.filter(({ partOf }) => partOf === undefined)
  const pairs = new Map(pairFollowed(leads, document.datasets).map(({ now, was }) => [now.datasetId, was]))
  const files = document.datasets.flatMap(({ datasetId, file }) => {
    const was = pairs.get(datasetId)
    return was === undefined ? [] : [{ now: file, was: was.file }]
  })
  // Names of segments that only stand for the name of a corrected file.
  const guessed = document.datasets
    .filter(({ datasetId }) => pairs.has(datasetId))
    .map(({ reading }) => reading.segmentName)
  const isSettled = ({ code, datasetId, valueMap }: Question) =>
    code === 'phone_region' || (datasetId !== undefined && pairs.has(datasetId) && valueMap === undefined)
  return {
    questions: questions.filter((question) => !isSettled(question)),
    document: {
      ...document,
      timezone: followed.timezone,
      phoneRegion: followed.phoneRegion,
      defaultCurrency: followed.defaultCurrency,
      datasets: document.datasets.map((dataset) => asBefore(dataset, pairs.get(dataset.datasetId), decisions)),
      fields: uniteFields(followed.fields, document.fields, decisions, guessed),
      folded: uniteFolded(followed, document),
      stages: uniteStages(followed, document),
      valueMaps: uniteMaps(followed.valueMaps, document.valueMaps, files),
    },
  }
}

function asBefore(dataset: DatasetPlan, was: DatasetPlan | undefined, { columns }: Decisions): DatasetPlan {
  if (was === undefined) return dataset
  const before = new Map(was.columns.map((mapping) => [mapping.column, mapping]))
  const decided = columns[dataset.file] ?? {}
  return {
    ...dataset,
    reading: was.reading,
    columns: dataset.columns.map((mapping) => {
      const known = before.get(mapping.column)
      const decision = Object.hasOwn(decided, mapping.column) ? decided[mapping.column] : undefined
      return known === undefined || isChanged(decision?.target, decision && mapping, known) ? mapping : known
    }),
  }
}

/** Whether a person said something else here than what was confirmed. */
function isChanged(target: string | undefined, now: ColumnMapping | undefined, known: ColumnMapping): boolean {
  if (now === undefined) return false
  const says = ({ transforms = [], onFailure }: ColumnMapping) => JSON.stringify([transforms, onFailure])
  return (target !== undefined && target !== known.target) || says(now) !== says(known)
}

function uniteFields(
  followed: readonly PlannedField[],
  now: readonly PlannedField[],
  { fields }: Decisions,
  guessed: readonly (string | undefined)[],
): PlannedField[] {
  const own = new Map(now.map((field) => [fieldId(field), field]))
  const known = new Set(followed.map(fieldId))
  const united = followed.map((field) => {
    const here = own.get(fieldId(field))
    if (here === undefined) return field
    const said = Object.entries(fields[fieldId(field)] ?? {})
    const isOther = said.some(([name, value]) => name !== 'place' && field[name as keyof PlannedField] !== value)
    const options = here.options.filter((option) => field.key !== 'segments__c' || !guessed.includes(option))
    return { ...(isOther ? here : field), options: [...new Set([...field.options, ...options])] }
  })
  return [...united, ...now.filter((field) => !known.has(fieldId(field)))]
}

/** Columns that had a field keep it. */
function uniteFolded(followed: PlanDocument, now: PlanDocument): PlanDocument['folded'] {
  const inField = new Set(followed.fields.map(({ entity, name }) => `${entity}:${name}`))
  const isKnown = (one: PlanDocument['folded'][number]) =>
    followed.folded.some(({ entity, column }) => entity === one.entity && column === one.column)
  const own = now.folded.filter((one) => !isKnown(one) && !inField.has(`${one.entity}:${one.column}`))
  return [...followed.folded, ...own]
}

/** Of deals that no file here holds, as they were: what waited for a record of this migration is written, too. */
function uniteStages(followed: PlanDocument, { stages, datasets }: PlanDocument): PlanDocument['stages'] {
  const isHere = (key: string) => datasets.some(({ kind }) => kind === `${key.split(':')[0]}s`)
  const own = Object.entries(stages).filter(([key]) => isHere(key))
  return { ...followed.stages, ...Object.fromEntries(own) }
}

type Maps = PlanDocument['valueMaps']

function uniteMaps(followed: Maps, now: Maps, files: readonly { now: string; was: string }[]): Maps {
  const renamed = files.map(({ now: file, was }) => [file, followed.currencies?.[was] ?? {}] as const)
  const currencies = { ...Object.fromEntries(renamed) }
  for (const [file, map] of Object.entries(now.currencies ?? {})) currencies[file] = { ...currencies[file], ...map }
  const options = { ...followed.options }
  for (const [field, map] of Object.entries(now.options ?? {})) options[field] = { ...options[field], ...map }
  const given = (map: object) => Object.keys(map).length > 0
  return {
    orderStatus: { ...followed.orderStatus, ...now.orderStatus },
    campaignStatus: { ...followed.campaignStatus, ...now.campaignStatus },
    sex: { ...followed.sex, ...now.sex },
    profileStatus: { ...followed.profileStatus, ...now.profileStatus },
    owners: { ...followed.owners, ...now.owners },
    assignedOwners: [...new Set([...followed.assignedOwners, ...now.assignedOwners])],
    ...(followed.ownerless || now.ownerless
      ? { ownerless: [...new Set([...(followed.ownerless ?? []), ...(now.ownerless ?? [])])] }
      : {}),
    ...(given(currencies) ? { currencies } : {}),
    ...(followed.countries || now.countries ? { countries: { ...followed.countries, ...now.countries } } : {}),
    ...(given(options) ? { options } : {}),
  }
}
