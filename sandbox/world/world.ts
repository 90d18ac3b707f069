import { Budget } from '../gate/budget.ts'
import { Bursts } from '../gate/bursts.ts'
import { Faults } from '../gate/faults.ts'
import { Stats } from '../gate/stats.ts'
import { Grants } from '../oauth/grants.ts'
import type { SandboxOptions } from '../options.ts'
import { plans } from '../plans.ts'
import type { Company } from './company.ts'
import { seedCompanies } from './seed.ts'

const unlimitedBurst = 100_000

/** Everything the sandbox knows. The control routes change it; `reset` brings it back to its beginning. */
export class World {
  readonly options: SandboxOptions
  /** Its own address, as told to clients in `api_domain`. */
  url = 'http://127.0.0.1'
  companies: Map<number, Company>
  grants: Grants
  budget: Budget
  bursts: Bursts
  stats: Stats
  readonly faults = new Faults()
  /** Who consents when nobody is asked. */
  consentAs: { companyId: number; userId: number }

  constructor(options: SandboxOptions) {
    this.options = options
    this.grants = new Grants(options.now)
    this.budget = new Budget(options.now)
    this.bursts = new Bursts(options.now)
    this.stats = new Stats()
    this.companies = seedCompanies(options)
    this.consentAs = this.firstUser()
  }

  /** A fresh start; installations survive on request. */
  reset(keepInstallations: boolean): void {
    const { now } = this.options
    if (!keepInstallations) this.grants = new Grants(now)
    this.budget = new Budget(now)
    this.bursts = new Bursts(now)
    this.stats = new Stats()
    this.faults.clear()
    this.companies = seedCompanies(this.options)
    this.consentAs = this.firstUser()
  }

  resetStats(): void {
    this.stats = new Stats()
  }

  /** API tokens per company and day. */
  dailyLimit(): number {
    const { plan, seats, dailyBudget } = this.options
    return dailyBudget ?? 30_000 * plans[plan].budgetFactor * seats
  }

  /** Requests per rolling 2 s and user: the plan's, or more than anybody can send where limits are off. */
  burst(): number {
    return this.options.limits ? this.limits().burst : unlimitedBurst
  }

  /** The figures of the plan in force. */
  limits() {
    return plans[this.options.plan]
  }

  private firstUser(): { companyId: number; userId: number } {
    const company = [...this.companies.values()][0]
    return { companyId: company?.id ?? 0, userId: company?.users[0]?.id ?? 0 }
  }
}
