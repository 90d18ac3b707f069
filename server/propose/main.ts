import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CasesRejected, proposeCases } from './propose-cases.ts'

/** `npm run propose -- --cases FILE`: proposals for columns of which samples are known, as JSON on standard output. */
const { values } = parseArgs({ options: { cases: { type: 'string' }, language: { type: 'string', default: 'en' } } })
try {
  if (values.cases === undefined)
    throw new CasesRejected('--cases FILE is missing: a JSON file of columns with samples')
  process.stdout.write(
    `${JSON.stringify(proposeCases(readFileSync(values.cases, 'utf8'), values.language === 'ru' ? 'ru' : 'en'), null, 2)}\n`,
  )
} catch (error) {
  const said = error instanceof CasesRejected || (error instanceof Error && 'syscall' in error)
  process.stderr.write(`${said ? (error as Error).message : String(error)}\n`)
  process.exitCode = 2
}
