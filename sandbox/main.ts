import { parseArgs } from 'node:util'
import { defaultOptions, type SandboxOptions } from './options.ts'
import { isPlan } from './plans.ts'
import { buildSandbox } from './sandbox.ts'

const usage = `node sandbox/main.ts [--port N] [--plan lite|growth|premium|ultimate] [--seats N] [--daily-budget N]
  [--latency MS] [--auto-approve] [--no-limits] [--app-url URL] [--seed TEXT] [--companies N]`

class BadFlag extends Error {}

/** Throws BadFlag with a sentence that names the flag. */
function readFlags(args: string[]): { port: number; options: Partial<SandboxOptions> } {
  const { values } = parseFlags(args)
  const plan = values.plan ?? defaultOptions.plan
  if (!isPlan(plan)) throw new BadFlag(`--plan must be lite, growth, premium or ultimate, not "${plan}"`)
  const options: Partial<SandboxOptions> = {
    plan,
    seats: whole('--seats', values.seats, 1) ?? defaultOptions.seats,
    dailyBudget: whole('--daily-budget', values['daily-budget'], 0),
    latencyMs: whole('--latency', values.latency, 0) ?? 0,
    autoApprove: values['auto-approve'] ?? false,
    limits: !(values['no-limits'] ?? false),
    seed: values.seed ?? defaultOptions.seed,
    companies: whole('--companies', values.companies, 2) ?? defaultOptions.companies,
    ...appUrls(values['app-url']),
  }
  return { port: whole('--port', values.port, 0) ?? 8420, options }
}

function parseFlags(args: string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args,
      options: {
        port: text,
        plan: text,
        seats: text,
        'daily-budget': text,
        latency: text,
        'auto-approve': flag,
        'no-limits': flag,
        'app-url': text,
        seed: text,
        companies: text,
      },
    })
  } catch (error) {
    throw new BadFlag(error instanceof Error ? error.message : String(error))
  }
}

function whole(name: string, value: string | undefined, min: number): number | undefined {
  if (value === undefined) return undefined
  if (!/^\d{1,9}$/.test(value) || Number(value) < min)
    throw new BadFlag(`${name} must be a whole number from ${min} on, not "${value}"`)
  return Number(value)
}

function appUrls(appUrl: string | undefined): Partial<SandboxOptions> {
  if (appUrl === undefined) return {}
  if (!URL.canParse(appUrl)) throw new BadFlag(`--app-url must be a URL, not "${appUrl}"`)
  const base = appUrl.replace(/\/$/, '')
  return { callbackUrl: `${base}/oauth/callback`, settingsUrl: `${base}/settings/`, panelUrl: `${base}/panel/` }
}

async function main(): Promise<void> {
  const { port, options } = readFlags(process.argv.slice(2))
  const sandbox = await buildSandbox(options)
  const url = await sandbox.listen(port)
  const { clientId, clientSecret } = { ...defaultOptions, ...options }
  process.stdout.write(`${JSON.stringify({ url, clientId, clientSecret })}\n`)
  const stop = () => void sandbox.close().then(() => process.exit(0))
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

main().catch((error: unknown) => {
  const known = error instanceof BadFlag
  process.stderr.write(known ? `${error.message}\n${usage}\n` : `${String(error)}\n`)
  process.exit(known ? 2 : 1)
})
