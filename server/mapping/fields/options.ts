import { valueKey } from '../status-words.ts'

/** Pipedrive's limits: characters of a label, options of a field. */
export const labelLimit = 255
export const optionLimit = 10_000

/** The labels for these values: trimmed, without empty ones; those that differ in case alone are one. */
export function optionsOf(values: readonly { value: string }[]): string[] {
  return uniteOptions(
    [],
    values.map(({ value }) => value.trim()).filter((value) => value !== ''),
  )
}

/** Labels that differ in case alone are one option; the first spelling stays. */
export function uniteOptions(a: readonly string[], b: readonly string[]): string[] {
  const known = new Map<string, string>()
  for (const label of [...a, ...b]) if (!known.has(valueKey(label))) known.set(valueKey(label), label)
  return [...known.values()]
}
