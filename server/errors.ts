/**
 * Errors are classes of recovery: what to do next is told by the class, never by the message.
 * `code` is stable and translated by the UI; `detail` holds the values for its text (never secrets, never personal data).
 */
export type Detail = Record<string, string | number | boolean | null | string[]>

export abstract class ImporterError extends Error {
  readonly code: string
  readonly detail: Detail

  constructor(code: string, detail: Detail = {}, cause?: unknown) {
    super(code, cause === undefined ? undefined : { cause })
    this.name = new.target.name
    this.code = code
    this.detail = detail
  }
}

/** Nothing happened; the same request may be sent again after `afterMs`. */
export class Retryable extends ImporterError {
  readonly afterMs: number

  constructor(code: string, afterMs: number, detail: Detail = {}, cause?: unknown) {
    super(code, detail, cause)
    this.afterMs = afterMs
  }
}

/** A write went out and no answer came: it may have happened. Ask before repeating. */
export class OutcomeUnknown extends ImporterError {}

/** This record cannot succeed as it is; its neighbours can. */
export class RecordRejected extends ImporterError {}

/** The day's API budget (less the reserve) is spent; go on at `until`. */
export class BudgetExhausted extends ImporterError {
  readonly until: Date

  constructor(code: string, until: Date, detail: Detail = {}) {
    super(code, detail)
    this.until = until
  }
}

/** Only a person can go on: consent revoked, permission missing, plan cap reached, traffic blocked. */
export class NeedsPerson extends ImporterError {}

/** The worker no longer holds the run: another one does. Stop without writing anything. */
export class LeaseLost extends ImporterError {}

/** What the caller of our API sent cannot be done; `status` is the HTTP status of the answer. */
export class InvalidRequest extends ImporterError {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 415 | 422

  constructor(status: InvalidRequest['status'], code: string, detail: Detail = {}, cause?: unknown) {
    super(code, detail, cause)
    this.status = status
  }
}
