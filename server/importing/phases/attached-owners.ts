import type { Trx } from '../../../db/pool.ts'
import type { Detail } from '../../errors.ts'
import type { Attachment } from '../../mapping/types.ts'
import type { Outcome } from '../journal.ts'
import type { HeldRun } from '../types.ts'

/** A drafted event, note or file with what it hangs on in Pipedrive, as far as that is there. */
export interface AttachedRow<R extends Pick<Attachment, 'person'> = Attachment> {
  seq: number
  rootSeq: number
  datasetId: string
  sourceKey: string
  record: R
  personId: number | null
  /** Why the person is not there; null: no file holds it. */
  personWaits: string | null
  dealId: number | null
  /** The order is in the export, and its deal is not there. */
  dealWaits: boolean
  organizationId: number | null
}

/** Drafts of an entity after `after`, in their order, with what they hang on: this run's records first, else earlier links. */
export async function readAttached<R extends Pick<Attachment, 'person'>>(
  trx: Trx,
  run: HeldRun,
  entity: 'event' | 'note' | 'file',
  after: number,
  limit: number,
): Promise<AttachedRow<R>[]> {
  const { rows } = await trx.raw(
    `select d.seq, d.root_seq as "rootSeq", d.dataset_id as "datasetId", d.source_key as "sourceKey", d.record,
            coalesce(p.pipedrive_id, l.pipedrive_id) as "personId",
            coalesce(case when p.pipedrive_id is null then p.error_code end, k.code) as "personWaits",
            coalesce(o.pipedrive_id, ol.pipedrive_id) as "dealId",
            (o.seq is not null and o.pipedrive_id is null) as "dealWaits",
            coalesce(c.pipedrive_id, cl.pipedrive_id) as "organizationId"
     from (select * from drafts where run_id = :runId and entity = :entity and seq > :after order by seq limit :limit) d
     left join journal p on p.run_id = d.run_id and p.entity = 'person' and p.seq = d.person_seq
     left join lateral (
       select l.pipedrive_id from jsonb_array_elements_text(d.record -> 'person') with ordinality r(key, n)
       join links l on l.company_id = d.company_id and l.entity = 'person' and l.gone_at is null
         and l.source_key in (replace(r.key, 'id:', 'person:'), 'person:' || r.key)
       order by n limit 1) l on p.seq is null
     left join lateral (
       select k.code from jsonb_array_elements_text(d.record -> 'person') r(key)
       join record_keys k on k.run_id = d.run_id and k.entity = 'person' and k.key = r.key and k.seq is null
       limit 1) k on p.seq is null
     left join journal o on o.run_id = d.run_id and o.entity = 'order' and o.source_key = d.record ->> 'order'
     left join links ol on ol.company_id = d.company_id and ol.entity = 'deal' and ol.source_key = d.record ->> 'order'
       and ol.gone_at is null
     left join record_keys ck on ck.run_id = d.run_id and ck.entity = 'organization' and ck.key = d.record ->> 'organization'
     left join journal c on c.run_id = d.run_id and c.entity = 'organization' and c.seq = ck.seq
     left join links cl on cl.company_id = d.company_id and cl.entity = 'organization'
       and cl.source_key = 'organization:' || (d.record ->> 'organization') and cl.gone_at is null
     order by d.seq`,
    { runId: run.id, entity, after, limit },
  )
  return rows
}

export interface Unwritten {
  outcome: Extract<Outcome, 'failed' | 'skipped' | 'unprocessed'>
  code: string
  detail?: Detail
}

/**
 * Why a row cannot be written now; undefined when all that it must hang on is there. A company that is not in Pipedrive is
 * no reason where the row names a person or an order as well. Pure.
 */
export function whyUnwritten(
  row: AttachedRow<Pick<Attachment, 'person'> & Partial<Attachment>>,
  of: 'event' | 'note' | 'attachment',
): Unwritten | undefined {
  const { record, personId, personWaits, dealId, dealWaits, organizationId } = row
  if (record.person.length > 0 && personId === null) {
    if (personWaits === null) return { outcome: 'failed', code: `${of}.profile_missing` }
    if (personWaits === 'profile.test') return { outcome: 'skipped', code: `${of}.of_test_profile` }
    return { outcome: 'unprocessed', code: `${of}.waits_for_person`, detail: { reason: personWaits } }
  }
  if (record.order !== undefined && dealId === null) {
    const detail = { order: record.order.replace(/^order:/, '') }
    return dealWaits
      ? { outcome: 'unprocessed', code: `${of}.waits_for_deal`, detail }
      : { outcome: 'failed', code: `${of}.order_missing`, detail }
  }
  if (personId === null && dealId === null && organizationId === null) {
    return { outcome: 'failed', code: `${of}.organization_missing` }
  }
  return undefined
}
