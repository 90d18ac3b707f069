import { readList } from '../../altcraft/values/list.ts'
import { readPhone } from '../../altcraft/values/phone.ts'
import { type DatasetDraft, type MappedColumn, mappedColumns } from '../plan-input.ts'
import type { Why } from '../types.ts'
import { why } from '../why.ts'
import { type Asker, questionId } from './asker.ts'
import { regionOfAccount, regions } from './region-of-account.ts'

/**
 * The country of phone numbers without a country code: that of the account's time zone and currency, when they agree on one
 * and most such numbers exist there. Asked when there are such numbers and it is not so.
 */
export function decidePhoneRegion(
  drafts: readonly DatasetDraft[],
  account: { timezone: string; defaultCurrency: string },
  asker: Asker,
): string {
  const region = regionOfAccount(account)
  for (const draft of drafts) {
    for (const { mapping, profile } of mappedColumns(draft).filter(holdsPhones)) {
      const local = profile.samples.flatMap((sample) => readList(sample)).filter(isLocal)
      if (local.length === 0) continue
      if (region !== undefined && countIn(local, region) > local.length / 2) continue
      return asker.ask({
        id: questionId('phone_region', draft.input.file),
        code: 'phone_region',
        datasetId: draft.input.id,
        column: mapping.column,
        examples: local,
        options: regions.map((value) => ({ value })),
        ...proposalFor(local, region),
      })
    }
  }
  return region ?? 'RU'
}

function holdsPhones({ mapping: { column, target } }: MappedColumn): boolean {
  return target === 'person.phone' || (target === 'order.person' && /phone|тел/i.test(column))
}

function proposalFor(local: readonly string[], region: string | undefined): { proposal: string; reason: Why } {
  const russian = local.filter((number) => /^[78]\d{10}$/.test(number.replace(/\D/g, ''))).length > local.length / 2
  if (russian) return { proposal: 'RU', reason: why('phone_region_russian') }
  const counts = regions.map((name) => ({ name, count: countIn(local, name) }))
  const best = counts.reduce((most, one) => (one.count > most.count ? one : most))
  const found = { fitting: best.count, samples: local.length, best: best.name }
  return {
    proposal: best.count > 0 ? best.name : (region ?? 'US'),
    reason:
      region === undefined
        ? why('phone_region_no_country', found)
        : why('phone_region_elsewhere', { ...found, region }),
  }
}

function countIn(numbers: readonly string[], region: string): number {
  return numbers.filter((number) => readPhone(number, region) !== undefined).length
}

function isLocal(number: string): boolean {
  const digits = number.replace(/\D/g, '').length
  return !number.startsWith('+') && !number.startsWith('00') && digits >= 6 && digits <= 11
}
