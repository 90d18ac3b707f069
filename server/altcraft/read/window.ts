/** A stretch of a stream of bytes in one buffer that is used again and again. */
export interface Window {
  /** Filled up to `end`. */
  bytes: Buffer
  end: number
  /** Drops what lies before `from` and appends `more`. */
  keep(from: number, more: Buffer): void
}

export function makeWindow(): Window {
  const window: Window = {
    bytes: Buffer.allocUnsafe(512 * 1024),
    end: 0,
    keep(from, more) {
      const rest = window.end - from
      const { bytes } = window
      if (rest + more.length > bytes.length) window.bytes = Buffer.allocUnsafe(2 * (rest + more.length))
      bytes.copy(window.bytes, 0, from, window.end)
      more.copy(window.bytes, rest)
      window.end = rest + more.length
    },
  }
  return window
}
