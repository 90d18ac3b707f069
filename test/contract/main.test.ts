import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'

const run = (...flags: string[]) => spawn(process.execPath, ['sandbox/main.ts', ...flags])

test('the process tells where it listens in one line of JSON, and stops on SIGTERM', async () => {
  const sandbox = run('--port', '0', '--plan', 'lite', '--auto-approve', '--app-url', 'http://127.0.0.1:3000')
  const ended = once(sandbox, 'exit')
  const [line] = await Promise.race([once(sandbox.stdout, 'data'), ended])
  const { url, clientId } = JSON.parse(String(line))
  expect(clientId).toBe('sandbox-client')
  expect(await (await fetch(`${url}/__sandbox/app`)).json()).toMatchObject({
    callbackUrl: 'http://127.0.0.1:3000/oauth/callback',
    settingsUrl: 'http://127.0.0.1:3000/settings/',
    panelUrl: 'http://127.0.0.1:3000/panel/',
  })
  sandbox.kill('SIGTERM')
  expect(await ended).toEqual([0, null])
})

test.each([
  [['--plan', 'huge'], '--plan'],
  [['--seats', 'many'], '--seats'],
  [['--app-url', 'here'], '--app-url'],
  [['--colour'], '--colour'],
])('the flag %j is refused with a sentence that names it', async (flags, name) => {
  const sandbox = run(...flags)
  let told = ''
  sandbox.stderr.on('data', (chunk) => {
    told += String(chunk)
  })
  expect(await once(sandbox, 'close')).toEqual([2, null])
  expect(told).toContain(name)
})
