import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { costs } from '../../sandbox/costs.ts'
import { coverage, rowOf } from '../../sandbox/coverage.ts'
import { type Judge, makeJudge } from '../support/openapi-judge.ts'
import { type Installed, installed } from './installed.ts'
import { lifeOfACompany } from './life.ts'

const directory = process.env.PIPEDRIVE_OPENAPI_DIR ?? '../shared/openapi'
const present = ['v1.yaml', 'v2.yaml'].every((name) => existsSync(`${directory}/${name}`))

const judged = () => {
  let judge: Judge
  let sandbox: Installed
  const problems: string[] = []
  const seen = new Set<string>()

  beforeAll(async () => {
    judge = makeJudge(directory)
    sandbox = await installed({ limits: false, searchLagMs: 0 })
    await lifeOfACompany(sandbox, ({ method, path, body, form, answer }) => {
      problems.push(...judge.request(method, path, form ? undefined : body))
      problems.push(...judge.response(method, path, answer.status, answer.body))
      seen.add(rowKey(method, path))
    })
  }, 60_000)
  afterAll(() => sandbox.sandbox.close())

  test('agree with every request and answer of a company’s life', () => {
    expect(problems).toEqual([])
  })

  test('had every covered operation before them', () => {
    const covered = coverage.filter((row) => row.state === 'covered').map((row) => `${row.method} ${row.path}`)
    expect(covered.filter((operation) => !seen.has(operation))).toEqual([])
  })

  test('name the same costs', () => {
    const published = new Map([...judge.costs()].map(([name, cost]) => [generic(name), cost]))
    const differing = Object.entries(costs).filter(([operation, cost]) => published.get(generic(operation)) !== cost)
    expect(differing).toEqual([])
  })

  test('hold no operation that the coverage table is silent about', () => {
    const silent = [...judge.costs().keys()].filter((name) => {
      const [method = '', path = ''] = name.split(' ')
      return rowOf(method, path) === undefined
    })
    expect(silent).toEqual([])
  })

  test('refuse what they do not know', () => {
    expect(judge.request('POST', '/api/v2/persons', { name: 'A', nickname: 'B' })).toHaveLength(1)
    expect(judge.request('POST', '/api/v2/persons', { name: 1 })).toHaveLength(1)
    expect(judge.request('GET', '/api/v2/persons?sort_by=name', undefined)).toHaveLength(1)
    expect(judge.request('GET', '/api/v2/persons?colour=red', undefined)).toHaveLength(1)
    expect(judge.request('GET', '/api/v1/persons', undefined)).toEqual([
      'GET /api/v1/persons: the specification has no such operation',
    ])
    expect(judge.response('GET', '/api/v2/persons/1', 200, { success: true, data: { id: 'one' } })).not.toEqual([])
  })
}

if (present) describe('the official specifications', judged)
else {
  test('without the official specifications nothing was judged', () => {
    console.log(`No v1.yaml and v2.yaml in ${directory} (PIPEDRIVE_OPENAPI_DIR): the sandbox was NOT judged by them.`)
  })
}

function rowKey(method: string, path: string): string {
  const row = rowOf(method, path.replace(/\?.*$/, '').replace(/^\/v1\//, '/api/v1/'))
  return `${row?.method} ${row?.path}`
}

/** Names of path parameters differ between the table and the specification. */
const generic = (operation: string) => operation.replace(/(:\w+|\{\w+\})/g, '*')
