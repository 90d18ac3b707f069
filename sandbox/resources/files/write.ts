import type { FastifyRequest } from 'fastify'
import { invalid } from '../../api/answer.ts'
import type { Company } from '../../world/company.ts'
import type { Content, Row, Table } from '../../world/table.ts'
import type { User } from '../../world/users.ts'
import type { StoredFile } from './stored.ts'

type Target = 'dealId' | 'personId' | 'orgId' | 'productId' | 'activityId'

const targets: Record<string, { key: Target; table: (company: Company) => Table<Row> }> = {
  deal_id: { key: 'dealId', table: (company) => company.deals },
  person_id: { key: 'personId', table: (company) => company.persons },
  org_id: { key: 'orgId', table: (company) => company.organizations },
  product_id: { key: 'productId', table: (company) => company.products },
  activity_id: { key: 'activityId', table: (company) => company.activities },
}

/** The part `file` and at least one record it belongs to. Throws the 400 of the form. */
export async function createFile(company: Company, user: User, request: FastifyRequest): Promise<StoredFile> {
  if (!request.isMultipart()) throw invalid('body', 'must be multipart/form-data')
  const links: Record<Target, number | null> = {
    dealId: null,
    personId: null,
    orgId: null,
    productId: null,
    activityId: null,
  }
  let file: Pick<Content<StoredFile>, 'name' | 'fileName' | 'content' | 'mediaType'> | undefined
  for await (const part of request.parts()) {
    if (part.type === 'field') link(company, links, part.fieldname, part.value)
    else if (part.fieldname !== 'file') throw invalid(part.fieldname, 'is not allowed')
    else {
      const content = await part.toBuffer()
      file = { name: part.filename, fileName: part.filename, content, mediaType: part.mimetype }
    }
  }
  if (!file || file.content.length === 0) throw invalid('file', 'is required and must not be empty')
  if (Object.values(links).every((id) => id === null)) throw invalid('body', 'needs a record that the file belongs to')
  return company.files.add({ ...file, ...links, userId: user.id, description: '' })
}

function link(company: Company, links: Record<Target, number | null>, name: string, value: unknown): void {
  const target = targets[name]
  if (!target) throw invalid(name, 'is not allowed')
  const id = Number(value)
  if (!target.table(company).live(id)) throw invalid(name, `record ${String(value)} does not exist`)
  links[target.key] = id
}
