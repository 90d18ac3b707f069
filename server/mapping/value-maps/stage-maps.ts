import type { DatasetKind } from '../../altcraft/types.ts'
import type { Decisions } from '../decisions.ts'
import type { AccountSnapshot, DealStatus, StageTarget } from '../types.ts'
import { why } from '../why.ts'
import { type Choices, isChoice, otherwiseKey, type ValueEntry, type ValueMap } from './value-map.ts'

interface StatusesOf {
  valueMap: ValueMap
  statuses: Record<string, DealStatus>
}

export interface DecidedStages {
  maps: ValueMap[]
  /** `order:status:<status>` → stage, of the statuses for which a person chose one. */
  stages: Record<string, StageTarget>
}

/**
 * Which stage each status of the export goes to: by default that of won, lost or open. In Decisions.values.stages, by
 * `order:<status>` and `campaign:<status>`; the pipeline of all of them in `pipeline:orders`, `pipeline:campaigns`.
 */
export function stageMaps(
  sources: { order: StatusesOf; campaign: StatusesOf },
  defaults: Readonly<Record<string, StageTarget>>,
  account: AccountSnapshot,
  decisions: Decisions,
): DecidedStages {
  const choices = stageChoices(account)
  const own = Object.hasOwn(decisions.values, 'stages') ? (decisions.values.stages ?? {}) : {}
  const entries = (['order', 'campaign'] as const).flatMap((source) =>
    sources[source].valueMap.entries.map((entry) => {
      const target = defaults[`${source}:${sources[source].statuses[entry.key] ?? 'open'}`]
      return toEntry(entry, `${source}:${entry.key}`, target, own, choices)
    }),
  )
  const columns = [sources.order, sources.campaign].flatMap(({ valueMap }) => valueMap.columns)
  const map: ValueMap = { id: 'stages', what: 'stages', columns, entries, complete: true, unknown: 0, choices }
  const chosen = entries.flatMap(({ key, decided }): [string, StageTarget][] => {
    const stage = account.stages.find(({ id }) => String(id) === decided)
    const [source, ...status] = key.split(':')
    return stage === undefined
      ? []
      : [[`${source}:status:${status.join(':')}`, { pipelineId: stage.pipelineId, stageId: stage.id }]]
  })
  return { maps: entries.length === 0 ? [] : [map], stages: Object.fromEntries(chosen) }
}

function toEntry(
  entry: ValueEntry,
  key: string,
  target: StageTarget | undefined,
  own: Readonly<Record<string, string | null>>,
  choices: Choices,
): ValueEntry {
  const { decided: _, proposed: _status, ...rest } = entry
  const chosen = Object.hasOwn(own, key) ? own[key] : undefined
  return {
    ...rest,
    key,
    ...(target === undefined ? {} : { proposed: String(target.stageId) }),
    ...(chosen !== undefined && isChoice(choices, chosen) ? { decided: chosen } : {}),
    why: why('stage_of_status'),
  }
}

function stageChoices({ stages, pipelines }: AccountSnapshot): Choices {
  const pipelineName = (wanted: number) => pipelines.find(({ id }) => id === wanted)?.name ?? ''
  const ordered = [...stages].sort((a, b) => a.pipelineId - b.pipelineId || a.order - b.order)
  return {
    of: 'list',
    options: ordered.map(({ id, name, pipelineId }) => ({
      value: String(id),
      detail: { stage: name, pipeline: pipelineName(pipelineId) },
    })),
    mayBeEmpty: false,
  }
}

/** The pipeline of all orders, and of all campaigns, as maps without entries: `otherwise` is the pipeline. */
export function pipelineMaps(
  kinds: ReadonlySet<DatasetKind>,
  stages: Readonly<Record<string, StageTarget>>,
  { pipelines }: AccountSnapshot,
  decisions: Decisions,
): ValueMap[] {
  const options = [...pipelines]
    .sort((a, b) => a.order - b.order)
    .map(({ id, name }) => ({ value: String(id), detail: { pipeline: name } }))
  return (['orders', 'campaigns'] as const).flatMap((kind): ValueMap[] => {
    if (!kinds.has(kind)) return []
    const id = `pipeline:${kind}`
    const chosen = Object.hasOwn(decisions.values, id) ? decisions.values[id]?.[otherwiseKey] : undefined
    const used = stages[kind === 'orders' ? 'order:open' : 'campaign:open']?.pipelineId
    const otherwise = options.find(({ value }) => value === (chosen ?? String(used)))?.value
    return [
      {
        id,
        what: 'pipelines',
        columns: [],
        entries: [],
        complete: true,
        unknown: 0,
        ...(otherwise === undefined ? {} : { otherwise }),
        choices: { of: 'list', options, mayBeEmpty: false },
      },
    ]
  })
}
