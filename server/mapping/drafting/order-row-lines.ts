import type { SourceRow } from '../../altcraft/types.ts'
import type { DatasetPlan, DealLine } from '../types.ts'
import type { Findings } from './findings.ts'
import { makeReadLine, nestedLines } from './order-lines.ts'
import { cellOf, type Place, type Places } from './places.ts'

export interface ReadOrderLines {
  (row: SourceRow, currency: string, findings: Findings): DealLine[] | 'invalid'
  /** Each row is one line of its order. */
  isFlat: boolean
  /** The column to blame for an unreadable line. */
  place: Place | undefined
}

/** The lines of an order's row: all of them nested in one cell, or the one that the row itself is. */
export function makeReadOrderLines(dataset: DatasetPlan, places: Places): ReadOrderLines {
  return places.one('order.lines') === undefined ? flatLines(dataset, places) : nestedCell(dataset, places)
}

function nestedCell(dataset: DatasetPlan, places: Places): ReadOrderLines {
  const place = places.one('order.lines')
  const column = place?.mapping.column
  const readLine = makeReadLine(dataset)
  const read = (row: SourceRow, currency: string, findings: Findings) => {
    const cell = cellOf(row, place)
    const written = cell === null ? [] : nestedLines(cell)
    if (written === undefined) return 'invalid'
    const lines: DealLine[] = []
    for (const [at, one] of written.entries()) {
      const line = readLine(one, currency, { ...(column === undefined ? {} : { column }), line: at + 1 }, findings)
      if (line === 'invalid') return 'invalid'
      if (line !== 'none') lines.push(line)
    }
    return lines
  }
  return Object.assign(read, { isFlat: false, place })
}

function flatLines(dataset: DatasetPlan, places: Places): ReadOrderLines {
  const id = places.one('line.id')
  const product = places.one('line.product')
  const name = places.one('line.name')
  const quantity = places.one('line.quantity')
  const price = places.one('line.price')
  const total = places.one('line.total')
  const discount = places.one('line.discount')
  const tax = places.one('line.tax')
  const place = price ?? total
  const isFlat = place !== undefined && (product !== undefined || name !== undefined)
  const readLine = makeReadLine(dataset)
  const read = (row: SourceRow, currency: string, findings: Findings) => {
    const written = {
      id: cellOf(row, id),
      product: cellOf(row, product),
      name: cellOf(row, name),
      quantity: cellOf(row, quantity),
      price: cellOf(row, price),
      total: cellOf(row, total),
      discount: cellOf(row, discount),
      tax: cellOf(row, tax),
      currency: null,
    }
    const isLine = written.product !== null || written.name !== null || written.price !== null || written.total !== null
    if (!isFlat || !isLine) return []
    const line = readLine(written, currency, { column: place.mapping.column, line: 1 }, findings)
    return line === 'invalid' ? 'invalid' : line === 'none' ? [] : [line]
  }
  return Object.assign(read, { isFlat, place })
}
