/**
 * What Pipedrive's header means for the moment when everything we charged is counted. Requests overtake each other, so a
 * header may not count those that were under way when its request was sent: they are all taken off, which errs on the
 * safe side by what was in flight.
 */
export interface Remaining {
  charged(tokens: number): void
  /** To be called as a request is sent; the figure goes into `answered`. */
  answeredSoFar(): number
  /** `header`: the remaining budget as the answer told it. */
  answered(tokens: number, answeredBefore: number, header: number | undefined): void
  /** Undefined while no header was seen. */
  tokens(): number | undefined
  forget(): void
}

export function makeRemaining(): Remaining {
  let chargedTokens = 0
  let answeredTokens = 0
  let seen: { header: number; counted: number } | undefined

  return {
    charged(tokens) {
      chargedTokens += tokens
    },
    answeredSoFar: () => answeredTokens,
    answered(tokens, answeredBefore, header) {
      answeredTokens += tokens
      const counted = answeredBefore + tokens
      // An answer that was overtaken says less than the one already there.
      if (header !== undefined && counted >= (seen?.counted ?? 0)) seen = { header, counted }
    },
    tokens: () => seen && Math.max(0, seen.header - (chargedTokens - seen.counted)),
    forget() {
      seen = undefined
    },
  }
}
