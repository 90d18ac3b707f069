import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { DemoFailure } from './failure.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

/** Builds the panel's pages unless they are there. Throws `DemoFailure` with what the build printed. */
export async function buildPanel(): Promise<void> {
  if (existsSync(`${root}extension-ui/dist/settings/index.html`)) return
  const vite = fileURLToPath(new URL('./bin/vite.js', import.meta.resolve('vite/package.json')))
  const build = spawn(process.execPath, [vite, 'build', 'extension-ui'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [build.stdout, build.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      words += text
    })
  }
  const [code] = await once(build, 'close')
  if (code !== 0) throw new DemoFailure(`The panel could not be built:\n${words.slice(-2_000)}`)
}
