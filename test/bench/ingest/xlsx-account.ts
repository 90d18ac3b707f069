import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { ZipFile } from 'yazl'
import { makeRandom, profileColumns } from './profiles-csv.ts'

const words = [
  'Анна',
  'Мария',
  'Пётр',
  'José',
  'Иванова',
  'Smith',
  'Müller',
  'Москва',
  'Казань',
  'Нижний Новгород',
  'Berlin',
]
const pool = [...words, 'male', 'female', 'Europe/Moscow', 'form #30', 'VIP, спрашивать Ольгу', '["vip","новый"]']
/** Texts that every row has for itself: an id and an e-mail. */
const ownTexts = 2
const chunkBytes = 256 * 1024
const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const relations = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const contentType = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
const declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

/**
 * Writes an Excel workbook with one sheet of `rows` profiles and `columns` columns (those of `profileColumns`, further ones
 * hold numbers): texts shared, some of them Cyrillic, inline texts, numbers, dates and booleans; about 700 bytes of XML a
 * row of 20 columns. Flat memory; the same seed gives the same sheet.
 */
export async function writeWorkbook(path: string, rows: number, columns: number, seed: number): Promise<void> {
  const zip = new ZipFile()
  const headers = Array.from({ length: columns }, (_, index) => profileColumns[index] ?? `custom_${index + 1}`)
  const add = (name: string, text: () => Iterable<string>) =>
    zip.addReadStreamLazy(name, {}, (give) => give(null, Readable.from(toChunks(text()), { objectMode: false })))
  add('[Content_Types].xml', () => [contentTypes])
  add('_rels/.rels', () => [relationships([['officeDocument', 'xl/workbook.xml']])])
  add('xl/workbook.xml', () => [workbook])
  add('xl/_rels/workbook.xml.rels', () => [workbookRelations])
  add('xl/styles.xml', () => [styles])
  add('xl/worksheets/sheet1.xml', () => sheet(rows, headers, makeRandom(seed)))
  add('xl/sharedStrings.xml', () => sharedStrings(rows))
  zip.end()
  await pipeline(Readable.from(zip.outputStream), createWriteStream(path))
}

function* toChunks(pieces: Iterable<string>): Generator<Buffer, void> {
  let text = ''
  for (const piece of pieces) {
    text += piece
    if (text.length < chunkBytes) continue
    yield Buffer.from(text)
    text = ''
  }
  yield Buffer.from(text)
}

function* sheet(rows: number, headers: string[], random: () => number): Generator<string, void> {
  yield `${declaration}<worksheet xmlns="${main}"><sheetData><row r="1">`
  yield `${headers.map((name, index) => inline(`${letters(index)}1`, name)).join('')}</row>`
  for (let row = 0; row < rows; row += 1) {
    const cells = headers.map((name, index) => cell(name, `${letters(index)}${row + 2}`, row, random))
    yield `<row r="${row + 2}" spans="1:${headers.length}">${cells.join('')}</row>`
  }
  yield '</sheetData></worksheet>'
}

function cell(column: string, at: string, row: number, random: () => number): string {
  const below = (limit: number) => Math.floor(random() * limit)
  const shared = (index: number) => `<c r="${at}" t="s"><v>${index}</v></c>`
  const number = (value: number, style = 0) => `<c r="${at}" s="${style}"><v>${value}</v></c>`
  switch (column) {
    case 'id':
      return shared(pool.length + row * ownTexts)
    case 'email':
      return shared(pool.length + row * ownTexts + 1)
    case 'phones':
      return number(79_000_000_000 + below(999_999_999))
    case '_bdate':
      return number(20_000 + below(18_000), 1)
    case '_regdate':
      return number(40_000 + below(5_000) + below(86_400) / 86_400, 2)
    case 'is_vip':
      return `<c r="${at}" t="b"><v>${below(2)}</v></c>`
    case 'balance':
      return number(below(1_000_000) / 100)
    case 'subscriptions':
      return inline(
        at,
        `[{"resource_id":5,"channel":"email","priority":0,"status":"${below(2) ? 'subscribed' : 'unsubscribed'}"}]`,
      )
    case '_postal_code':
    case '_status':
    case 'LOYALTY_SCORE':
      return number(below(5_000))
    default:
      return column.startsWith('custom_') ? number(below(100_000)) : shared(below(pool.length))
  }
}

function* sharedStrings(rows: number): Generator<string, void> {
  yield `${declaration}<sst xmlns="${main}">`
  for (const text of pool) yield `<si><t>${escapeXml(text)}</t></si>`
  for (let row = 0; row < rows; row += 1) {
    const id = (0x5a61f87d69d4 + row).toString(16).padEnd(24, '0')
    yield `<si><t>${id}</t></si><si><t>user${row}@example.com</t></si>`
  }
  yield '</sst>'
}

function inline(at: string, text: string): string {
  return `<c r="${at}" t="inlineStr"><is><t>${escapeXml(text)}</t></is></c>`
}

function letters(index: number): string {
  const last = String.fromCharCode(65 + (index % 26))
  return index < 26 ? last : letters(Math.floor(index / 26) - 1) + last
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}

function relationships(targets: [type: string, target: string][]): string {
  const list = targets.map(
    ([type, target], index) => `<Relationship Id="rId${index + 1}" Type="${relations}/${type}" Target="${target}"/>`,
  )
  return `${declaration}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`
}

const workbookRelations = relationships([
  ['worksheet', 'worksheets/sheet1.xml'],
  ['sharedStrings', 'sharedStrings.xml'],
  ['styles', 'styles.xml'],
])
const workbook = `${declaration}<workbook xmlns="${main}" xmlns:r="${relations}"><sheets><sheet name="Profiles" sheetId="1" r:id="rId1"/></sheets></workbook>`
const styles = `${declaration}<styleSheet xmlns="${main}"><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/></cellXfs></styleSheet>`
const contentTypes = `${declaration}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="${contentType}.sheet.main+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${contentType}.worksheet+xml"/><Override PartName="/xl/sharedStrings.xml" ContentType="${contentType}.sharedStrings+xml"/><Override PartName="/xl/styles.xml" ContentType="${contentType}.styles+xml"/></Types>`
