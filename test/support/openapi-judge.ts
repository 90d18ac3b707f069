/**
 * Judges requests and answers by the platform's own OpenAPI files, `v1.yaml` and `v2.yaml` in one directory.
 * Stricter than the files where they are silent about requests (unknown body keys and query parameters are problems), and
 * more lenient about answers (optional properties may be null, as the files' own examples are).
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2019, type ValidateFunction } from 'ajv/dist/2019.js'
import { parse } from 'yaml'
import {
  type Operation,
  type Parameter,
  readOperations,
  type Schema,
  type Specification,
} from './openapi-operations.ts'

export interface Judge {
  /** Problems of a request; `path` starts with `/api/v1`, `/v1` or `/api/v2` and may carry a query. Empty: none. */
  request(method: string, path: string, body: unknown): string[]
  /** Problems of an answer. Statuses of 400 and above that the files do not describe are let pass. */
  response(method: string, path: string, status: number, body: unknown): string[]
  /** API token cost per operation, as `GET /api/v2/persons/{id}`. */
  costs(): Map<string, number>
}

/** Where the files contradict what the platform says elsewhere, or its own examples. */
const mistakes = [
  {
    operation: /^GET \/api\/v1\/\w+Fields/,
    at: /\/field_type$/,
    why: 'two enumerations, one without the built-in types',
  },
  { operation: /^GET \/api\/v2\/products\/search$/, at: /\/item\/code$/, why: 'codes are text' },
  { operation: /^GET \/api\/v2\/deals\/search$/, at: /\/item\/value$/, why: 'values have decimals' },
  { operation: /^GET \/api\/v2\/itemSearch\/field$/, at: /^\/data/, why: 'the example is bare {id, name}' },
]

export function makeJudge(directory: string): Judge {
  const ajv = new Ajv2019({ strict: false, allErrors: true, validateFormats: true })
  ajv.addFormat('date', /^\d{4}-\d\d-\d\d$/)
  ajv.addFormat('date-time', /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d/)
  for (const other of ['uuid', 'binary', 'uri', 'email']) ajv.addFormat(other, true)
  const operations = (['v1', 'v2'] as const).flatMap((version) => {
    const specification: Specification = parse(readFileSync(join(directory, `${version}.yaml`), 'utf8'), {
      uniqueKeys: false,
    })
    return readOperations(specification, `/api/${version}`)
  })
  const compiled = new Map<Schema, ValidateFunction>()
  const problemsOf = (operation: Operation, schema: Schema, value: unknown, what: string): string[] => {
    const validate = compiled.get(schema) ?? ajv.compile(schema)
    compiled.set(schema, validate)
    if (validate(value)) return []
    return (validate.errors ?? [])
      .filter((error) => !mistakes.some((one) => one.operation.test(operation.name) && one.at.test(error.instancePath)))
      .map(
        (error) => `${operation.name}: ${what}${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
      )
  }
  const find = (method: string, path: string) => findOperation(operations, method.toUpperCase(), path)

  return {
    request: (method, path, body) => {
      const operation = find(method, path)
      if (!operation) return [`${method} ${path}: the specification has no such operation`]
      const problems = queryProblems(operation, path)
      if (operation.jsonBody) return [...problems, ...problemsOf(operation, operation.jsonBody, body, 'body')]
      if (body !== undefined && !operation.takesOtherBody) problems.push(`${operation.name}: takes no body`)
      return problems
    },
    response: (method, path, status, body) => {
      const operation = find(method, path)
      if (!operation) return [`${method} ${path}: the specification has no such operation`]
      const schema = operation.answers.get(status)
      if (schema) return problemsOf(operation, schema, body, `answer ${status} `)
      return status < 400 && !operation.answers.has(status)
        ? [`${operation.name}: status ${status} is not described`]
        : []
    },
    costs: () => new Map(operations.map((operation) => [operation.name, operation.cost])),
  }
}

function findOperation(operations: Operation[], method: string, path: string): Operation | undefined {
  const segments = path
    .replace(/\?.*$/, '')
    .replace(/^\/v1\//, '/api/v1/')
    .split('/')
  const fits = (operation: Operation) =>
    operation.method === method &&
    operation.segments.length === segments.length &&
    operation.segments.every((part, index) => part.startsWith('{') || part === segments[index])
  const variables = (operation: Operation) => operation.segments.filter((part) => part.startsWith('{')).length
  return operations.filter(fits).sort((a, b) => variables(a) - variables(b))[0]
}

function queryProblems(operation: Operation, path: string): string[] {
  const given = new URLSearchParams(path.split('?')[1] ?? '')
  const problems = [...new Set(given.keys())].flatMap((name) => {
    const parameter = operation.query.find((one) => one.name === name)
    if (!parameter) return [`${operation.name}: query parameter ${name} is unknown`]
    const values = given.getAll(name).flatMap((value) => (parameter.list ? value.split(',') : [value]))
    const bad = values.filter((value) => !fitsParameter(parameter, value))
    return bad.map((value) => `${operation.name}: query parameter ${name} does not take ${JSON.stringify(value)}`)
  })
  const missing = operation.query.filter((one) => one.required && !given.has(one.name))
  return [...problems, ...missing.map((one) => `${operation.name}: query parameter ${one.name} is required`)]
}

function fitsParameter({ type, allowed }: Parameter, value: string): boolean {
  if (type === 'integer' && !/^-?\d+$/.test(value)) return false
  if (type === 'number' && Number.isNaN(Number(value))) return false
  if (type === 'boolean' && value !== 'true' && value !== 'false') return false
  return allowed === undefined || allowed.includes(value)
}
