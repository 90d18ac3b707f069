import { parseArgs } from 'node:util'
import { smallestAccount } from '../generator/sizes.ts'

export interface DemoOptions {
  /** Exit after the import; otherwise the panel stays open until Ctrl-C. */
  once: boolean
  /** Folder of exports; unset: the bundled account, or a generated one of `records` profiles. */
  filesDir: string | undefined
  records: number | undefined
  answersFile: string | undefined
  acceptProposed: boolean
  reportFile: string | undefined
  /** Afterwards everything is taken back. */
  thenUndo: boolean
  /** OAuth host to use instead of the sandbox. */
  pipedriveUrl: string | undefined
}

export const usage = `Imports a folder of Altcraft exports through the app's public HTTP API.
usage: npm run demo -- [options]
  --once               exit afterwards; exit code 0 only if the reconciliation is clean
  --files DIR          another folder of exports (default: the bundled account)
  --records N          a generated account of N profiles, at least ${smallestAccount}
  --answers FILE       JSON, question id → answer
  --accept-proposed    take the proposal for every question without an answer; otherwise open questions are printed
                       and the exit code is 3
  --report FILE        write the machine-readable result
  --then-undo          afterwards take everything back, and tell what was left
  --pipedrive-url URL  another OAuth host instead of the sandbox; the app's credentials are read from
                       PIPEDRIVE_CLIENT_ID and PIPEDRIVE_CLIENT_SECRET`

/** What is wrong with the command line, in one sentence. */
export class UsageError extends Error {}

/** Throws `UsageError`. */
export function readOptions(args: string[]): DemoOptions {
  const values = parse(args)
  if (values.files !== undefined && values.records !== undefined)
    throw new UsageError('Use --files or --records, not both.')
  return {
    once: values.once ?? false,
    filesDir: values.files,
    records: toRecords(values.records),
    answersFile: values.answers,
    acceptProposed: values['accept-proposed'] ?? false,
    reportFile: values.report,
    thenUndo: values['then-undo'] ?? false,
    pipedriveUrl: toOrigin(values['pipedrive-url']),
  }
}

function parse(args: string[]) {
  const text = { type: 'string' } as const
  const flag = { type: 'boolean' } as const
  try {
    return parseArgs({
      args,
      options: {
        once: flag,
        files: text,
        records: text,
        answers: text,
        'accept-proposed': flag,
        report: text,
        'then-undo': flag,
        'pipedrive-url': text,
      },
    }).values
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error))
  }
}

function toRecords(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const records = Number(text)
  if (Number.isSafeInteger(records) && records >= smallestAccount) return records
  throw new UsageError(`--records must be a whole number from ${smallestAccount} on, not "${text}".`)
}

function toOrigin(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).origin
  throw new UsageError(`--pipedrive-url must be an address like https://oauth.pipedrive.com, not "${text}".`)
}
