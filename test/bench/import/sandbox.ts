import { startChild } from '../../../examples/demo/child.ts'

/** The sandbox as a process of its own. */
export interface BenchSandbox {
  url: string
  pid: number
  clientId: string
  clientSecret: string
  control<T>(method: string, path: string, body?: unknown): Promise<T>
  stats(): Promise<SandboxStats>
  stop(): Promise<void>
}

/** What the sandbox counted since the last reset; times in milliseconds. */
export interface SandboxStats {
  recordPosts: number
  created: Record<string, number>
  /** Of the API's cost, by operation. */
  tokens: Record<string, number>
  totalTokens: number
  totalRequests: number
  tooMany: number
  statuses: Record<string, number>
  firstWriteMs: number | null
  lastWriteMs: number | null
  /** `meanUse`: share of the allowed requests between the first and the last write. */
  burst: { limit: number; meanUse: number | null; peak: number | null }
}

export async function startSandbox(flags: string[]): Promise<BenchSandbox> {
  const child = startChild('sandbox/main.ts', ['--port', '0', '--auto-approve', ...flags], process.env)
  const { url, clientId, clientSecret } = JSON.parse(await child.firstLine())
  const control = async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const init =
      body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }
    const answer = await fetch(`${url}/__sandbox/${path}`, { method, ...init })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return (await answer.json()) as T
  }
  return {
    url,
    pid: child.pid,
    clientId,
    clientSecret,
    control,
    stats: () => control<SandboxStats>('GET', 'stats'),
    stop: () => child.stop(),
  }
}
