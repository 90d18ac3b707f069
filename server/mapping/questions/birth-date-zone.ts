import { readDate } from '../../altcraft/values/date.ts'
import { readText } from '../../altcraft/values/text.ts'
import { type DatasetDraft, type MappedColumn, mappedColumns } from '../plan-input.ts'
import { why } from '../why.ts'
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
 * the one there, a day later. Birthdays have no clock time at all, so there a few full hours of the second half of the day
 * say it. Asked once per file; `UTC` takes the dates as they are written.
 */
export function decideBirthDateZones(drafts: readonly DatasetDraft[], asker: Asker, accountZone: string): void {
  for (const draft of drafts) {
    const columns = mappedColumns(draft).filter(isMidnightElsewhere)
    const [first] = columns
    if (first === undefined) continue
    const candidates = [...new Set([accountZone, ...zones, 'UTC'])]
    const texts = columns.flatMap(sampleTexts)
    const late = texts.filter(isFullHour)
    const samples = late.length > 0 ? late : texts
    const best = bestZone(samples, candidates)
    const answer = asker.ask({
      id: questionId('birth_date_zone', draft.input.file),
      code: 'birth_date_zone',
      datasetId: draft.input.id,
      column: first.mapping.column,
      examples: samples.slice(0, 5).map((sample) => `${sample} → ${dateIn(sample, best.zone)}`),
      options: candidates.map((value) => ({ value })),
      proposal: best.zone,
      reason: why('birth_date_zone', {
        late: late.length,
        samples: texts.length,
        percent: Math.round(best.share * 100),
        zone: best.zone,
      }),
    })
    for (const { mapping } of columns) mapping.zone = answer
  }
}

function isMidnightElsewhere({ mapping, profile }: MappedColumn): boolean {
  if (mapping.target === 'ignore') return false
  if (profile.lateEvening > 0.8 * profile.filled) return true
  const texts = sampleTexts({ profile })
  return mapping.target === 'person.birthday' && texts.filter(isFullHour).length > 0.1 * texts.length
}

function sampleTexts({ profile }: Pick<MappedColumn, 'profile'>): string[] {
  return profile.samples.flatMap((sample) => readText(sample) ?? [])
}

/** A full or half hour from 12 to 23 h UTC: midnight somewhere between UTC+1 and UTC+12. */
function isFullHour(text: string): boolean {
  return /T(?:1[2-9]|2[0-3]):[03]0(?::00(?:\.0+)?)?Z$/.test(text)
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
