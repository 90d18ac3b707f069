/**
 * JSON text that PostgreSQL's json and jsonb take, and give back equal but for what they cannot hold: NUL and half a
 * surrogate pair become U+FFFD, in texts and in keys.
 */
export function toStorableJson(value: unknown): string {
  return replaceOdd(JSON.stringify(value))
}

/** The value as the database will give it back: itself, where it can hold all of it. */
export function asStorable<T>(value: T): T {
  const text = JSON.stringify(value)
  const storable = replaceOdd(text)
  return storable === text ? value : JSON.parse(storable)
}

function replaceOdd(text: string): string {
  if (!text.includes('\\u')) return text
  return text.replace(/\\(u0000|ud[89a-f][0-9a-f]{2}|.)/g, (escaped, name: string) =>
    name === 'u0000' || name.startsWith('ud') ? '\\ufffd' : escaped,
  )
}

/** As `toStorableJson`, for PostgreSQL's text. */
export function toStorableText(text: string): string {
  return text.replaceAll('\u0000', '\ufffd').toWellFormed()
}
