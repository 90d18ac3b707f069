import { RecordRejected } from '../errors.ts'
import type { Api } from './api.ts'
import type { FieldEntity, Pipedrive, RecordEntity } from './types.ts'

/** Lines per bulk deletion, at most (OpenAPI v2). One line costs 3 API tokens, a bulk request 15. */
const mostAtOnce = 100
const cheaperAlone = 4

type Removal = Pick<Pipedrive, 'remove' | 'removeDealProducts' | 'removeField' | 'removeFieldOptions' | 'removeFilter'>

/** Deletions. What is gone already counts as removed, so every one of them may be repeated. */
export function makeRemoval(api: Api): Removal {
  const { dealProducts, filters } = api
  const records = recordDeletions(api)
  const fields = fieldDeletions(api)
  return {
    remove: (entity, id) => ifThere(() => records[entity](id)),
    async removeDealProducts(dealId, ids) {
      if (ids.length <= cheaperAlone) {
        for (const id of ids) {
          await ifThere(() => dealProducts.deleteDealProduct({ id: dealId, product_attachment_id: id }))
        }
        return
      }
      for (let start = 0; start < ids.length; start += mostAtOnce) {
        const chunk = ids.slice(start, start + mostAtOnce).join(',')
        await ifThere(() => dealProducts.deleteManyDealProducts({ id: dealId, ids: chunk }))
      }
    },
    removeField: (entity, code) => ifThere(() => fields[entity].field(code)),
    removeFieldOptions: (entity, code, ids) => ifThere(() => fields[entity].options(code, ids)),
    removeFilter: (id) => ifThere(() => filters.deleteFilter({ id })),
  }
}

/** Carries a deletion out; what is gone already (404, 410) counts as removed. */
export async function ifThere(remove: () => Promise<unknown>): Promise<void> {
  try {
    await remove()
  } catch (error) {
    const isGone = error instanceof RecordRejected && (error.detail['status'] === 404 || error.detail['status'] === 410)
    if (!isGone) throw error
  }
}

function recordDeletions(api: Api): Record<RecordEntity, (id: number) => Promise<unknown>> {
  return {
    person: (id) => api.persons.deletePerson({ id }),
    organization: (id) => api.organizations.deleteOrganization({ id }),
    deal: (id) => api.deals.deleteDeal({ id }),
    product: (id) => api.products.deleteProduct({ id }),
  }
}

interface FieldDeletions {
  field(code: string): Promise<unknown>
  options(code: string, ids: number[]): Promise<unknown>
}

function fieldDeletions({ fields }: Api): Record<FieldEntity, FieldDeletions> {
  const toItems = (ids: number[]) => ids.map((id) => ({ id }))
  return {
    person: {
      field: (field_code) => fields.person.deletePersonField({ field_code }),
      options: (field_code, ids) =>
        fields.person.deletePersonFieldOptions({ field_code, DeleteDealFieldOptionsRequestInner: toItems(ids) }),
    },
    organization: {
      field: (field_code) => fields.organization.deleteOrganizationField({ field_code }),
      options: (field_code, ids) =>
        fields.organization.deleteOrganizationFieldOptions({
          field_code,
          DeleteDealFieldOptionsRequestInner: toItems(ids),
        }),
    },
    deal: {
      field: (field_code) => fields.deal.deleteDealField({ field_code }),
      options: (field_code, ids) =>
        fields.deal.deleteDealFieldOptions({ field_code, DeleteDealFieldOptionsRequestInner: toItems(ids) }),
    },
    product: {
      field: (field_code) => fields.product.deleteProductField({ field_code }),
      options: (field_code, ids) =>
        fields.product.deleteProductFieldOptions({ field_code, DeleteDealFieldOptionsRequestInner: toItems(ids) }),
    },
  }
}
