/** Operations of an OpenAPI 3.0 file, with the schemas made ready for a JSON Schema 2019 validator. */

export type Schema = { [key: string]: unknown }

interface SpecParameter {
  name: string
  in: string
  required?: boolean
  schema?: Schema
}
type Content = Record<string, { schema?: Schema }>
interface SpecOperation {
  parameters?: Schema[]
  requestBody?: { content?: Content }
  responses?: Record<string, { content?: Content }>
  'x-token-cost'?: number
}
export interface Specification {
  paths: Record<string, Record<string, SpecOperation>>
  [key: string]: unknown
}

export interface Parameter {
  name: string
  required: boolean
  type: string
  /** Values separated by commas. */
  list: boolean
  allowed: string[] | undefined
}

export interface Operation {
  /** `GET /api/v2/persons/{id}` */
  name: string
  method: string
  segments: string[]
  query: Parameter[]
  jsonBody: Schema | undefined
  takesOtherBody: boolean
  /** Schema by status; undefined for answers that are no JSON. */
  answers: Map<number, Schema | undefined>
  cost: number
}

export function readOperations(specification: Specification, base: string): Operation[] {
  return Object.entries(specification.paths).flatMap(([path, verbs]) =>
    Object.entries(verbs)
      .filter(([, operation]) => operation.responses)
      .map(([verb, operation]) => toOperation(specification, verb.toUpperCase(), base + path, operation)),
  )
}

function toOperation(root: Specification, method: string, path: string, operation: SpecOperation): Operation {
  const content = operation.requestBody?.content ?? {}
  const body = content['application/json']?.schema
  const answers = Object.entries(operation.responses ?? {}).map(
    ([status, { content: kinds }]): [number, Schema | undefined] => {
      const schema = kinds?.['application/json']?.schema
      return [Number(status), schema && prepare(root, schema, 'answer')]
    },
  )
  return {
    name: `${method} ${path}`,
    method,
    segments: path.split('/'),
    query: (operation.parameters ?? []).flatMap((parameter) => toParameter(root, parameter)),
    jsonBody: body && prepare(root, body, 'request'),
    takesOtherBody: Object.keys(content).some((type) => type !== 'application/json'),
    answers: new Map(answers),
    cost: operation['x-token-cost'] ?? 0,
  }
}

function toParameter(root: Specification, given: Schema): Parameter[] {
  const parameter = resolve(root, given) as unknown as SpecParameter
  if (parameter.in !== 'query') return []
  const schema = resolve(root, parameter.schema ?? {})
  const item = schema.type === 'array' ? resolve(root, schema.items as Schema) : schema
  const values = Array.isArray(item.enum) ? item.enum.map(String) : undefined
  // Enumerated texts such as include_fields are documented as comma lists of the enumerated names.
  const names = values?.flatMap((value) => value.split(','))
  const list = schema.type === 'array' || /^(include_fields|fields|item_types)$/.test(parameter.name)
  return [
    {
      name: parameter.name,
      required: parameter.required ?? false,
      type: String(item.type ?? ''),
      list,
      allowed: names,
    },
  ]
}

/** Follows references and turns OpenAPI 3.0 into JSON Schema: closed requests, answers whose optional parts may be null. */
function prepare(root: Specification, given: Schema, side: 'request' | 'answer', part = false): Schema {
  const { nullable, properties, items, allOf, oneOf, anyOf, ...rest } = resolve(root, given)
  const inner = (one: Schema, asPart = false) => prepare(root, one, side, asPart)
  const all = (list: unknown, asPart = false) => (list as Schema[]).map((one) => inner(one, asPart))
  const schema: Schema = { ...rest }
  delete schema.example
  if (properties) {
    const required = new Set((rest.required as string[] | undefined) ?? [])
    schema.properties = Object.fromEntries(
      Object.entries(properties as Record<string, Schema>).map(([name, one]) => {
        const child = inner(one)
        return [name, side === 'answer' && !required.has(name) ? orNull(child) : child]
      }),
    )
  }
  if (items) schema.items = inner(items as Schema)
  if (allOf) schema.allOf = all(allOf, true)
  if (oneOf) schema.anyOf = all(oneOf)
  if (anyOf) schema.anyOf = all(anyOf)
  if (side === 'request' && !part && (properties || allOf) && rest.additionalProperties === undefined) {
    schema.unevaluatedProperties = false
  }
  return nullable === true ? orNull(schema) : schema
}

function orNull(schema: Schema): Schema {
  if (typeof schema.type !== 'string' || schema.allOf || schema.anyOf) return { anyOf: [schema, { type: 'null' }] }
  const values = Array.isArray(schema.enum) ? { enum: [...schema.enum, null] } : {}
  return { ...schema, ...values, type: [schema.type, 'null'] }
}

function resolve(root: Specification, schema: Schema): Schema {
  let current = schema
  while (typeof current.$ref === 'string') {
    const keys = current.$ref.slice(2).split('/')
    current = keys.reduce<Schema>((node, key) => node[key.replace(/~1/g, '/')] as Schema, root)
  }
  return current
}
