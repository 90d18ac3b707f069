import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { defaultRecords, defaultSeed, smallestAccount } from './generator/sizes.ts'
import { writeAccount } from './generator/write-account.ts'

const usage = `Writes a synthetic Altcraft account.
usage: node examples/generate.ts [--records N] [--seed S] [--out DIR]
  --records N   profile rows, at least ${smallestAccount} (default ${defaultRecords}); the other files grow in proportion
  --seed S      whole number (default ${defaultSeed})
  --out DIR     default: the bundled account, examples/altcraft-export`

await main(process.argv.slice(2))

async function main(args: string[]): Promise<void> {
  const options = readOptions(args)
  if (options === undefined) {
    console.error(usage)
    process.exitCode = 2
    return
  }
  await writeAccount(options.out, options.records, options.seed)
  console.log(`${options.records} profiles and what belongs to them written to ${options.out}`)
}

function readOptions(args: string[]): { records: number; seed: number; out: string } | undefined {
  try {
    const text = { type: 'string' } as const
    const { values } = parseArgs({ args, options: { records: text, seed: text, out: text } })
    const records = Number(values.records ?? defaultRecords)
    const seed = Number(values.seed ?? defaultSeed)
    const isValid = Number.isSafeInteger(records) && records >= smallestAccount && Number.isSafeInteger(seed)
    const out = values.out ?? fileURLToPath(new URL('altcraft-export', import.meta.url))
    return isValid ? { records, seed, out } : undefined
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    return undefined
  }
}
