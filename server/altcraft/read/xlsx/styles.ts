import { isBuiltInDate, isDateCode } from './date-format.ts'
import type { Parts } from './parts.ts'

/** Whether cells of a style (attribute `s`) show a date, by the style's number. */
export type DateStyles = readonly boolean[]

/** Excel has 64,000. */
const stylesLimit = 1_000_000

/** Which cell styles show a date or time. */
export async function readDateStyles(parts: Parts, path: string, part: string): Promise<DateStyles> {
  const codes = new Map<number, boolean>()
  const formats: number[] = []
  let inCells = false
  await parts.xml(path, part, {
    open(name, attributes) {
      if (name === 'cellXfs') inCells = true
      if (name === 'numFmt' && codes.size < stylesLimit) {
        codes.set(Number(attributes.numFmtId), isDateCode(attributes.formatCode ?? ''))
      }
      if (name === 'xf' && inCells && formats.length < stylesLimit) formats.push(Number(attributes.numFmtId ?? 0))
    },
    close(name) {
      if (name === 'cellXfs') inCells = false
    },
  })
  return formats.map((id) => codes.get(id) ?? isBuiltInDate(id))
}
