/** The companies a sandbox begins with. Ids and names are arbitrary and differ between them. */
import type { SandboxOptions } from '../options.ts'
import type { Pipeline, Stage } from '../resources/pipelines/stored.ts'
import { buildCompany, type Company, type CompanyIdentity, type Currency } from './company.ts'
import { toUser } from './users.ts'

const currencies: Currency[] = [
  { id: 2, code: 'EUR', name: 'Euro', decimals: 2, symbol: '€' },
  { id: 24, code: 'JPY', name: 'Japanese Yen', decimals: 0, symbol: '¥' },
  { id: 57, code: 'KZT', name: 'Kazakhstani Tenge', decimals: 2, symbol: '₸' },
  { id: 79, code: 'RUB', name: 'Russian Ruble', decimals: 2, symbol: '₽' },
  { id: 90, code: 'USD', name: 'US Dollar', decimals: 2, symbol: '$' },
]

interface PipelinePlan {
  name: string
  stages: string[]
}

function buildPipelines(firstId: number, plans: PipelinePlan[]): { pipelines: Pipeline[]; stages: Stage[] } {
  const pipelines = plans.map(({ name }, index) => ({ id: firstId + index, name, orderNr: index + 1 }))
  const stages: Stage[] = []
  plans.forEach((plan, index) => {
    plan.stages.forEach((name, position) => {
      stages.push({ id: firstId * 10 + stages.length + 1, name, pipelineId: firstId + index, orderNr: position + 1 })
    })
  })
  return { pipelines, stages }
}

export function seedCompanies({ seed, now, companies }: SandboxOptions): Map<number, Company> {
  const north = {
    id: 4711,
    name: 'Северный ветер',
    domain: 'severny-veter',
    users: [
      toUser({
        id: 13425,
        name: 'Анна Петрова',
        email: 'anna.petrova@severny-veter.example',
        isAdmin: true,
        language: 'ru',
      }),
      toUser({ id: 13431, name: 'Борис Орлов', email: 'boris.orlov@severny-veter.example', language: 'ru' }),
      toUser({ id: 13440, name: 'Maria Keller', email: 'maria.keller@severny-veter.example' }),
      toUser({
        id: 13402,
        name: 'Олег Сидоров',
        email: 'oleg.sidorov@severny-veter.example',
        active: false,
        language: 'ru',
      }),
    ],
    currencies,
    ...buildPipelines(1, [
      { name: 'Sales', stages: ['Planning', 'Qualified', 'Proposal', 'Won', 'Lost'] },
      { name: 'Orders', stages: ['New', 'Paid', 'Delivered'] },
    ]),
  }
  const south = {
    id: 4712,
    name: 'Southern Light',
    domain: 'southern-light',
    users: [toUser({ id: 20117, name: 'Ivan Novak', email: 'ivan.novak@southern-light.example', isAdmin: true })],
    currencies,
    ...buildPipelines(7, [{ name: 'Pipeline', stages: ['Lead in', 'Contact made', 'Negotiations'] }]),
  }
  const others = Array.from({ length: Math.max(0, companies - 2) }, (_, index) => plainCompany(index + 1))
  return new Map([north, south, ...others].map((identity) => [identity.id, buildCompany(identity, seed, now)]))
}

/** One user, one pipeline; ids follow those of the companies above. */
function plainCompany(n: number): CompanyIdentity {
  const user = {
    id: 30_000 + n,
    name: `User ${n}`,
    email: `user${n}@company-${n}.example`,
    isAdmin: true,
  }
  return {
    id: 5_000 + n,
    name: `Company ${n}`,
    domain: `company-${n}`,
    users: [toUser(user)],
    currencies,
    ...buildPipelines(100 + n, [{ name: 'Pipeline', stages: ['Planning', 'Won', 'Lost'] }]),
  }
}
