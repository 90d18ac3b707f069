import { toLatin } from '../transliterate.ts'

/** The stable key of a column's field: Latin letters, digits and underscores with `__c` behind. */
export function fieldKeyOf(column: string): string {
  const latin = toLatin(column.normalize('NFKC').toLowerCase()).normalize('NFD')
  const slug = latin
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
    .slice(0, 60)
  return `${slug === '' ? `column_${[...column].map((letter) => letter.codePointAt(0)?.toString(36)).join('')}`.slice(0, 60) : slug}__c`
}
