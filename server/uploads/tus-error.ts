import type { Detail } from '../errors.ts'

/** An error in the shape that tus' server answers with. */
export interface TusError {
  status_code: number
  body: string
}

/** Our error answer as the text that tus sends; clients read it as JSON. */
export function toTusError(status: number, code: string, detail: Detail = {}): TusError {
  return { status_code: status, body: JSON.stringify({ error: { code, detail } }) }
}

export function isTusError(error: unknown): error is TusError {
  return typeof error === 'object' && error !== null && 'status_code' in error && 'body' in error
}

/** Codes of the refusals that the tus protocol itself knows. */
const codes: Record<number, string> = {
  400: 'upload.malformed',
  403: 'upload.malformed',
  404: 'upload.unknown',
  409: 'upload.wrong_offset',
  410: 'upload.unknown',
  412: 'upload.not_resumable_client',
  413: 'upload.too_large',
}

/** Rephrases what tus is about to answer; its own texts are for developers, and unexpected ones tell too much. */
export function toAnswerError(error: unknown): TusError {
  if (!isTusError(error)) return toTusError(500, 'internal')
  if (error.body.startsWith('{')) return error
  return toTusError(error.status_code, codes[error.status_code] ?? 'upload.failed')
}
