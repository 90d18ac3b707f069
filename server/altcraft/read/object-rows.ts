import type { Json, JsonObject } from '../../lib/json.ts'
import { assertColumns } from './column-limit.ts'

export interface ObjectRows {
  /** The object's values in the order of `columns`, which grows by the keys that are new. Throws `FileRejected` `file.too_many_columns`. */
  toCells(object: JsonObject): Json[]
}

/** Lays objects out in columns: the keys in the order in which they are first met. `columns` is extended in place. */
export function makeObjectRows(columns: string[]): ObjectRows {
  let characters = 0
  const indexOf = new Map(columns.map((column, index) => [column, index]))
  return {
    toCells(object) {
      const cells: Json[] = []
      for (const key of Object.keys(object)) {
        let index = indexOf.get(key)
        if (index === undefined) {
          characters += key.length
          assertColumns(columns.length + 1, characters)
          index = columns.push(key) - 1
          indexOf.set(key, index)
        }
        while (cells.length <= index) cells.push(null)
        cells[index] = object[key] ?? null
      }
      return cells
    },
  }
}
