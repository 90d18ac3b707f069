import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { CasesRejected, proposeCases } from './propose-cases.ts'
import type { Language } from './reason-words.ts'

const usage = 'usage: npm run propose -- --cases FILE [--language en|ru]'

/** `npm run propose -- --cases FILE`: proposals for columns of which samples are known, as JSON on standard output. */
try {
  const { cases, language } = readOptions(process.argv.slice(2))
  process.stdout.write(`${JSON.stringify(proposeCases(readCases(cases), language), null, 2)}\n`)
} catch (error) {
  process.stderr.write(`${error instanceof CasesRejected ? error.message : String(error)}\n`)
  process.exitCode = 2
}

function readOptions(args: string[]): { cases: string; language: Language } {
  const { cases, language = 'en' } = parse(args)
  if (cases === undefined) throw new CasesRejected(`--cases FILE is missing: a JSON file of columns.\n${usage}`)
  if (language !== 'en' && language !== 'ru')
    throw new CasesRejected(`--language must be en or ru, not "${language}".\n${usage}`)
  return { cases, language }
}

function parse(args: string[]) {
  const text = { type: 'string' } as const
  try {
    return parseArgs({ args, options: { cases: text, language: text } }).values
  } catch (error) {
    throw new CasesRejected(`${(error as Error).message}\n${usage}`)
  }
}

function readCases(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw new CasesRejected(`The file ${path} cannot be read: ${(error as Error).message}`)
  }
}
