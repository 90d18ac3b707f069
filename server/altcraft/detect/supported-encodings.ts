/** Encodings that a person may choose from, the likely ones first; each as the WHATWG names it. */
export const supportedEncodings = [
  'utf-8',
  'windows-1251',
  'windows-1252',
  'utf-16le',
  'utf-16be',
  'koi8-r',
  'koi8-u',
  'ibm866',
  'iso-8859-5',
  'x-mac-cyrillic',
  'windows-1250',
  'iso-8859-2',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'macintosh',
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
] as const

/** The WHATWG's name of the encoding that `label` stands for (`cp1251`, `latin1`); undefined when nobody knows it. */
export function knownEncoding(label: string): string | undefined {
  try {
    return new TextDecoder(label).encoding
  } catch {
    return undefined
  }
}
