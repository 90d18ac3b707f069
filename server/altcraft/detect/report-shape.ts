import type { Json } from '../../lib/json.ts'
import { normaliseColumn } from '../captions.ts'
import type { DatasetKind } from '../types.ts'
import type { KindInput } from './column-names.ts'
import { findSaid, nameWords } from './name-words.ts'

/** Which of the three kinds that consist of report figures a table is; `atMost` limits the confidence. */
export interface ReportKind {
  kind: Extract<DatasetKind, 'campaigns' | 'campaign_metrics' | 'channel_reports'>
  atMost: number
  because: string
  /** What it is if not this, where the shape leaves it open. */
  otherwise?: DatasetKind
}

/** Columns that identify a campaign or mailing, an id before a name: campaigns of one name are several. */
const campaignIds = /^(?:(?:(?:s?campaign|mailing|issue) )?id|id (?:кампании|рассылки))$/
const campaignNames =
  /^(?:(?:campaign|mailing)(?: name)?|name|кампания|рассылка|(?:название|имя)(?: (?:рассылки|кампании))?)$/
const periods = /^(?:date|day|week|month|hour|period|дата|день|неделя|месяц|час|период)$/
const channels = /^(?:channel(?: type)?|resource|provider|канал|тип канала|ресурс|провайдер)$/
const parts =
  /^(?:variant(?: id)?|link|url|message(?: id| name)?|event|segment|domain|вариант|ссылка|сообщение|событие|сегмент|домен)$/
/** What only a list of campaigns says about them: a report has names and figures. */
const properties =
  /^(?:state|status|is active|revenue|orders|orders count|products|metrics|start schedule|subid|for confirm|groups|ui tags|type|(?:start|finish|send|end) date|mailings|workflows|owner|currency|subject|статус|состояние|тип|выручка|доход|заказы|дата (?:начала|отправки|окончания)|тема)$/

interface Shape {
  /** Column names, undefined where there is none. */
  campaign: string | undefined
  period: string | undefined
  channel: string | undefined
  part: string | undefined
  byId: boolean
  /** There are properties of campaigns beside the figures. */
  described: boolean
  /** A campaign occurs in several rows. */
  repeated: boolean
  /** Rows are listed by channel: it stands before the campaign, or the name of the file says so. */
  underChannel: boolean
}

/**
 * Figures that stand once per campaign belong to the campaign (and are imported with it). The same campaign in several rows,
 * or a link or variant per row: its metrics. No campaign at all, or a channel that it is listed under: a channel report.
 */
export function toReportKind(input: KindInput): ReportKind {
  const shape = readShape(input)
  if (shape.campaign === undefined) return withoutCampaign(shape)
  if (shape.underChannel && !shape.described) {
    const because = `figures of ${shape.campaign} listed by ${shape.channel}`
    return { kind: 'channel_reports', atMost: shape.repeated ? 0.9 : 0.7, because }
  }
  return ofCampaign(shape, shape.campaign)
}

function withoutCampaign({ period, channel, part, described }: Shape): ReportKind {
  const groups = [period, channel, part].filter((column) => column !== undefined)
  if (described) return { kind: 'campaigns', atMost: 0.55, because: 'no column identifies a campaign' }
  if (groups.length === 0)
    return { kind: 'channel_reports', atMost: 0.5, because: 'nothing says whose figures they are' }
  return { kind: 'channel_reports', atMost: 1, because: `they stand by ${groups.join(', ')}` }
}

function ofCampaign({ period, part, byId, described, repeated }: Shape, campaign: string): ReportKind {
  if (normaliseColumn(campaign) === 'issue id')
    return { kind: 'campaign_metrics', atMost: 1, because: `${campaign} is a column of Sendsay reports` }
  if (repeated) {
    const because = `${campaign} repeats from row to row`
    if (described) return { kind: 'campaign_metrics', atMost: 0.55, because, otherwise: 'campaigns' }
    return { kind: 'campaign_metrics', atMost: byId || period || part ? 0.9 : 0.7, because }
  }
  if (part !== undefined && !described)
    return { kind: 'campaign_metrics', atMost: 0.7, because: `they stand per ${part} of ${campaign}` }
  const because = `there is one row per ${campaign}`
  return part !== undefined || (period !== undefined && !described)
    ? { kind: 'campaigns', atMost: 0.55, because, otherwise: 'campaign_metrics' }
    : { kind: 'campaigns', atMost: 1, because }
}

function readShape(input: KindInput): Shape {
  const names = input.columns.map(normaliseColumn)
  const place = (pattern: RegExp) => names.findIndex((name) => pattern.test(name))
  const [id, name, channel] = [place(campaignIds), place(campaignNames), place(channels)]
  const campaign = id >= 0 ? id : name
  const reported = findSaid(nameWords(input), ['channel report', 'channels report', 'отчет по канал']) !== undefined
  return {
    campaign: input.columns[campaign],
    period: input.columns[place(periods)],
    channel: input.columns[channel],
    part: input.columns[place(parts)],
    byId: id >= 0,
    described: place(properties) >= 0,
    repeated: areRepeated(input.sampleRows, campaign),
    underChannel: channel >= 0 && (reported || channel < campaign),
  }
}

/** More than a duplicate here and there: at least a fifth of the rows repeat an earlier one's value. */
function areRepeated(rows: readonly (readonly Json[])[], at: number): boolean {
  const values = rows.flatMap((row) =>
    typeof row[at] === 'string' || typeof row[at] === 'number' ? [`${row[at]}`] : [],
  )
  const filled = values.filter((value) => value !== '')
  return filled.length > 0 && filled.length - new Set(filled).size >= filled.length / 5
}
