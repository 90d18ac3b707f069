import type { Detail } from './types.ts'

/** An answer that is not a success. `status` 0 and code `network` mean that no answer came. */
export class ApiError extends Error {
  readonly status: number
  readonly code: string
  readonly detail: Detail

  constructor(status: number, code: string, detail: Detail = {}) {
    super(code)
    this.status = status
    this.code = code
    this.detail = detail
  }
}

/** Reads `{ error: { code, detail } }`; an answer of another shape gets the code `unexpected`. */
export async function toApiError(response: Response): Promise<ApiError> {
  return toApiErrorOf(response.status, await response.text().catch(() => ''))
}

/** As `toApiError`, of an answer whose body has been read. */
export function toApiErrorOf(status: number, body: string): ApiError {
  try {
    const { error } = JSON.parse(body)
    return new ApiError(status, error.code, error.detail)
  } catch {
    return new ApiError(status, 'unexpected', { status })
  }
}
