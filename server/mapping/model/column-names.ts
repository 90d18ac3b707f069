import { distinctTexts } from '../plan-input.ts'
import { textShape } from './shape.ts'
import type { OpenColumn } from './types.ts'

const longestName = 120

/**
 * The names under which columns are told to a model, in their order: without line breaks, control and invisible
 * characters, at most 120 characters long. A name that is data (the first row of a file without a header) is told by its
 * shape: when it holds an e-mail address or seven digits, when it is one of the column's own values, or when another open
 * column of the same dataset has such a name.
 */
export function namesToTell(columns: readonly OpenColumn[]): string[] {
  const headless = new Set(columns.filter(({ column }) => isPersonal(column)).map(({ datasetId }) => datasetId))
  return columns.map((open) => {
    const name = toOneLine(open.column)
    return headless.has(open.datasetId) || isOwnValue(open) ? textShape(name) : name
  })
}

function toOneLine(column: string): string {
  const text = column.replace(/[\p{C}\p{Z}]+/gu, ' ').trim()
  return [...text].slice(0, longestName).join('').trim()
}

/** Looks further than what is told, so that no half of an address is. */
function isPersonal(column: string): boolean {
  const text = column.slice(0, longestName * 4)
  return /@\S*\.\S/.test(text) || (text.match(/\p{Nd}/gu) ?? []).length >= 7
}

function isOwnValue({ column, profile }: OpenColumn): boolean {
  const name = plain(column)
  const texts = [...distinctTexts(profile), ...profile.listItems.map(({ value }) => value)]
  return texts.some((text) => plain(text) === name)
}

function plain(text: string): string {
  return toOneLine(text).toLowerCase()
}
