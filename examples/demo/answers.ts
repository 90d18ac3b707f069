import { readFile } from 'node:fs/promises'
import { DemoFailure } from './failure.ts'

/** Question id → answer. Throws `DemoFailure` when the file is not a JSON object of texts. */
export async function readAnswers(path: string): Promise<Record<string, string>> {
  const text = await readFile(path, 'utf8').catch(() => {
    throw new DemoFailure(`The answers file ${path} cannot be read.`)
  })
  const answers = parse(text)
  if (answers === undefined)
    throw new DemoFailure(`The answers file ${path} must be a JSON object: question id → answer.`)
  return answers
}

function parse(text: string): Record<string, string> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    if (!isObject || !Object.values(value).every((answer) => typeof answer === 'string')) return undefined
    return Object.fromEntries(Object.entries(value))
  } catch {
    return undefined
  }
}
