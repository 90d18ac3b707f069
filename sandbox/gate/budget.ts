const dayMs = 86_400_000

/** API tokens spent per company in the current UTC day. */
export class Budget {
  private readonly spent = new Map<number, number>()
  private day = 0
  private readonly now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  /** A request is let in while anything is left; the last one may cost more than the rest. */
  remaining(companyId: number, limit: number): number {
    this.turn()
    return Math.max(0, limit - (this.spent.get(companyId) ?? 0))
  }

  charge(companyId: number, cost: number): void {
    this.turn()
    this.spent.set(companyId, (this.spent.get(companyId) ?? 0) + cost)
  }

  setRemaining(companyId: number, remaining: number, limit: number): void {
    this.turn()
    this.spent.set(companyId, limit - remaining)
  }

  private turn(): void {
    const today = Math.floor(this.now() / dayMs)
    if (today !== this.day) this.spent.clear()
    this.day = today
  }
}
