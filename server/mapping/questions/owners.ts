import { valueKey } from '../status-words.ts'
import type { AccountSnapshot, PlanDocument } from '../types.ts'
import { activeUsers, isDeactivated, namesakeOf } from '../value-maps/owner-map.ts'
import { outcomeOf, type ValueEntry, type ValueMap } from '../value-maps/value-map.ts'
import { why } from '../why.ts'
import type { Asker } from './asker.ts'
import { askOpenValues } from './open-values.ts'

type Owners = Pick<PlanDocument['valueMaps'], 'owners' | 'assignedOwners' | 'ownerless'>

interface DecidedOwners {
  valueMap: ValueMap
  owners: Owners
  /** Who owns what is of nobody in the list. */
  fallbackOwnerId: number
}

/** Owners of the export → users: active users by e-mail; anybody else is assigned by a person, once for all files. */
export function decideOwners(map: ValueMap, account: AccountSnapshot, asker: Asker): DecidedOwners {
  const { me } = account
  const active = activeUsers(account)
  const { map: valueMap, taken } = askOpenValues(map, asker, {
    one: 'owner',
    all: 'owners',
    options: active.map(({ name, email }) => ({ value: valueKey(email), detail: { name } })),
    propose: (entry) => proposalFor(entry, account),
    proposeForAll: { proposal: valueKey(me.email), reason: why('value_map_rest_owners') },
  })
  const idOf = (email: string | null | undefined) => active.find((user) => valueKey(user.email) === email)?.id
  const owners: Owners = { owners: {}, assignedOwners: [] }
  const pairs: [string, number][] = []
  const ownerless: string[] = []
  for (const entry of valueMap.entries) {
    const chosen = outcomeOf(entry, valueMap)
    if (chosen === null) ownerless.push(entry.key)
    else {
      pairs.push([entry.key, idOf(chosen ?? taken.get(entry.key)) ?? me.id])
      if (entry.proposed === undefined) owners.assignedOwners.push(entry.key)
    }
  }
  return {
    valueMap,
    owners: { ...owners, owners: Object.fromEntries(pairs), ...(ownerless.length === 0 ? {} : { ownerless }) },
    fallbackOwnerId: idOf(valueMap.otherwise ?? taken.get('*')) ?? me.id,
  }
}

function proposalFor({ value }: ValueEntry, account: AccountSnapshot) {
  const namesake = namesakeOf(value, account)
  if (namesake !== undefined) {
    const { user, exact } = namesake
    const detail = { name: user.name }
    return {
      proposal: valueKey(user.email),
      reason: exact ? why('owner_name', detail) : why('owner_near_name', detail),
    }
  }
  const reason = isDeactivated(value, account) ? why('owner_deactivated') : why('owner_unknown')
  return { proposal: valueKey(account.me.email), reason }
}
