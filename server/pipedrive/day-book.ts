import type { UsageChange } from './usage-store.ts'

/** What this process leased and did on one day and has not reported yet. */
export interface DayBook {
  readonly day: string
  /** Leased API tokens that are not spent. */
  balance: number
  /** Spent since the last report. */
  spent: number
  requests: number
  status429: number
  byOperation: Record<string, number>
}

export type Deeds = Pick<UsageChange, 'requests' | 'status429' | 'byOperation'> & { spent: number }

export function openDayBook(day: string): DayBook {
  return { day, balance: 0, spent: 0, requests: 0, status429: 0, byOperation: {} }
}

export function enterRequest(book: DayBook, operation: string, tokens: number): void {
  book.balance -= tokens
  book.spent += tokens
  book.requests += 1
  book.byOperation[operation] = (book.byOperation[operation] ?? 0) + 1
}

/** Takes out what is to be reported; `giveBackDeeds` returns it when the report fails. */
export function takeDeeds(book: DayBook): Deeds {
  const { spent, requests, status429, byOperation } = book
  Object.assign(book, { spent: 0, requests: 0, status429: 0, byOperation: {} })
  return { spent, requests, status429, byOperation }
}

export function giveBackDeeds(book: DayBook, deeds: Deeds): void {
  book.spent += deeds.spent
  book.requests += deeds.requests
  book.status429 += deeds.status429
  for (const [operation, n] of Object.entries(deeds.byOperation)) {
    book.byOperation[operation] = (book.byOperation[operation] ?? 0) + n
  }
}
