import { FileRejected } from '../../types.ts'
import type { Parts } from './parts.ts'
import { makeStringTable, type StringTable } from './string-table.ts'
import { unescapeText } from './xml-text.ts'

/** Characters of one text; Excel allows 32,767. */
const longest = 16 * 1024 * 1024

/**
 * The texts that cells share: runs of rich text joined, without the readings (`rPh`) that East Asian versions add. Throws
 * `FileRejected`: `file.workbook_too_large`, `file.bad_workbook`.
 */
export async function readSharedStrings(parts: Parts, path: string, part: string): Promise<StringTable> {
  const strings = makeStringTable()
  let text = ''
  let inText = false
  let inReading = false
  await parts.xml(path, part, {
    open(name) {
      if (name === 'si') text = ''
      else if (name === 't') inText = !inReading
      else if (name === 'rPh') inReading = true
    },
    text(more) {
      if (!inText) return
      text += more
      if (text.length > longest) throw new FileRejected('file.workbook_too_large', { limitBytes: longest })
    },
    close(name) {
      if (name === 't') inText = false
      else if (name === 'rPh') inReading = false
      else if (name === 'si') strings.add(unescapeText(text))
    },
  })
  return strings
}
