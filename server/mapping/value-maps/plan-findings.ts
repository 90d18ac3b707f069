import { maxDistinct } from '../../staging/distinct-values.ts'
import type { DatasetDraft } from '../plan-input.ts'
import { mappedColumns } from '../plan-input.ts'
import type { AccountSnapshot, PlanFinding } from '../types.ts'
import { unwrittenTargets } from '../unwritten-targets.ts'
import { isDeactivated } from './owner-map.ts'
import { isUnknown, outcomeOf, type ValueMap } from './value-map.ts'

const listed = 20

/** What people should know before they confirm: what the account does not allow, and what the export leaves open. */
export function findingsOf(
  drafts: readonly DatasetDraft[],
  maps: readonly ValueMap[],
  account: AccountSnapshot,
): PlanFinding[] {
  return [
    ...aboutOwners(maps, account),
    ...aboutTimes(drafts, account),
    ...aboutCurrencies(maps, account),
    ...aboutUnwritten(drafts),
    ...maps
      .filter(({ complete }) => !complete)
      .map(({ columns }) => warning('plan.values_not_listed', { columns: names(columns), limit: maxDistinct })),
  ]
}

function aboutOwners(maps: readonly ValueMap[], account: AccountSnapshot): PlanFinding[] {
  const owners = maps.find(({ what }) => what === 'owners')
  if (owners === undefined) return []
  const gone = owners.entries.filter(({ value }) => isDeactivated(value, account)).map(({ value }) => value)
  const hidden = account.permissions?.can_see_other_users === false
  return [
    ...(gone.length === 0
      ? []
      : [warning('plan.owners_deactivated', { count: gone.length, owners: gone.slice(0, listed) })]),
    ...(hidden ? [warning('plan.users_hidden', { columns: names(owners.columns) })] : []),
  ]
}

/** When a deal was closed: from which column, and whether Pipedrive may be told. */
function aboutTimes(drafts: readonly DatasetDraft[], { permissions }: AccountSnapshot): PlanFinding[] {
  const sales = drafts.filter(({ input }) => input.kind === 'orders' || input.kind === 'campaigns')
  if (sales.length === 0) return []
  if (permissions?.can_edit_deals_closed_date === false) return [warning('plan.close_times_not_allowed', {})]
  return sales.map((draft): PlanFinding => {
    const { file, kind } = draft.input
    const closed = mappedColumns(draft, kind === 'orders' ? 'order.closed_at' : 'deal.close_time')
    const columns = closed.map(({ mapping }) => mapping.column)
    return columns.length > 0
      ? { code: 'plan.close_times_from', level: 'info', detail: { file, columns } }
      : { code: 'plan.close_times_from_creation', level: 'info', detail: { file } }
  })
}

function aboutUnwritten(drafts: readonly DatasetDraft[]): PlanFinding[] {
  const columns = drafts.flatMap(({ input: { file }, columns: all }) =>
    all.filter(({ target }) => unwrittenTargets.has(target)).map(({ column }) => `${file}: ${column}`),
  )
  if (columns.length === 0) return []
  return [warning('plan.columns_not_written', { count: columns.length, columns: columns.slice(0, listed) })]
}

function aboutCurrencies(maps: readonly ValueMap[], { currencies, me }: AccountSnapshot): PlanFinding[] {
  const own = maps.filter(({ what }) => what === 'currencies')
  const unknown = own.flatMap((map) => {
    const values = map.otherwise === undefined ? map.entries.filter(isUnknown).map(({ value }) => value) : []
    const file = map.columns[0]?.file ?? ''
    return values.length === 0
      ? []
      : [warning('plan.currency_unknown', { file, count: values.length, values: values.slice(0, listed) })]
  })
  // An account has at least its own: an empty list tells nothing.
  if (currencies === undefined || currencies.length === 0) return unknown
  const active = new Set([...currencies.map(({ code }) => code), me.defaultCurrency])
  const used = own.flatMap((map) => [...map.entries.map((entry) => outcomeOf(entry, map)), map.otherwise])
  const inactive = [...new Set(used)].filter((code): code is string => typeof code === 'string' && !active.has(code))
  return inactive.length === 0 ? unknown : [...unknown, warning('plan.currency_inactive', { codes: inactive.sort() })]
}

function warning(code: string, detail: PlanFinding['detail']): PlanFinding {
  return { code, level: 'warning', detail }
}

function names(columns: ValueMap['columns']): string[] {
  return [...new Set(columns.map(({ file, column }) => `${file}: ${column}`))].slice(0, listed)
}
