import type { DatasetKind } from '../../altcraft/types.ts'
import type { Decisions } from '../decisions.ts'
import { valueKey } from '../status-words.ts'
import type { AccountSnapshot, StageTarget } from '../types.ts'
import { otherwiseKey } from '../value-maps/value-map.ts'
import { why } from '../why.ts'
import type { Asker } from './asker.ts'

type Stage = AccountSnapshot['stages'][number]

const wanted: Record<string, { kind: DatasetKind; create: string; names: string[] }> = {
  'order:won': {
    kind: 'orders',
    create: 'Won',
    names: ['won', 'closed won', 'выиграна', 'выигран', 'выиграно', 'успешно'],
  },
  'order:lost': {
    kind: 'orders',
    create: 'Lost',
    names: ['lost', 'closed lost', 'проиграна', 'проигран', 'проиграно', 'потеряна'],
  },
  'order:open': {
    kind: 'orders',
    create: 'New',
    names: ['new', 'planning', 'новый', 'новая', 'новые', 'планирование'],
  },
  'campaign:won': {
    kind: 'campaigns',
    create: 'Won',
    names: ['won', 'closed won', 'выиграна', 'выигран', 'выиграно', 'успешно'],
  },
  'campaign:lost': {
    kind: 'campaigns',
    create: 'Lost',
    names: ['lost', 'closed lost', 'проиграна', 'проигран', 'проиграно', 'потеряна'],
  },
  'campaign:open': {
    kind: 'campaigns',
    create: 'Planning',
    names: ['planning', 'new', 'планирование', 'новый', 'новая'],
  },
}

/**
 * Deal status → stage of an existing pipeline; none is ever created, that takes an admin. Deals of one kind stay in one
 * pipeline where it has the stages, or in the one that a person chose; an open deal may start in the pipeline's first stage.
 * Asked where a stage is missing.
 */
export function decideStages(
  kinds: ReadonlySet<DatasetKind>,
  account: AccountSnapshot,
  decisions: Decisions,
  asker: Asker,
): Record<string, StageTarget> {
  const stages: Record<string, StageTarget> = {}
  for (const kind of ['orders', 'campaigns'] as const) {
    const keys = Object.keys(wanted).filter((key) => wanted[key]?.kind === kind)
    if (!kinds.has(kind) || account.stages.length === 0) continue
    const ranked = chosenPipeline(kind, account, decisions) ?? rankPipelines(account, keys)
    for (const key of keys) {
      const stage = findStage(key, ranked) ?? askFor(key, ranked, account, asker)
      if (stage) stages[key] = { pipelineId: stage.pipelineId, stageId: stage.id }
    }
  }
  return stages
}

/** The stages of the pipeline that a person chose for these deals; undefined when nobody did, or it is gone. */
function chosenPipeline(kind: DatasetKind, { stages }: AccountSnapshot, { values }: Decisions): Stage[][] | undefined {
  const id = `pipeline:${kind}`
  const chosen = Object.hasOwn(values, id) ? values[id]?.[otherwiseKey] : undefined
  const list = stages.filter(({ pipelineId }) => String(pipelineId) === chosen).sort((a, b) => a.order - b.order)
  return list.length === 0 ? undefined : [list]
}

/** The stages of each pipeline in order; pipelines that have more of what is wanted first, then in Pipedrive's order. */
function rankPipelines({ pipelines, stages }: AccountSnapshot, keys: readonly string[]): Stage[][] {
  const ordered = [...pipelines].sort((a, b) => a.order - b.order)
  const lists = ordered.map(({ id }) =>
    stages.filter(({ pipelineId }) => pipelineId === id).sort((a, b) => a.order - b.order),
  )
  const score = (list: Stage[]) => keys.filter((key) => named(key, list) !== undefined).length
  return lists.filter((list) => list.length > 0).sort((a, b) => score(b) - score(a))
}

function named(key: string, list: readonly Stage[]): Stage | undefined {
  const names = wanted[key]?.names ?? []
  return names.map((name) => list.find((stage) => valueKey(stage.name) === name)).find((stage) => stage !== undefined)
}

function findStage(key: string, ranked: readonly Stage[][]): Stage | undefined {
  const first = ranked[0]
  if (key.endsWith(':open')) return first && (named(key, first) ?? first[0])
  return ranked.map((list) => named(key, list)).find((stage) => stage !== undefined)
}

function askFor(key: string, ranked: readonly Stage[][], account: AccountSnapshot, asker: Asker): Stage | undefined {
  const all = ranked.flat()
  const pipelineName = (id: number) => account.pipelines.find((pipeline) => pipeline.id === id)?.name ?? ''
  const [defaultPipeline] = [...account.pipelines].sort((a, b) => a.order - b.order)
  const proposal = all.find(({ pipelineId }) => pipelineId === defaultPipeline?.id) ?? all[0]
  const answer = asker.ask({
    id: `stages:${key}`,
    code: 'stages',
    examples: [key],
    options: all.map(({ id, name, pipelineId }) => ({
      value: String(id),
      detail: { stage: name, pipeline: pipelineName(pipelineId) },
    })),
    proposal: String(proposal?.id ?? ''),
    reason: why('stages', { stage: wanted[key]?.create ?? '' }),
  })
  return all.find(({ id }) => String(id) === answer)
}
