import { FileRejected } from '../../types.ts'
import type { Parts } from './parts.ts'
import { type Relation, readRelations } from './relations.ts'
import type { DateSystem } from './serial-date.ts'
import { readSharedStrings } from './shared-strings.ts'
import { makeStringTable, type StringTable } from './string-table.ts'
import { type DateStyles, readDateStyles } from './styles.ts'

export interface Sheet {
  name: string
  part: string
  hidden: boolean
}

/** What cells need to be understood. */
export interface CellContext {
  strings: StringTable
  dateStyles: DateStyles
  dateSystem: DateSystem
}

/** A workbook without the cells of its sheets. */
export interface Book {
  /** In the order of their tabs; sheets of charts and macros are not among them. */
  sheets: Sheet[]
  context: CellContext
}

/** Parts that stand for other documents, by what they are called. */
const others: readonly [part: RegExp, found: string][] = [
  [/\.bin$/i, 'XLSB'],
  [/(?:^|\/)word\//i, 'DOCX'],
  [/(?:^|\/)ppt\//i, 'PPTX'],
]

/**
 * Reads what is around the sheets. Throws `FileRejected`: `file.unsupported_format` for other documents of the family,
 * `file.bad_workbook`, `file.workbook_too_large`, `file.bad_archive`.
 */
export async function readBook(parts: Parts, path: string): Promise<Book> {
  const main = (await readRelations(parts, path, '')).find(({ type }) => type === 'officeDocument')?.target
  if (main === undefined) throw new FileRejected('file.unsupported_format', { found: 'OPC', saveAs: 'XLSX' })
  const other = others.find(([part]) => part.test(main))
  if (other) throw new FileRejected('file.unsupported_format', { found: other[1], saveAs: 'XLSX' })
  const relations = await readRelations(parts, path, main)
  const { sheets, dateSystem } = await readSheets(parts, path, main, relations)
  const target = (type: string) => relations.find((one) => one.type === type && parts.has(one.target))?.target
  const strings = target('sharedStrings')
  const styles = target('styles')
  return {
    sheets,
    context: {
      strings: strings === undefined ? makeStringTable() : await readSharedStrings(parts, path, strings),
      dateStyles: styles === undefined ? [] : await readDateStyles(parts, path, styles),
      dateSystem,
    },
  }
}

async function readSheets(
  parts: Parts,
  path: string,
  main: string,
  relations: Relation[],
): Promise<{ sheets: Sheet[]; dateSystem: DateSystem }> {
  const byId = new Map(relations.map((relation) => [relation.id, relation]))
  const sheets: Sheet[] = []
  let dateSystem: DateSystem = 1900
  await parts.xml(path, main, {
    open(name, attributes) {
      if (name === 'workbookPr' && /^(?:1|true)$/.test(attributes.date1904 ?? '')) dateSystem = 1904
      const relation = name === 'sheet' ? byId.get(relationId(attributes)) : undefined
      // A part is one sheet: a list that names it again and again would have it read as often.
      if (relation?.type !== 'worksheet' || sheets.some(({ part }) => part === relation.target)) return
      const hidden = /hidden$/i.test(attributes.state ?? '')
      sheets.push({ name: attributes.name ?? '', part: relation.target, hidden })
    },
  })
  return { sheets, dateSystem }
}

/** The prefix before `:id` is the writer's choice. */
function relationId(attributes: Record<string, string>): string {
  const key = Object.keys(attributes).find((name) => name.endsWith(':id'))
  return key === undefined ? '' : (attributes[key] ?? '')
}
