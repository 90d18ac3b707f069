import { type Records, sourceIds, sources } from './source-ids.ts'

/** No two records of one source id, products of one code, fields, options or filters of one name. */
export function checkOnce(records: Records): string[] {
  const fields = records['fields'] ?? []
  return [
    ...sources.flatMap(({ name }) => doubled(name, sourceIds(records, name))),
    ...doubled(
      'code of a product',
      (records['products'] ?? []).map(({ code }) => String(code)),
    ),
    ...doubled(
      'field',
      fields.map((field) => `${field['entity']} ${field['field_name']}`),
    ),
    ...fields.flatMap((field) => doubled(`option of ${field['field_name']}`, labelsOf(field['options']))),
    ...doubled(
      'filter',
      (records['filters'] ?? []).map(({ name }) => String(name)),
    ),
  ]
}

function labelsOf(options: unknown): string[] {
  return Array.isArray(options) ? options.map(({ label }) => String(label)) : []
}

function doubled(what: string, values: string[]): string[] {
  const seen = new Set<string>()
  return values.flatMap((value) => {
    if (seen.has(value)) return [`${what} is there twice: ${value}`]
    seen.add(value)
    return []
  })
}
