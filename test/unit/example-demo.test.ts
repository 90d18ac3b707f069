import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import { makeApi } from '../../examples/demo/api.ts'
import { problemsOf } from '../../examples/demo/check-report.ts'
import { install } from '../../examples/demo/install.ts'
import { readOptions, UsageError } from '../../examples/demo/options.ts'
import { answerQuestions } from '../../examples/demo/plan.ts'
import { progressLine } from '../../examples/demo/progress.ts'
import { followRun } from '../../examples/demo/run.ts'
import { money, table } from '../../examples/demo/text.ts'
import type { PlanView, QuestionView, Report, RunView } from '../../examples/demo/views.ts'

const signal = new AbortController().signal
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

async function listen(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  closers.push(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  return typeof address === 'object' && address ? `http://127.0.0.1:${address.port}` : ''
}

describe('options', () => {
  test('are read as they are documented', () => {
    const args = [
      '--once',
      '--files',
      'x',
      '--accept-proposed',
      '--report',
      'r.json',
      '--pipedrive-url',
      'http://127.0.0.1:8420/',
    ]
    expect(readOptions(args)).toEqual({
      once: true,
      filesDir: 'x',
      records: undefined,
      answersFile: undefined,
      acceptProposed: true,
      reportFile: 'r.json',
      thenUndo: false,
      pipedriveUrl: 'http://127.0.0.1:8420',
    })
  })

  test.each([
    ['--records', '9'],
    ['--records', 'many'],
    ['--what'],
    ['--pipedrive-url', 'nowhere'],
    ['--files', 'x', '--records', '500'],
  ])('a wrong one is told: %s %s', (...args) => {
    expect(() => readOptions(args)).toThrow(UsageError)
  })
})

describe('installation', () => {
  test('follows the redirects through the OAuth host and brings the cookies back', async () => {
    const oauth = await listen((request, response) => {
      const { searchParams } = new URL(request.url ?? '', 'http://oauth')
      response.writeHead(302, { location: `${searchParams.get('back')}?code=c` }).end()
    })
    const app = await listen((request, response) => {
      if (request.url === '/oauth/install') {
        const location = `${oauth}/oauth/authorize?back=http://${request.headers.host}/oauth/callback`
        return response.writeHead(302, { location, 'set-cookie': 'state=s; HttpOnly; Path=/' }).end()
      }
      const isKnown = request.url === '/oauth/callback?code=c' && request.headers.cookie === 'state=s'
      response.writeHead(isKnown ? 200 : 400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ companyId: 1, userId: 2, companyDomain: 'c', settingsUrl: 's' }))
    })
    expect(await install(app, oauth, signal)).toMatchObject({ companyId: 1, userId: 2 })
  })

  test('says where to go when the host asks a person', async () => {
    const oauth = await listen((_, response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<form>'))
    const app = await listen((_, response) => response.writeHead(302, { location: `${oauth}/oauth/authorize` }).end())
    await expect(install(app, oauth, signal)).rejects.toThrow(`open ${app}/oauth/install in a browser`)
  })

  test('does not follow a redirect to a third host', async () => {
    const app = await listen((_, response) => response.writeHead(302, { location: 'http://elsewhere.example/' }).end())
    await expect(install(app, 'http://127.0.0.1:1', signal)).rejects.toThrow('http://elsewhere.example')
  })
})

describe('questions', () => {
  const question: QuestionView = {
    id: 'owner:a.csv:x@y.example',
    code: 'owner',
    examples: ['x@y.example'],
    options: [{ value: '7', detail: { email: 'anna@y.example' } }, { value: '8' }],
    proposal: '8',
    reason: { code: 'owner_unknown', detail: {} },
  }
  const plan: PlanView = {
    state: 'proposed',
    version: 1,
    checksum: 'c',
    questions: [question],
    estimate: null,
    error: null,
  }

  async function answered(answers: Record<string, string>, acceptProposed: boolean, mayMisfit = false) {
    const sent: unknown[] = []
    const app = await listen((request, response) => {
      let body = ''
      request.on('data', (piece) => {
        body += piece
      })
      request.on('end', () => {
        const { answers: given, acceptProposed: accept } = JSON.parse(body)
        sent.push(given)
        const answer = given[question.id] ?? (accept ? question.proposal : null)
        response.end(JSON.stringify({ ...plan, questions: [{ ...question, answer }] }))
      })
    })
    const api = makeApi(app, async () => 'bearer', signal)
    return { result: await answerQuestions(api, 'mig', plan, { answers, acceptProposed, mayMisfit }), sent }
  }

  test('are answered by value, or by the e-mail of an option', async () => {
    const { sent } = await answered({ [question.id]: 'anna@y.example', 'segment_name:other.csv': 'unused' }, false)
    expect(sent).toEqual([{ [question.id]: '7' }])
    expect((await answered({ [question.id]: '8' }, false)).sent).toEqual([{ [question.id]: '8' }])
  })

  test('that stay open end the demo with 3 and are printed with id, proposal and examples', async () => {
    const failure = await answered({}, false).catch((error: unknown) => error)
    expect(failure).toMatchObject({ exitCode: 3 })
    for (const text of [question.id, 'x@y.example', 'proposal:   8', '7 (anna@y.example)'])
      expect(String(failure)).toContain(text)
  })

  test('take the proposal where that is wanted, also for an answer of another account', async () => {
    expect((await answered({}, true)).result.questions[0]?.answer).toBe('8')
    expect((await answered({ [question.id]: '99' }, true, true)).result.questions[0]?.answer).toBe('8')
  })
})

const run: RunView = {
  id: 'run',
  migrationId: 'mig',
  state: 'running',
  phase: 'persons',
  pause: null,
  progress: {
    persons: {
      total: 1200,
      done: 600,
      created: 600,
      updated: 0,
      unchanged: 0,
      merged: 0,
      skipped: 0,
      failed: 0,
      unprocessed: 0,
    },
  },
  ratePerSecond: 52.4,
  etaSeconds: 11.2,
  api: { apiTokens: 3200, requests: 640, dailyRemaining: null },
  clean: null,
}

describe('a run', () => {
  const silent = Object.assign(Object.create(process.stdout), { isTTY: false, write: () => true })

  test('is followed over a broken stream to its end', async () => {
    const streams = [
      [run],
      [{ ...run, state: 'paused', pause: { code: 'budget', until: '2026-10-02T00:00:00Z' } }],
      [{ ...run, state: 'completed', clean: true }],
    ]
    const app = await listen((request, response) => {
      if (!request.url?.endsWith('/events')) return response.end(JSON.stringify(run))
      for (const view of streams.shift() ?? [])
        response.write(`: hello\r\n\r\nevent: run\r\ndata: ${JSON.stringify(view)}\r\n\r\n`)
      if (streams.length === 1) setImmediate(() => response.destroy())
      else response.end()
    })
    const end = await followRun(
      makeApi(app, async () => 'bearer', signal),
      'run',
      silent,
      signal,
    )
    expect(end).toMatchObject({ state: 'completed', clean: true })
  })

  test('that only a person can continue ends the demo with the reason', async () => {
    const paused = { ...run, state: 'paused', pause: { code: 'oauth.reconnect', until: null } }
    const app = await listen((_, response) => response.end(`event: run\ndata: ${JSON.stringify(paused)}\n\n`))
    const following = followRun(
      makeApi(app, async () => 'bearer', signal),
      'run',
      silent,
      signal,
    )
    await expect(following).rejects.toThrow('oauth.reconnect')
  })

  test('shows phase, rows, rate, time left and cost', () => {
    const line = progressLine(run)
    for (const part of [
      'persons',
      '█'.repeat(12) + '░'.repeat(12),
      '600/1,200',
      '52 rows/s',
      '12 s left',
      '3,200 API tokens',
    ]) {
      expect(line).toContain(part)
    }
  })
})

describe('a report', () => {
  const books = { rows: 3, created: 2, updated: 0, unchanged: 0, merged: 1, skipped: 0, failed: 0, unprocessed: 0 }
  const report: Report = {
    clean: true,
    company: { id: 1 },
    datasets: [],
    outcomes: { profiles: books },
    entities: {},
    money: [{ source: 'order', currency: 'RUB', status: 'won', exportedMinor: 100, importedMinor: 100 }],
    findings: [],
    verification: { recordsRead: 2, fieldsCompared: 9, differences: 0, linksChecked: 1, brokenLinks: 0 },
    api: { requests: 1, apiTokens: 5, status429: 0, seconds: 1, byOperation: {} },
    handoff: { documents: {} },
  }

  test('with balanced books has no problems', () => {
    expect(problemsOf(report)).toEqual([])
  })

  test('is not believed when a row, a cent or a difference is missing', () => {
    expect(problemsOf({ ...report, outcomes: { profiles: { ...books, rows: 4 } } })).toHaveLength(1)
    expect(problemsOf({ ...report, money: report.money.map((sum) => ({ ...sum, importedMinor: 99 })) })).toHaveLength(1)
    expect(problemsOf({ ...report, verification: { ...report.verification, differences: 1 } })).toHaveLength(1)
    expect(problemsOf(JSON.parse('{"clean":true}'))).not.toHaveLength(0)
  })

  test('is printed with aligned columns and amounts in their currency', () => {
    expect(money(1_234_560, 'RUB')).toBe('12,345.60 RUB')
    expect(money(35_597, 'JPY')).toBe('35,597 JPY')
    expect(
      table(
        ['kind', 'rows'],
        [
          ['profiles', 1400],
          ['orders', 7],
        ],
      ),
    ).toBe('  kind       rows\n  profiles  1,400\n  orders        7')
  })
})
