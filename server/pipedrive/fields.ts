import { OutcomeUnknown } from '../errors.ts'
import type { JsonObject } from '../lib/json.ts'
import { isJsonObject } from '../lib/json.ts'
import type { Api } from './api.ts'
import { makeFieldCalls } from './field-calls.ts'
import { cursorPages, dataList, dataObject, offsetPages, toList } from './pages.ts'
import type { FieldDefinition, FieldEntity, FieldOption, Pipedrive } from './types.ts'
import { number, text } from './wire.ts'

type Fields = Pick<Pipedrive, 'fields' | 'createField' | 'addFieldOptions' | 'fieldIds'>

export function makeFields(api: Pick<Api, 'fields' | 'fieldsV1'>): Fields {
  const calls = makeFieldCalls(api)
  return {
    async fields(entity) {
      const all = await toList(cursorPages((page) => calls[entity].page(page)))
      return all.map((field) => toDefinition(entity, field))
    },
    async createField(entity, { name, type, options }) {
      const body = {
        field_name: name,
        field_type: type,
        ...(options && { options: options.map((label) => ({ label })) }),
      }
      const field = toDefinition(entity, dataObject(await calls[entity].create(body)))
      if (field.code === '') throw new OutcomeUnknown('answer.lost', { reason: 'answer_without_id' })
      return field
    },
    async addFieldOptions(entity, code, labels) {
      const answer = await calls[entity].addOptions(
        code,
        labels.map((label) => ({ label })),
      )
      return dataList(answer).flatMap(toOption)
    },
    async fieldIds(entity) {
      const all = await toList(offsetPages((page) => calls[entity].pageV1(page)))
      return new Map(all.flatMap(({ key, id }) => (typeof id === 'number' ? [[text(key), id] as const] : [])))
    },
  }
}

function toDefinition(entity: FieldEntity, field: JsonObject): FieldDefinition {
  const options = Array.isArray(field.options) ? field.options.filter(isJsonObject) : []
  return {
    entity,
    code: text(field.field_code),
    name: text(field.field_name),
    type: text(field.field_type),
    options: options.flatMap(toOption),
    isCustom: field.is_custom_field === true,
  }
}

/** Options of some built-in fields have words as ids; nothing of ours refers to those. */
function toOption({ id, label }: JsonObject): FieldOption[] {
  return Number.isInteger(number(id)) ? [{ id: number(id), label: text(label) }] : []
}
