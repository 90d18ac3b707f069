import type { Trx } from '../../../../db/pool.ts'
import { toMinor } from './check-money.ts'
import type { Records } from './source-ids.ts'

const kindOf: Record<string, string> = {
  person: 'persons',
  organization: 'organizations',
  product: 'products',
  campaign: 'deals',
  order: 'deals',
}

/** Everything is settled, what the journal calls written is there, and every deal has the lines that its record wants. */
export async function checkJournal(trx: Trx, runId: string, records: Records): Promise<string[]> {
  const rows = await trx('journal').where({ run_id: runId }).orderBy('entity').orderBy('seq')
  const open = rows.filter(({ state }) => state !== 'settled')
  const ids = Object.fromEntries(
    Object.entries(records).map(([kind, list]) => [kind, new Set(list.map(({ id }) => id))]),
  )
  const lost = rows.filter(({ entity, outcome, pipedrive_id: id }) => {
    const kind = kindOf[entity]
    return kind && ['created', 'updated', 'unchanged'].includes(outcome) && !ids[kind]?.has(id)
  })
  return [
    ...open.map(({ entity, seq, state }) => `${entity} ${seq} is still ${state}`),
    ...lost.map(({ entity, source_key: key, pipedrive_id: id }) => `${entity} ${key} is not there as ${id}`),
    ...checkLines(rows, records),
  ]
}

interface Row {
  entity: string
  source_key: string
  pipedrive_id: number | null
  record: { lines?: { quantity: number; priceMinor: number }[] }
}

function checkLines(rows: Row[], records: Records): string[] {
  const there = Map.groupBy(records['dealProducts'] ?? [], (line) => line['deal_id'])
  return rows
    .filter(({ entity, pipedrive_id: id }) => kindOf[entity] === 'deals' && id !== null)
    .flatMap(({ entity, source_key: key, pipedrive_id: id, record }) => {
      const wanted = (record.lines ?? []).map(({ quantity, priceMinor }) => `${quantity} × ${priceMinor}`)
      const found = (there.get(id) ?? []).map(
        (line) => `${line['quantity']} × ${toMinor(Number(line['item_price']), line['currency'])}`,
      )
      const isSame = wanted.sort().join() === found.sort().join()
      return isSame ? [] : [`${entity} ${key} has lines ${found.join(', ')} instead of ${wanted.join(', ')}`]
    })
}
