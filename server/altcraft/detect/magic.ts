/** What the first bytes of well-known binary files are; `saveAs` where the same content exists in a format that is read. */
const signatures: readonly Signature[] = [
  { found: 'ZIP', bytes: '504b0304' },
  { found: 'ZIP', bytes: '504b0506' },
  { found: 'GZIP', bytes: '1f8b08' },
  { found: 'TAR', at: 257, bytes: '7573746172' },
  { found: 'OLE', bytes: 'd0cf11e0a1b11ae1' },
  { found: 'PNG', bytes: '89504e470d0a1a0a' },
  { found: 'JPEG', bytes: 'ffd8ff' },
  { found: 'GIF', bytes: '474946383961' },
  { found: 'GIF', bytes: '474946383761' },
  { found: 'WEBP', at: 8, bytes: '57454250' },
  { found: 'PDF', bytes: '255044462d' },
  { found: '7Z', bytes: '377abcaf271c', saveAs: 'ZIP' },
  { found: 'RAR', bytes: '526172211a07', saveAs: 'ZIP' },
  { found: 'BZIP2', bytes: '425a68', saveAs: 'ZIP' },
  { found: 'XZ', bytes: 'fd377a585a00', saveAs: 'ZIP' },
  { found: 'ZSTD', bytes: '28b52ffd', saveAs: 'ZIP' },
  { found: 'PARQUET', bytes: '50415231', saveAs: 'JSON' },
  { found: 'SQLITE', bytes: '53514c69746520666f726d61742033', saveAs: 'JSON' },
  { found: 'RTF', bytes: '7b5c72746631', saveAs: 'XLSX' },
  { found: 'EXE', bytes: '4d5a9000' },
  { found: 'ELF', bytes: '7f454c46' },
  { found: 'MP4', at: 4, bytes: '66747970' },
]

interface Signature {
  found: string
  at?: number
  /** Hexadecimal. */
  bytes: string
  saveAs?: string
}

/** The binary format that the bytes begin with; undefined for text and for binary formats that are not known. */
export function readMagic(bytes: Buffer): { found: string; saveAs?: string } | undefined {
  const known = signatures.find((signature) => startsWith(bytes, signature.at ?? 0, signature.bytes))
  return known && { found: known.found, ...(known.saveAs === undefined ? {} : { saveAs: known.saveAs }) }
}

function startsWith(bytes: Buffer, at: number, hex: string): boolean {
  return bytes.subarray(at, at + hex.length / 2).toString('hex') === hex
}
