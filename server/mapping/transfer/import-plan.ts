import { renameAbout } from '../carry-over.ts'
import type { Decisions } from '../decisions.ts'
import type { Difference } from '../diff/difference.ts'
import { valueKey } from '../status-words.ts'
import { placeholdersOf, titlePlaceholders } from '../titles/title-template.ts'
import type { AccountSnapshot, PlanDocument } from '../types.ts'
import { importColumns } from './import-columns.ts'
import { makeNames } from './names-here.ts'
import type { PortablePlan } from './plan-file.ts'

/** What could not be taken over, and why. */
export type Told = Difference

export interface ImportedPlan {
  answers: Record<string, string>
  decisions: Decisions
  told: Told[]
}

interface Here {
  document: PlanDocument
  account: AccountSnapshot
  answers: Record<string, string>
  decisions: Decisions
}

/**
 * What the plan of another account says, as decisions and answers about this one: the plan is proposed from them, so it cannot
 * hold what this account lacks. What stood here already stays where the other plan says nothing. Pure.
 */
export function importPlan(plan: PortablePlan, here: Here): ImportedPlan {
  const told: Told[] = []
  const names = makeNames(here.account, (code, detail) => told.push({ code, detail }))
  const { columns, renames, told: aboutColumns } = importColumns(plan.datasets, here.document, here.decisions)
  const fields = plan.fields.map(({ field, use, ...decision }) => {
    const code = use && names.fieldCode(field, use)
    return [field, { ...decision, ...(code === undefined ? {} : { use: code }) }] as const
  })
  const values = plan.values.map(({ map, values: decided }) => {
    const known = decided.flatMap(({ value, to }): [string, string | null][] => {
      const named = to === null ? null : names.choice(map, to)
      return named === undefined ? [] : [[valueKey(value), named]]
    })
    return [renameAbout(map, renames), Object.fromEntries(known)] as const
  })
  const answers = plan.answers.flatMap(({ question, answer }): [string, string][] => {
    const named = names.choice(question, answer)
    return named === undefined ? [] : [[renameAbout(question, renames), named]]
  })
  const titles = titlesFor(plan.titles, here.document, told)
  return {
    told: [...aboutColumns, ...told],
    answers: { ...here.answers, ...Object.fromEntries(answers) },
    decisions: {
      ...here.decisions,
      columns,
      fields: { ...here.decisions.fields, ...Object.fromEntries(fields) },
      values: Object.fromEntries([
        ...Object.entries(here.decisions.values),
        ...values.map(([map, decided]) => [map, { ...here.decisions.values[map], ...decided }]),
      ]),
      titles: { ...here.decisions.titles, ...titles },
      ...(plan.matchRules === undefined ? {} : { matchRules: plan.matchRules }),
      ...(plan.sameName === undefined ? {} : { sameName: plan.sameName }),
      ...(plan.timeline === undefined ? {} : { timeline: plan.timeline }),
    },
  }
}

/** A template with a column that is not here would leave a hole in every title. */
function titlesFor(titles: PortablePlan['titles'], { datasets }: PlanDocument, told: Told[]): Decisions['titles'] {
  const fitting = (['order', 'campaign'] as const).flatMap((source) => {
    const template = titles[source]
    if (template === undefined) return []
    const own = datasets.filter(({ kind }) => kind === `${source}s`)
    const known = new Set<string>([
      ...titlePlaceholders,
      ...own.flatMap(({ columns }) => columns.map(({ column }) => column)),
    ])
    if (placeholdersOf(template).every((name) => known.has(name))) return [[source, template] as const]
    told.push({ code: 'import.title_unfit', detail: { title: template } })
    return []
  })
  return Object.fromEntries(fitting)
}
