import type { UsageChange } from './usage-store.ts'

/** What this process leased and did on one day and has not reported yet. */
export interface DayBook {
  readonly day: string
  /** Leased API tokens that are neither spent nor under way. */
  balance: number
  /** Spent, by answers since the last report. */
  spent: number
  /** Of `spent`: for answers that may have cost nothing. */
  doubtful: number
  requests: number
  status429: number
  byOperation: Record<string, number>
  /** A lease of this process stands in the database. */
  isLeased: boolean
  /** Until when nobody settles that lease; seen again with each report. */
  heldUntilMs: number
  /** The lease was settled by another process: what is entered here was counted by it. */
  isVoid: boolean
}

export type Deeds = Pick<UsageChange, 'requests' | 'status429' | 'byOperation'> & { spent: number; doubtful: number }

export function openDayBook(day: string): DayBook {
  return { day, balance: 0, isLeased: false, heldUntilMs: 0, isVoid: false, ...nothingDone() }
}

/**
 * A request is going to be sent: it is taken from the balance. Only its answer makes it spent: a process that dies in between
 * has not reported what perhaps never left.
 */
export function enterRequest(book: DayBook, tokens: number): void {
  book.balance -= tokens
}

/** It was not sent after all. */
export function withdrawRequest(book: DayBook, tokens: number): void {
  book.balance += tokens
}

/** It was answered, or will not be any more. */
export function settleRequest(
  book: DayBook,
  { operation, tokens, mayBeFree, status }: { operation: string; tokens: number; mayBeFree: boolean; status: number },
): void {
  book.spent += tokens
  book.requests += 1
  book.byOperation[operation] = (book.byOperation[operation] ?? 0) + 1
  if (mayBeFree) book.doubtful += tokens
  if (status === 429) book.status429 += 1
}

/** Takes out what is to be reported; `giveBackDeeds` returns it when the report fails. */
export function takeDeeds(book: DayBook): Deeds {
  const { spent, doubtful, requests, status429, byOperation } = book
  Object.assign(book, nothingDone())
  return { spent, doubtful, requests, status429, byOperation }
}

export function giveBackDeeds(book: DayBook, deeds: Deeds): void {
  book.spent += deeds.spent
  book.doubtful += deeds.doubtful
  book.requests += deeds.requests
  book.status429 += deeds.status429
  for (const [operation, n] of Object.entries(deeds.byOperation)) {
    book.byOperation[operation] = (book.byOperation[operation] ?? 0) + n
  }
}

/** Whether there is anything that the database does not know. */
export function hasNews({ balance, spent, requests, status429, isLeased }: DayBook): boolean {
  return balance !== 0 || spent !== 0 || requests !== 0 || status429 !== 0 || isLeased
}

function nothingDone(): Deeds {
  return { spent: 0, doubtful: 0, requests: 0, status429: 0, byOperation: {} }
}
