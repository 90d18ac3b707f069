import type { AddDealFieldRequest } from 'pipedrive/v2'
import type { Api } from './api.ts'
import type { FieldEntity } from './types.ts'

/** The same four calls of four classes; answers are the client's. */
export interface FieldCalls {
  page(page: { limit: number; cursor?: string }): Promise<unknown>
  create(body: FieldBody): Promise<unknown>
  addOptions(code: string, options: { label: string }[]): Promise<unknown>
  pageV1(page: { limit: number; start: number }): Promise<unknown>
}

export interface FieldBody {
  field_name: string
  field_type: string
  options?: { label: string }[]
}

type TypedBody = Pick<AddDealFieldRequest, 'field_name' | 'field_type' | 'options'>

export function makeFieldCalls({
  fields,
  fieldsV1,
}: Pick<Api, 'fields' | 'fieldsV1'>): Record<FieldEntity, FieldCalls> {
  const typed = (body: FieldBody) => body as TypedBody
  return {
    person: {
      page: (page) => fields.person.getPersonFields(page),
      create: (body) => fields.person.addPersonField({ AddPersonFieldRequest: typed(body) }),
      addOptions: (field_code, AddDealFieldOptionsRequestInner) =>
        fields.person.addPersonFieldOptions({ field_code, AddDealFieldOptionsRequestInner }),
      pageV1: (page) => fieldsV1.person.getPersonFields(page),
    },
    organization: {
      page: (page) => fields.organization.getOrganizationFields(page),
      create: (body) => fields.organization.addOrganizationField({ AddOrganizationFieldRequest: typed(body) }),
      addOptions: (field_code, AddDealFieldOptionsRequestInner) =>
        fields.organization.addOrganizationFieldOptions({ field_code, AddDealFieldOptionsRequestInner }),
      pageV1: (page) => fieldsV1.organization.getOrganizationFields(page),
    },
    deal: {
      page: (page) => fields.deal.getDealFields(page),
      create: (body) => fields.deal.addDealField({ AddDealFieldRequest: typed(body) }),
      addOptions: (field_code, AddDealFieldOptionsRequestInner) =>
        fields.deal.addDealFieldOptions({ field_code, AddDealFieldOptionsRequestInner }),
      pageV1: (page) => fieldsV1.deal.getDealFields(page),
    },
    product: {
      page: (page) => fields.product.getProductFields(page),
      create: (body) => fields.product.addProductField({ AddProductFieldRequest: typed(body) }),
      addOptions: (field_code, AddDealFieldOptionsRequestInner) =>
        fields.product.addProductFieldOptions({ field_code, AddDealFieldOptionsRequestInner }),
      pageV1: (page) => fieldsV1.product.getProductFields(page),
    },
  }
}
