import { type ValueType, valueTypeOf, valueTypes } from './value-type.ts'

/**
 * What a cell looks like as one number: the place of its type in `valueTypes` in the low four bits, above them what speaks for
 * how it is written. A number, because it is made for every cell of a file and must cost nothing.
 */
export type CellLook = number

export const looks = {
  /** Slash or dot date whose first (second) part is over 12. */
  dayFirst: 1 << 4,
  monthFirst: 1 << 5,
  /** Date with a time of 20–22 h UTC on the hour. */
  lateEvening: 1 << 6,
  decimalComma: 1 << 7,
  decimalDot: 1 << 8,
  /** Thousands parted by spaces. */
  grouped: 1 << 9,
  /** `7,9E+10`: a spreadsheet threw digits away. */
  scientific: 1 << 10,
  /** Whole number that ends in 00, as amounts in minor units do. */
  hundreds: 1 << 11,
  /** Several values in one cell. */
  list: 1 << 12,
} as const

const codeOf = Object.fromEntries(valueTypes.map((type, code) => [type, code])) as Record<ValueType, number>

export function typeOf(look: CellLook): ValueType {
  return valueTypes[look & 15] ?? 'text'
}

/** The look of a value by its text and its type, for whatever is not plain. */
export function lookOfText(text: string, type: ValueType): CellLook {
  return codeOf[type] | evidenceOf(text, type)
}

function evidenceOf(text: string, type: ValueType): number {
  if (type === 'slashDate' || type === 'dotDate') return dateOrder(text)
  if (type === 'isoDate') return /T2[012]:\d\d(?::00(?:\.0+)?)?Z$/.test(text) ? looks.lateEvening : 0
  if (type === 'phone') return /E\+1[01]$/.test(text) ? looks.scientific : 0
  if (type === 'integer') return /\d00$/.test(text) ? looks.hundreds : 0
  if (type === 'decimal') return decimalSigns(text)
  if (type === 'json') return text.startsWith('[') ? looks.list : 0
  // Sentences have commas too: only short texts count as lists.
  return type === 'text' && text.length <= 255 && /[;|]|, /.test(text) ? looks.list : 0
}

function dateOrder(text: string): number {
  if (Number.parseInt(text, 10) > 12) return looks.dayFirst
  return Number.parseInt(text.slice(text.search(/[/.-]/) + 1), 10) > 12 ? looks.monthFirst : 0
}

function decimalSigns(text: string): number {
  const sign = text.includes(',') ? looks.decimalComma : text.includes('.') ? looks.decimalDot : 0
  return sign | (/\d[ \u00A0\u202F]\d/.test(text) ? looks.grouped : 0)
}

export interface CellLooker {
  /** The look of the trimmed, filled text `bytes[start .. end)`, which is UTF-8. */
  look(bytes: Buffer, start: number, end: number): CellLook
  /** The value of the cell looked at last, if it is a number; else NaN. */
  number: number
}

const at = 0x40
const colon = 0x3a
const comma = 0x2c
const dash = 0x2d
const dot = 0x2e
const plus = 0x2b
const space = 0x20
const zero = 0x30
/** First bytes of words for yes and no, in both languages and cases: д, и, л, н and Д, И, Л, Н begin with 0xd0. */
const mayBeginBoolean = byteSet([...'tfynTFYN'].map((letter) => letter.charCodeAt(0)).concat(0xd0))
const mayBeginUrl = byteSet([...'hwHW'].map((letter) => letter.charCodeAt(0)))

function byteSet(bytes: readonly number[]): Uint8Array {
  const set = new Uint8Array(256)
  for (const byte of bytes) set[byte] = 1
  return set
}

/**
 * Looks at cells without making strings of the plain ones: whole and decimal numbers, ISO dates, `+7…` phones, e-mails, ids,
 * words. The rest is judged by `valueTypeOf`; both agree on every text (test/unit/cell-look.test.ts).
 */
export function makeCellLooker(): CellLooker {
  const own: CellLooker = { look, number: Number.NaN }
  return own

  function look(bytes: Buffer, start: number, end: number): CellLook {
    own.number = Number.NaN
    const first = bytes[start] ?? 0
    if (isDigit(first) || first === dash) return lookNumeric(bytes, start, end)
    if (first === plus) return lookPlus(bytes, start, end)
    if (first === 0x5b || first === 0x7b || first === 0x28) return lookSlowly(bytes, start, end)
    return lookWord(bytes, start, end, first)
  }

  function lookSlowly(bytes: Buffer, start: number, end: number): CellLook {
    const first = bytes[start]
    if (first === 0x5b) return bytes[end - 1] === 0x5d ? codeOf.json | looks.list : lookList(bytes, start, end)
    if (first === 0x7b) return bytes[end - 1] === 0x7d ? codeOf.json : lookList(bytes, start, end)
    const text = bytes.toString('utf8', start, end)
    const type = valueTypeOf(text, text)
    if (type === 'integer') own.number = Number(text)
    else if (type === 'decimal') own.number = Number(text.replace(/[ \u00A0\u202F]/g, '').replace(',', '.'))
    return lookOfText(text, type)
  }

  /** Digits, with one decimal sign at most, or a date that begins with its year. */
  function lookNumeric(bytes: Buffer, start: number, end: number): CellLook {
    const from = bytes[start] === dash ? start + 1 : start
    let value = 0
    let place = from
    for (; place < end && isDigit(bytes[place] ?? 0); place += 1) value = value * 10 + (bytes[place] ?? 0) - zero
    const digits = place - from
    if (digits === 0 || digits > 15) return lookSlowly(bytes, start, end)
    if (place === end) return lookWhole(bytes, start, end, from, value)
    const sign = bytes[place]
    if (sign === dash && digits === 4 && from === start) return lookIsoDate(bytes, start, end)
    if (sign !== dot && sign !== comma) return lookSlowly(bytes, start, end)
    return lookDecimal(bytes, start, end, from, place, value)
  }

  function lookWhole(bytes: Buffer, start: number, end: number, from: number, value: number): CellLook {
    const first = bytes[from]
    if (end - start === 11 && from === start && (first === 0x37 || first === 0x38)) return codeOf.phone
    if (first === zero && end - from > 1) return codeOf.text
    own.number = from === start ? value : -value
    const ends00 = end - from > 2 && bytes[end - 1] === zero && bytes[end - 2] === zero
    return codeOf.integer | (ends00 ? looks.hundreds : 0)
  }

  function lookDecimal(
    bytes: Buffer,
    start: number,
    end: number,
    from: number,
    signAt: number,
    whole: number,
  ): CellLook {
    let value = whole
    let scale = 1
    let place = signAt + 1
    for (; place < end && isDigit(bytes[place] ?? 0); place += 1) {
      value = value * 10 + (bytes[place] ?? 0) - zero
      scale *= 10
    }
    const fraction = place - signAt - 1
    if (place < end || fraction === 0 || fraction > 16) return lookSlowly(bytes, start, end)
    if (bytes[from] === zero && signAt - from > 1) return lookSlowly(bytes, start, end)
    own.number = (from === start ? value : -value) / scale
    return codeOf.decimal | (bytes[signAt] === comma ? looks.decimalComma : looks.decimalDot)
  }

  /** `2024-03-05`, `2024-03-05T10:48:05.418Z` and the like. */
  function lookIsoDate(bytes: Buffer, start: number, end: number): CellLook {
    const isDate =
      end - start >= 10 &&
      isDigit(bytes[start + 5] ?? 0) &&
      isDigit(bytes[start + 6] ?? 0) &&
      bytes[start + 7] === dash &&
      isDigit(bytes[start + 8] ?? 0) &&
      isDigit(bytes[start + 9] ?? 0)
    if (!isDate) return lookSlowly(bytes, start, end)
    if (end - start === 10) return codeOf.isoDate
    const hasTime =
      (bytes[start + 10] === 0x54 || bytes[start + 10] === space) &&
      end - start >= 16 &&
      end - start <= 40 &&
      isDigit(bytes[start + 11] ?? 0) &&
      isDigit(bytes[start + 12] ?? 0) &&
      bytes[start + 13] === colon &&
      isDigit(bytes[start + 14] ?? 0) &&
      isDigit(bytes[start + 15] ?? 0)
    if (!hasTime || bytes[start + 11] === 0x32) return lookSlowly(bytes, start, end)
    for (let place = start + 16; place < end; place += 1) {
      const byte = bytes[place] ?? 0
      if (byte < space || byte > 0x7e) return lookSlowly(bytes, start, end)
    }
    return codeOf.isoDate
  }

  function lookPlus(bytes: Buffer, start: number, end: number): CellLook {
    const length = end - start - 1
    if (length < 9 || length > 21) return lookSlowly(bytes, start, end)
    for (let place = start + 1; place < end; place += 1) {
      if (!isDigit(bytes[place] ?? 0)) return lookSlowly(bytes, start, end)
    }
    return codeOf.phone
  }

  function lookWord(bytes: Buffer, start: number, end: number, first: number): CellLook {
    const length = end - start
    if (mayBeginUrl[first] === 1) return lookSlowly(bytes, start, end)
    if (length <= 12 && mayBeginBoolean[first] === 1) return lookSlowly(bytes, start, end)
    if (length === 24 && isHex(bytes, start, end)) return codeOf.objectId
    for (let place = start; place < end; place += 1) if (bytes[place] === at) return lookEmail(bytes, start, end)
    return lookList(bytes, start, end)
  }

  function lookList(bytes: Buffer, start: number, end: number): CellLook {
    for (let place = start; place < end; place += 1) {
      const byte = bytes[place]
      const parts = byte === 0x3b || byte === 0x7c || (byte === comma && bytes[place + 1] === space && place + 1 < end)
      // 255 characters may be more bytes: only then a string is made.
      if (parts)
        return end - start <= 255 ? codeOf.text | looks.list : lookOfText(bytes.toString('utf8', start, end), 'text')
    }
    return codeOf.text
  }

  /** One `@` with a dot behind it, in ASCII without spaces and separators. */
  function lookEmail(bytes: Buffer, start: number, end: number): CellLook {
    let signAt = -1
    let dotAt = -1
    for (let place = start; place < end; place += 1) {
      const byte = bytes[place] ?? 0
      if (byte > 0x7e || byte <= space || byte === comma || byte === 0x3b || byte === 0x3c || byte === 0x3e) {
        return lookSlowly(bytes, start, end)
      }
      if (byte === at && signAt >= 0) return lookSlowly(bytes, start, end)
      if (byte === at) signAt = place
      else if (byte === dot && place > signAt + 1 && signAt >= 0 && place < end - 1) dotAt = place
    }
    return signAt > start && dotAt > signAt && end - start <= 300 ? codeOf.email : lookSlowly(bytes, start, end)
  }
}

function isDigit(byte: number): boolean {
  return byte >= zero && byte <= 0x39
}

function isHex(bytes: Buffer, start: number, end: number): boolean {
  for (let place = start; place < end; place += 1) {
    const byte = bytes[place] ?? 0
    const lower = byte | 0x20
    if (!isDigit(byte) && !(lower >= 0x61 && lower <= 0x66)) return false
  }
  return true
}
