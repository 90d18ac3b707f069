import type { Json } from '../../lib/json.ts'
import { plainText } from '../drafting/plain-text.ts'
import { isEmptyCell } from './empty-cell.ts'
import { blank, longestText, type StepContext, type StepMakers } from './step.ts'
import { fillTemplate, readTemplate } from './template.ts'

/** These look at the row, whatever the steps before them gave. */
export const rowSteps: StepMakers<'constant' | 'template' | 'firstNonEmpty'> = {
  constant: ({ value }) => {
    return () => ({ ok: value === '' ? null : value })
  },
  template: ({ text }, context) => {
    const parts = readTemplate(text)
    const cellOf = makeCellOf(context)
    return (_, cells) => {
      const filled = fillTemplate(parts, (column) => textOfCell(cellOf(column, cells)), longestText)
      if (filled === undefined) return { problem: 'value.too_long' }
      return filled === '' ? blank : { ok: filled }
    }
  },
  firstNonEmpty: ({ columns }, context) => {
    const cellOf = makeCellOf(context)
    return (_, cells) => ({
      ok: columns.map((column) => cellOf(column, cells)).find((cell) => cell !== null) ?? null,
    })
  },
}

function textOfCell(cell: Json): string {
  return cell === null ? '' : plainText(cell)
}

function makeCellOf({ indexOf }: StepContext): (column: string, cells: readonly Json[]) => Json {
  const places = new Map<string, number>()
  return (column, cells) => {
    const at = places.get(column) ?? indexOf(column)
    places.set(column, at)
    const cell = at < 0 ? undefined : cells[at]
    return cell === undefined || isEmptyCell(cell) ? null : cell
  }
}
