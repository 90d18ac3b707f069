import type { JsonTable } from '../detect/json-table.ts'
import { type JsonOutline, makeOutliner } from './json-outline.ts'
import { type Handling, type JsonScanner, type JsonType, makeJsonScanner } from './json-scan.ts'

export interface JsonRowSink {
  /** `key`: of a map, the key under which the row stands. */
  row(text: string, offset: number, key: string | undefined): void
  /** A row of more than `elementLimit` characters: its beginning. */
  tooLarge(head: string, offset: number): void
}

export interface JsonRows extends JsonScanner {
  /** What stands in the documents besides the rows. */
  beside: JsonOutline
}

/**
 * Cuts JSON documents that come in pieces into the rows of a table, without parsing these; everything else is checked to be
 * JSON. Memory is one row.
 */
export function makeJsonRows(table: JsonTable, sink: JsonRowSink): JsonRows {
  const depth = table.path.length
  const outliner = makeOutliner()
  /** How many of the opened values, from the top, lead to the table. */
  let onPath = 0
  let opened = 0
  let inTable = false

  const scanner = makeJsonScanner({
    begin,
    close(offset) {
      if (inTable) {
        inTable = false
        return
      }
      outliner.close(offset)
      opened -= 1
      onPath = Math.min(onPath, opened)
    },
    taken: (text, offset, path) => sink.row(text, offset, table.rows === 'members' ? path.at(-1) : undefined),
    tooLarge: sink.tooLarge,
  })

  return { ...scanner, beside: outliner.outline }

  function begin(type: JsonType, path: readonly string[], offset: number): Handling {
    if (inTable) return 'take'
    const leads = onPath === path.length && (path.length === 0 || path.at(-1) === table.path[path.length - 1])
    if (leads && path.length === depth && type !== 'scalar') return beginTable(type)
    const handling = outliner.begin(type, path, offset)
    if (handling !== 'open') return 'check'
    opened += 1
    if (leads && type === 'object') onPath = opened
    return 'open'
  }

  function beginTable(type: JsonType): Handling {
    const rowsInside = table.rows === 'members' ? type === 'object' : table.rows === 'values' && type === 'array'
    inTable = rowsInside
    return rowsInside ? 'open' : 'take'
  }
}
