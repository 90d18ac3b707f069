import type { ValueType } from '../../staging/value-type.ts'
import type { OpenColumn } from './types.ts'

/** Targets that a model alone cannot give to a column. The first entry that names a target holds for it. */
export interface Reserved {
  targets: RegExp
  reason: string
  /** Whether the values say the same; absent: a model never may. */
  unless?: (column: OpenColumn) => boolean
}

const numbers: ValueType[] = ['integer', 'decimal']
const dates: ValueType[] = ['isoDate', 'slashDate', 'dotDate']

/** What a wrong answer would cost decides, not how likely it is: names of columns may be written to mislead. */
export const neverByModel: readonly Reserved[] = [
  { targets: /^ignore$/, reason: 'what is left out is missing in Pipedrive' },
  { targets: /_optin$|^person\.(?:marketing_status|subscriptions)$/, reason: 'consent is a legal fact' },
  { targets: /^person\.test_flag$/, reason: 'test profiles are not imported' },
  { targets: /^segment\./, reason: 'it says who belongs to a segment' },
  {
    targets: /^(?:order\.lines|deal\.products|product\.(?:parent|variants|regional_prices))$/,
    reason: 'it makes other records',
  },
  {
    targets: /\.source_id$|^product\.code$|^line\.id$/,
    reason: 'records of one key become one record',
    unless: isKey,
  },
  { targets: /\.email$/, reason: 'people of one address become one person', unless: mostly(['email']) },
  { targets: /\.phone$/, reason: 'people of one number become one person', unless: mostly(['phone']) },
  {
    targets: /^order\.person$/,
    reason: 'it says whose order it is',
    unless: mostly(['email', 'phone', 'objectId']),
  },
  { targets: /\.domain$/, reason: 'companies of one domain become one company', unless: isWebAddress },
  {
    targets:
      /^order\.(?:total|delivery_cost|discount)$|^line\.(?:price|total|quantity)$|^product\.price$|^deal\.(?:value|orders)$/,
    reason: 'it decides amounts of deals',
    unless: mostly(numbers),
  },
  {
    targets: /\.annual_revenue$|:(?:lifetime_value|loyalty_balance|engagement_score|open_rate|click_rate)$/,
    reason: 'only numbers can be written there',
    unless: mostly(numbers),
  },
  {
    targets: /_(?:at|date|time)$|\.birthday$/,
    reason: 'only dates can be written there',
    unless: mostly(dates),
  },
  { targets: /\.status$/, reason: 'it decides whether a deal is won', unless: hasAtMost(50) },
  { targets: /\.currency$/, reason: 'it decides amounts of deals', unless: hasAtMost(30) },
  { targets: /\.owner$/, reason: 'a person must say whose each value is', unless: hasAtMost(200) },
  {
    targets: /^person\.(?:name|first_name|last_name|patronymic)$|^organization\.name$/,
    reason: 'it is what records are called and found by',
    unless: mostly(['text']),
  },
  { targets: /\.custom$/, reason: 'anything can be written there', unless: () => true },
  { targets: /^/, reason: 'nested values are read by rules', unless: (column) => !mostly(['json'])(column) },
]

/** The column's candidates that a model may choose, each once, in order; none for a column without values. */
export function targetsForModel(column: OpenColumn): string[] {
  if (column.profile.filled === 0) return []
  return [...new Set(column.candidates)].filter((target) => mayChoose(target, column)).sort()
}

function mayChoose(target: string, column: OpenColumn): boolean {
  return neverByModel.find(({ targets }) => targets.test(target))?.unless?.(column) ?? false
}

function mostly(types: readonly ValueType[]) {
  return ({ profile }: OpenColumn): boolean => {
    const agreeing = types.reduce((sum, type) => sum + (profile.types[type] ?? 0), 0)
    return agreeing >= profile.filled / 2
  }
}

function hasAtMost(distinct: number) {
  return (column: OpenColumn): boolean => column.profile.distinctEstimate <= distinct && !mostly(['json'])(column)
}

/** Every row has a value of its own, as far as an estimate within a few per cent can tell. */
function isKey(column: OpenColumn): boolean {
  const { filled, distinctEstimate } = column.profile
  return (
    filled >= column.rowCount && distinctEstimate >= filled * 0.97 && mostly(['integer', 'objectId', 'text'])(column)
  )
}

function isWebAddress({ profile: { samples } }: OpenColumn): boolean {
  const addresses = samples.filter(
    (sample) => typeof sample === 'string' && /^[^\s@]+\.\p{L}{2,}[^\s@]*$/u.test(sample),
  )
  return samples.length > 0 && addresses.length >= samples.length / 2
}
