import type { Json } from '../../../lib/json.ts'
import { FileRejected } from '../../types.ts'
import type { CellContext } from './book.ts'
import { type RawCell, toCellValue } from './cell-value.ts'
import { makeXmlReader, type XmlReader } from './xml-part.ts'

export interface SheetRow {
  /** As Excel shows it. */
  number: number
  /** Those with a value, as they stand in the file, and the column of each, from 0: one in column XFD costs no 16,383 others. */
  cells: Json[]
  places: number[]
  /** Columns up to the last cell. */
  width: number
  /** Characters of its texts. */
  characters: number
  /** The row has more text than a row may have: `cells` ends before. */
  tooLarge: boolean
}

export interface SheetReader extends XmlReader {
  /** The rows with values that were read since the last call. */
  take(): SheetRow[]
  /** Formulas met so far that the workbook holds without a result. */
  formulasWithoutResult(): number
}

/** Excel's last column is XFD. */
const columnLimit = 16_384
/** Characters of a row's texts; one with more is not read. */
export const rowCharacters = 16 * 1024 * 1024

/**
 * Reads the cells of a sheet's XML. Rows and cells that do not say where they stand follow the ones before them. Rows
 * without a value are passed over. Throws as `readXml`.
 */
export function makeSheetReader(part: string, context: CellContext): SheetReader {
  const cell: RawCell = { type: '', style: 0, value: '' }
  let rows: SheetRow[] = []
  let row = makeRow(0)
  let column = -1
  let inData = false
  let inCell = false
  let inValue = false
  let inReading = false
  let hasFormula = false
  let withoutResult = 0

  function openCell({ r, s, t }: Record<string, string>): void {
    column = r === undefined ? column + 1 : columnOf(r)
    if (column < 0 || column >= columnLimit) {
      throw new FileRejected('file.bad_workbook', { part, reason: `cell ${r ?? column + 1}` })
    }
    cell.type = t ?? 'n'
    cell.style = s === undefined ? 0 : Number(s)
    cell.value = ''
    inCell = true
    hasFormula = false
  }

  function closeCell(): void {
    inCell = false
    if (hasFormula && cell.value === '' && cell.type !== 'str') withoutResult += 1
    const value = toCellValue(cell, context)
    if (value === undefined) throw new FileRejected('file.bad_workbook', { part, reason: `shared text ${cell.value}` })
    if (value === null || value === '' || row.tooLarge) return
    if (typeof value === 'string') row.characters += value.length
    if (row.characters > rowCharacters) {
      row.tooLarge = true
      return
    }
    row.cells.push(value)
    row.places.push(column)
    row.width = Math.max(row.width, column + 1)
  }

  const xml = makeXmlReader(part, {
    open(name, attributes) {
      if (name === 'c' && inData) openCell(attributes)
      else if (inCell) {
        if (name === 'v' || name === 't') inValue = !inReading
        else if (name === 'f') hasFormula = true
        else if (name === 'rPh') inReading = true
      } else if (name === 'row' && inData) {
        const number = attributes.r === undefined ? row.number + 1 : Number(attributes.r)
        if (!Number.isSafeInteger(number)) throw new FileRejected('file.bad_workbook', { part, reason: 'row number' })
        row = makeRow(number)
        column = -1
      } else if (name === 'sheetData') inData = true
    },
    text(text) {
      if (inValue && cell.value.length <= rowCharacters) cell.value += text
    },
    close(name) {
      if (name === 'v' || name === 't') inValue = false
      else if (name === 'rPh') inReading = false
      else if (name === 'c' && inCell) closeCell()
      else if (name === 'row' && inData) {
        if (row.tooLarge || row.cells.some(isFilled)) rows.push(row)
      } else if (name === 'sheetData') inData = false
    },
  })

  return {
    ...xml,
    take() {
      const taken = rows
      rows = []
      return taken
    },
    formulasWithoutResult: () => withoutResult,
  }
}

function makeRow(number: number): SheetRow {
  return { number, cells: [], places: [], width: 0, characters: 0, tooLarge: false }
}

function isFilled(value: Json): boolean {
  return value !== null && (typeof value !== 'string' || value.trim() !== '')
}

/** The column of a reference like `AB12`, from 0; -1 when it names none. */
function columnOf(reference: string): number {
  let column = 0
  for (let at = 0; at < reference.length; at += 1) {
    const letter = reference.charCodeAt(at) & 0xdf
    if (letter < 65 || letter > 90) break
    column = column * 26 + letter - 64
  }
  return column - 1
}
