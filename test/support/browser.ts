import { execFileSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, join } from 'node:path'
import { type Browser, chromium } from 'playwright-core'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'microsoft-edge']
const bundles = [
  '/usr/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/**
 * A headless browser with a fresh profile: CHROME_PATH, else one that is installed, else Debian's chromium (as root), else
 * Playwright's. Installs what is missing; throws one sentence that says what to do when nothing can be had.
 */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = installedBrowser() ?? debianBrowser() ?? playwrightBrowser()
  if (!executablePath) {
    throw new Error(
      'Browser tests need Chrome or Chromium, and none could be found or installed: install one and set CHROME_PATH to it.',
    )
  }
  return chromium.launch({ executablePath, headless: true, args: flags })
}

function installedBrowser(): string | undefined {
  const chosen = process.env.CHROME_PATH
  if (chosen && !isExecutable(chosen)) throw new Error(`CHROME_PATH is ${chosen}, but that is no program.`)
  const onPath = (process.env.PATH ?? '').split(delimiter).flatMap((folder) => names.map((name) => join(folder, name)))
  const candidates = [...(chosen ? [chosen] : []), ...bundles, ...onPath, chromium.executablePath()]
  return candidates.find(isExecutable)
}

function debianBrowser(): string | undefined {
  if (process.getuid?.() !== 0 || !isExecutable('/usr/bin/apt-get')) return undefined
  const install = ['install', '-y', '--no-install-recommends', 'chromium']
  const installed = runs('apt-get', install) || (runs('apt-get', ['update']) && runs('apt-get', install))
  return installed ? installedBrowser() : undefined
}

function playwrightBrowser(): string | undefined {
  const cli = createRequire(import.meta.url).resolve('playwright-core/cli.js')
  return runs(process.execPath, [cli, 'install', 'chromium']) ? installedBrowser() : undefined
}

function runs(program: string, args: string[]): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    return true
  } catch {
    return false
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
