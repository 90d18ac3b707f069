import { invalid } from './answer.ts'

export type Direction = 'asc' | 'desc'

/** Where a page ended. Clients see it encoded and must not look inside. */
export interface Position {
  field: string
  fieldValue: string | number
  sortDirection: Direction
  id: number
}

export const writeCursor = (position: Position): string => Buffer.from(JSON.stringify(position)).toString('base64url')

/** Throws 400 unless the cursor was made for this order. */
export function readCursor(cursor: string | undefined, field: string, direction: Direction): Position | undefined {
  if (cursor === undefined) return undefined
  const position = decode(cursor)
  if (position?.field === field && position.sortDirection === direction && Number.isInteger(position.id))
    return position
  throw invalid('cursor', 'is not valid for this list')
}

function decode(cursor: string): Position | undefined {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}
