import { readDate } from '../../altcraft/values/date.ts'
import { type DatasetDraft, type MappedColumn, mappedColumns } from '../plan-input.ts'
import { makeZone } from '../zone.ts'
import { type Asker, questionId } from './asker.ts'

const zones = [
  'Europe/Moscow',
  'Europe/Kaliningrad',
  'Europe/Samara',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Novosibirsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Europe/Minsk',
  'Europe/Kyiv',
  'Asia/Almaty',
  'Asia/Tashkent',
  'Asia/Tbilisi',
  'Asia/Yerevan',
  'Asia/Baku',
  'Europe/Berlin',
  'Europe/Helsinki',
  'Europe/Istanbul',
  'Asia/Dubai',
]

/**
 * Date columns whose values are nearly all 20–22 h UTC are midnights of a zone to the east (facts: trap 5): the day is
 * the one there, a day later. Asked once per file; `UTC` takes the dates as they are written.
 */
export function decideBirthDateZones(drafts: readonly DatasetDraft[], asker: Asker, accountZone: string): void {
  for (const draft of drafts) {
    const columns = mappedColumns(draft).filter(isLateEvening)
    const [first] = columns
    if (first === undefined) continue
    const candidates = [...new Set([accountZone, ...zones, 'UTC'])]
    const samples = columns.flatMap(({ profile }) => profile.samples)
    const best = bestZone(samples.map(String), candidates)
    const answer = asker.ask({
      id: questionId('birth_date_zone', draft.input.file),
      code: 'birth_date_zone',
      datasetId: draft.input.id,
      column: first.mapping.column,
      examples: samples.slice(0, 5).map((sample) => `${sample} → ${dateIn(String(sample), best.zone)}`),
      options: candidates.map((value) => ({ value })),
      proposal: best.zone,
      reason: `nearly all times are 20–22 h UTC, and ${Math.round(best.share * 100)} % of the samples are midnight in ${best.zone}`,
    })
    for (const { mapping } of columns) mapping.zone = answer
  }
}

function isLateEvening({ mapping, profile }: MappedColumn): boolean {
  return mapping.target !== 'ignore' && profile.lateEvening > 0.8 * profile.filled
}

/** The first zone in which nearly all samples are midnight, else the one in which most are. */
function bestZone(samples: readonly string[], candidates: readonly string[]): { zone: string; share: number } {
  let best = { zone: candidates[0] ?? 'UTC', share: 0 }
  for (const zone of candidates) {
    const share = shareAtMidnight(samples, zone)
    if (share > best.share) best = { zone, share }
    if (best.share > 0.95) return best
  }
  return best
}

function shareAtMidnight(samples: readonly string[], name: string): number {
  const zone = makeZone(name)
  const midnights = samples.filter((sample) => {
    const instant = readDate(sample)?.instant
    return instant !== undefined && zone.toInstant(zone.dateAt(instant), '00:00:00') === instant
  })
  return samples.length === 0 ? 0 : midnights.length / samples.length
}

function dateIn(sample: string, name: string): string {
  const instant = readDate(sample)?.instant
  return instant === undefined ? '?' : makeZone(name).dateAt(instant)
}
