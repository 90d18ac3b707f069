import { toV1Time } from '../../api/times.ts'
import type { Company } from '../../world/company.ts'
import type { StoredFile } from './stored.ts'

/** `base` is the URL under which the download lies. */
export function toFileWire(company: Company, file: StoredFile, base: string): Record<string, unknown> {
  return {
    id: file.id,
    user_id: file.userId,
    deal_id: file.dealId,
    person_id: file.personId,
    org_id: file.orgId,
    product_id: file.productId,
    activity_id: file.activityId,
    lead_id: null,
    project_id: null,
    add_time: toV1Time(file.addMs),
    update_time: toV1Time(file.updateMs),
    file_name: file.fileName,
    file_size: file.content.length,
    active_flag: !file.isDeleted,
    inline_flag: false,
    remote_location: 's3',
    remote_id: null,
    cid: null,
    s3_bucket: null,
    mail_message_id: null,
    mail_template_id: null,
    deal_name: nameOf(file.dealId, (id) => company.deals.get(id)?.title),
    person_name: nameOf(file.personId, (id) => company.persons.get(id)?.name),
    org_name: nameOf(file.orgId, (id) => company.organizations.get(id)?.name),
    product_name: nameOf(file.productId, (id) => company.products.get(id)?.name),
    lead_name: null,
    project_name: null,
    url: `${base}/api/v1/files/${file.id}/download`,
    name: file.name,
    description: file.description,
  }
}

const nameOf = (id: number | null, read: (id: number) => string | undefined) =>
  id === null ? null : (read(id) ?? null)
