/**
 * What Pipedrive's header means for the moment when everything we charged is counted. Requests overtake each other, so a
 * header may not count those that were under way when its request was sent: they are all taken off, which errs on the
 * safe side by what was in flight. Only the header of a request that was alone on its way is exact.
 */
export interface Remaining {
  charged(tokens: number): void
  /** It was charged and not sent. */
  withdrawn(tokens: number): void
  /** To be called as a request is sent; the figure goes into `answered`. */
  answeredSoFar(): number
  answered(answer: RatedRequest): void
  /** At least so much is left. Undefined while no header was seen. */
  tokens(): number | undefined
  /**
   * Exactly so much when what was answered is counted, unless others spent since it was known, or the day was reset. Undefined
   * while it never was.
   */
  exactly(): number | undefined
  /** Charged for answers that may have cost nothing, since it was known exactly. */
  doubtful(): number
  /** Charged and not answered. */
  underWay(): number
  /** What others spent lately while one request of ours was on its way; undefined while nobody was seen to. */
  others(): number | undefined
  forget(): void
}

export interface RatedRequest {
  tokens: number
  answeredBefore: number
  /** The remaining budget as the answer told it. */
  header: number | undefined
  /** It is not published whether such an answer costs its tokens. */
  mayBeFree: boolean
}

export function makeRemaining(): Remaining {
  let chargedTokens = 0
  let answeredTokens = 0
  let doubtful = 0
  let seen: { header: number; counted: number } | undefined
  let exact: { header: number; answered: number } | undefined
  let others: number | undefined

  const exactly = () => exact && exact.header - (answeredTokens - exact.answered)

  function seeExact(header: number): void {
    const expected = exactly()
    const drift = expected === undefined ? 0 : expected - header
    // Of one interval: half of what was seen before still counts, so that a pause of theirs is not taken for their end.
    if (drift > 0 || others !== undefined) others = Math.max(drift, Math.floor((others ?? 0) / 2))
    exact = { header, answered: answeredTokens }
    doubtful = 0
  }

  return {
    charged(tokens) {
      chargedTokens += tokens
    },
    withdrawn(tokens) {
      chargedTokens -= tokens
    },
    answeredSoFar: () => answeredTokens,
    answered({ tokens, answeredBefore, header, mayBeFree }) {
      answeredTokens += tokens
      if (mayBeFree) doubtful += tokens
      const counted = answeredBefore + tokens
      if (header === undefined) return
      // An answer that was overtaken says less than the one already there.
      if (counted >= (seen?.counted ?? 0)) seen = { header, counted }
      if (counted === chargedTokens) seeExact(header)
    },
    tokens: () => seen && Math.max(0, seen.header - (chargedTokens - seen.counted)),
    exactly,
    doubtful: () => doubtful,
    underWay: () => chargedTokens - answeredTokens,
    others: () => others,
    forget() {
      seen = undefined
      exact = undefined
      doubtful = 0
    },
  }
}
