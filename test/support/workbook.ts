import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { ZipFile } from 'yazl'

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

export interface WorkbookParts {
  /** Sheet name → its `sheetData` content, or its whole XML when that begins with a declaration. */
  sheets: Record<string, string>
  /** Elements `si`. */
  strings?: string
  /** What stands in `styleSheet`. */
  styles?: string
}

/** A workbook of the smallest parts that Excel opens. */
export function workbookOf({ sheets, strings, styles }: WorkbookParts): Promise<Buffer> {
  const names = Object.keys(sheets)
  const links = names.map((_, index) => link(`s${index}`, 'worksheet', `worksheets/sheet${index + 1}.xml`))
  if (strings !== undefined) links.push(link('strings', 'sharedStrings', 'sharedStrings.xml'))
  if (styles !== undefined) links.push(link('styles', 'styles', 'styles.xml'))
  const list = names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="s${index}"/>`)
  const parts: Record<string, string> = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': `<Relationships>${link('book', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${relations}"><sheets>${list.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${links.join('')}</Relationships>`,
  }
  for (const [index, sheet] of Object.values(sheets).entries()) {
    parts[`xl/worksheets/sheet${index + 1}.xml`] = sheet.startsWith('<?xml') ? sheet : worksheet(sheet)
  }
  if (strings !== undefined) parts['xl/sharedStrings.xml'] = `<sst xmlns="${main}">${strings}</sst>`
  if (styles !== undefined) parts['xl/styles.xml'] = `<styleSheet xmlns="${main}">${styles}</styleSheet>`
  return zipOf(parts)
}

/** A zip archive of files by name. */
export function zipOf(members: Record<string, string | Buffer>): Promise<Buffer> {
  const zip = new ZipFile()
  for (const [name, content] of Object.entries(members)) zip.addBuffer(Buffer.from(content), name)
  zip.end()
  return buffer(Readable.from(zip.outputStream))
}

function worksheet(data: string): string {
  return `<worksheet xmlns="${main}"><sheetData>${data}</sheetData></worksheet>`
}

function link(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${relations}/${type}" Target="${target}"/>`
}
