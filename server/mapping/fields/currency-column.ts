import { readCurrency } from '../currency.ts'
import { type DatasetDraft, distinctTexts, type MappedColumn, mappedColumns } from '../plan-input.ts'
import { headerWords } from './header-words.ts'

/**
 * The column of the same file that holds the currency of these amounts: the one whose name shares most words with theirs
 * (`bonus_amount`, `bonus_currency`), else the file's own currency. Undefined where no column holds currencies alone.
 */
export function currencyColumnOf(draft: DatasetDraft, amounts: MappedColumn): string | undefined {
  const words = new Set(headerWords(amounts.mapping.column))
  const ranked = mappedColumns(draft)
    .filter(({ mapping, profile }) => mapping.column !== amounts.mapping.column && holdsCurrencies(profile))
    .map(({ mapping: { column, target } }) => ({
      column,
      shared: headerWords(column).filter((word) => words.has(word)).length,
      ofFile: target.endsWith('.currency') ? 1 : 0,
    }))
    .sort((a, b) => b.shared - a.shared || b.ofFile - a.ofFile)
  return ranked[0]?.column
}

function holdsCurrencies(profile: MappedColumn['profile']): boolean {
  const texts = distinctTexts(profile)
  return texts.length > 0 && texts.every((text) => readCurrency(text, '') !== undefined)
}
