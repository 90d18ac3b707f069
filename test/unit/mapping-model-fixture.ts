import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import { type Clock, systemClock } from '../../server/lib/clock.ts'
import type { Json } from '../../server/lib/json.ts'
import { makeModelSuggester } from '../../server/mapping/model/suggest-targets.ts'
import type { OpenColumn, Suggestion } from '../../server/mapping/model/types.ts'
import { makeColumnProfiler } from '../../server/staging/column-profiler.ts'

export const personTargets = ['person.custom', 'person.email', 'person.job_title', 'person.notes', 'person.phone']

/** A column of profiles with these values, profiled as staging does it. */
export function openColumn(column: string, values: Json[]): OpenColumn {
  const profiler = makeColumnProfiler()
  for (const [at, value] of values.entries()) profiler.addRow({ rowNumber: at + 1, cells: [value] })
  const [profile] = profiler.profiles([column])
  if (profile === undefined) throw new Error('a column has a profile')
  const dataset = { datasetId: 'a.csv', file: 'a.csv', kind: 'profiles' as const, rowCount: values.length }
  return { ...dataset, column, profile, candidates: personTargets }
}

export interface ModelRequest {
  path: string
  headers: IncomingHttpHeaders
  body: { model: string; temperature: number; messages: { role: string; content: string }[] }
  /** The user message. */
  question: { targets: Record<string, string[]>; columns: { index: number; name: string; targets: string }[] }
}

export interface ModelEndpoint {
  url: string
  requests: ModelRequest[]
}

/** An OpenAI-compatible endpoint on this machine until the test ends; `answer` writes what it says to each request. */
export async function startModelEndpoint(
  answer: (response: ServerResponse, request: ModelRequest) => void,
): Promise<ModelEndpoint> {
  const requests: ModelRequest[] = []
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const body = JSON.parse(Buffer.concat(chunks).toString() || '{"messages":[]}')
    const question = JSON.parse(body.messages.at(-1)?.content ?? 'null')
    const request = { path: incoming.url ?? '', headers: incoming.headers, body, question }
    requests.push(request)
    answer(response, request)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${port}/v1`, requests }
}

/** A chat completion whose message is `content`. */
export function completion(content: string | null): string {
  const message = { role: 'assistant', content }
  return JSON.stringify({ id: '1', object: 'chat.completion', choices: [{ index: 0, message, finish_reason: 'stop' }] })
}

export interface Asked {
  suggestions: Suggestion[]
  requests: ModelRequest[]
  logged: object[]
}

export const modelKey = 'sk-local-0001'

/** Asks about columns where the endpoint behaves so. */
export async function askWhere(
  answer: (response: ServerResponse, request: ModelRequest) => void,
  columns: OpenColumn[],
  { clock = systemClock, key = modelKey }: { clock?: Clock; key?: string | null } = {},
): Promise<Asked> {
  const { url, requests } = await startModelEndpoint(answer)
  const logged: object[] = []
  const suggest = makeModelSuggester({
    settings: { url, model: 'small', timeoutMs: 30_000, ...(key === null ? {} : { key }) },
    http: fetch,
    clock,
    log: { warn: (detail) => void logged.push(detail) },
  })
  return { suggestions: await suggest(columns), requests, logged }
}

/** The same, where the model answers this text to everything. */
export function askSaying(content: string | null, columns: OpenColumn[]): Promise<Asked> {
  return askWhere((response) => json(response, completion(content)), columns)
}

export function json(response: ServerResponse, body: string): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(body)
}

/** The text of an answer with these entries. */
export function answers(...entries: Json[]): string {
  return JSON.stringify({ answers: entries })
}

export const jobs = ['Закупщик', 'Директор по продажам', 'Бухгалтер Семёнова']
/** A column of job titles, the right answer to it as the first that is asked about, and what follows from that. */
export const role = () => openColumn('Роль в компании', jobs)
export const good = { column: 0, target: 'person.job_title', confidence: 0.8 }
export const suggestion = { datasetId: 'a.csv', column: 'Роль в компании', target: 'person.job_title', confidence: 0.8 }
