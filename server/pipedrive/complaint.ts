import { isJsonObject, type Json, type JsonObject } from '../lib/json.ts'

const longestMessage = 300

/**
 * What an error body says is wrong, for people: `message`, and `field_code` where the body names a field. Pipedrive writes
 * it into `error`, `error_info`, `message` or `errors{}`. Values that could be personal (addresses, numbers) are masked.
 */
export function readComplaint(body: unknown): { message: string; field_code?: string } {
  if (!isJsonObject(body)) return { message: '' }
  const parts = [body.error, body.message, ...readErrors(body.errors), body.error_info].filter(isSaying)
  const fieldCode = findFieldCode(body)
  return { message: toSafeText([...new Set(parts)].join(' ')), ...(fieldCode ? { field_code: fieldCode } : {}) }
}

// The same advice in every answer: it says nothing of this one.
const isSaying = (part: unknown): part is string =>
  typeof part === 'string' && part !== '' && !part.startsWith('Please check ')

function readErrors(errors: Json | undefined): Json[] {
  if (!isJsonObject(errors)) return Array.isArray(errors) ? errors : []
  return Object.entries(errors).map(([field, texts]) => `${field}: ${Array.isArray(texts) ? texts.join(', ') : texts}`)
}

/** `field_code` at the root, or one level below it. */
function findFieldCode(body: JsonObject): string | undefined {
  const places: Json[] = [body, ...Object.values(body).flatMap((value) => (Array.isArray(value) ? value : [value]))]
  const codes = places.map((place) => (isJsonObject(place) ? place.field_code : undefined))
  return codes.find((code) => typeof code === 'string')
}

function toSafeText(text: string): string {
  const masked = text
    .replace(/[^\s'"<>(),:;]+@[^\s'"<>(),:;]+/g, '…@…')
    .replace(/\+?\d[\d ()-]{6,}\d/g, '…')
    .replace(/(?<![0-9a-f])(?![0-9a-f]{40}(?![\w-]))[\w.-]{40,}/gi, '…')
  return masked.length > longestMessage ? `${masked.slice(0, longestMessage)}…` : masked
}
