import type { PipedriveUser } from '../../pipedrive/types.ts'
import { type DatasetDraft, distinctTexts, mappedColumns } from '../plan-input.ts'
import { valueKey } from '../status-words.ts'
import type { AccountSnapshot, PlanDocument } from '../types.ts'
import { type Asker, questionId } from './asker.ts'

type Owners = Pick<PlanDocument['valueMaps'], 'owners' | 'assignedOwners'>

const targets = ['person.owner', 'order.owner', 'deal.owner']

/** Owners of the export → users: active users by e-mail; anybody else is assigned by a person, once for all files. */
export function decideOwners(drafts: readonly DatasetDraft[], account: AccountSnapshot, asker: Asker): Owners {
  const active = activeUsers(account)
  const owners = new Map<string, number>()
  const assigned: string[] = []
  for (const draft of drafts) {
    for (const { mapping, profile } of targets.flatMap((target) => mappedColumns(draft, target))) {
      for (const text of distinctTexts(profile)) {
        const key = valueKey(text)
        if (owners.has(key)) continue
        const user = active.find(({ email }) => valueKey(email) === key)
        if (user === undefined) assigned.push(key)
        owners.set(key, user?.id ?? askFor(text, draft, mapping.column, active, account, asker))
      }
    }
  }
  return { owners: Object.fromEntries(owners), assignedOwners: assigned }
}

function activeUsers({ users, me }: AccountSnapshot): PipedriveUser[] {
  const active = users.filter((user) => user.active)
  return active.some(({ id }) => id === me.id) ? active : [me, ...active]
}

function askFor(
  text: string,
  draft: DatasetDraft,
  column: string,
  active: readonly PipedriveUser[],
  { users, me }: AccountSnapshot,
  asker: Asker,
): number {
  const key = valueKey(text)
  const namesake = active.find(({ name }) => valueKey(name) === key)
  const gone = users.some(({ active: isActive, email }) => !isActive && valueKey(email) === key)
  const why = gone ? 'this user is deactivated in Pipedrive' : 'no user of the account has this e-mail address'
  const answer = asker.ask({
    id: questionId('owner', draft.input.file, text),
    code: 'owner',
    datasetId: draft.input.id,
    column,
    examples: [text],
    // E-mail addresses, not ids: answers then hold in every account of the company.
    options: active.map(({ name, email }) => ({ value: valueKey(email), detail: { name } })),
    proposal: valueKey((namesake ?? me).email),
    reason: namesake === undefined ? `${why}; the installing user takes over` : 'a user of the account has this name',
  })
  return active.find(({ email }) => valueKey(email) === answer)?.id ?? me.id
}
