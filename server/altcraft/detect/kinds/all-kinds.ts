import { audienceKinds } from './audience-kinds.ts'
import { eventKinds } from './event-kinds.ts'
import { messageKinds } from './message-kinds.ts'
import { peopleKinds } from './people-kinds.ts'
import type { KindRule } from './rule.ts'
import { salesKinds } from './sales-kinds.ts'
import { setupKinds } from './setup-kinds.ts'

/**
 * Names of Altcraft's API objects, of report metrics, and of the tables people make of them in English and Russian. The
 * order decides between kinds that score alike.
 */
export const kindRules: readonly KindRule[] = [
  ...salesKinds,
  ...messageKinds,
  ...audienceKinds,
  ...setupKinds,
  ...peopleKinds,
  ...eventKinds,
]
