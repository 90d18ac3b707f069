import { rule } from './target-rule.ts'

/** Who belongs to a segment. */
export const memberTargets = [
  rule('segment.member', 'id | person id | person code:.7 | person:.6 | external id:.8', {
    looks: 'code',
    many: true,
    allows: 'person external',
  }),
  rule('segment.member', 'email | email address', {
    looks: 'email',
    many: true,
    allows: 'person main work personal extra',
  }),
  rule('segment.member', 'phone | phone number', {
    looks: 'phone',
    many: true,
    allows: 'person main work personal extra number',
  }),
  rule('segment.name', 'segment | segment named | named segment | label:.6 | group:.7', {
    allows: 'named person',
    looks: 'words',
  }),
]

export const segmentTargets = [
  rule('segment.name', 'segment | segment named | named', { allows: 'segment', looks: 'words' }),
]

/** Events of the action history and goals. */
export const eventTargets = [
  rule('event.type', 'event | event type | event named | type:.85 | status:.5 | code event:.7', {
    allows: 'event',
    looks: 'words',
  }),
  rule('event.time', 'date | time | event date | event time | create | create date | date time', {
    looks: 'date',
    allows: 'event date time create',
  }),
  rule(
    'event.person',
    'person id | person | person email:.9 | person phone:.9 | email:.8 | phone:.7 | person code:.8',
    { allows: 'person external', looks: 'scalar' },
  ),
  rule('event.campaign', 'campaign named | campaign | campaign id:.85 | letter named:.8 | letter:.6 | letter id:.6', {
    allows: 'campaign',
    looks: 'scalar',
  }),
  rule('event.channel', 'channel | channel named | event channel | sends channel', {
    allows: 'event sends',
    looks: 'words',
  }),
]

/** Transactions of a loyalty program. */
export const loyaltyTargets = [
  rule('loyalty.balance', 'balance | loyalty balance | balance close | balance after', {
    looks: 'number',
    allows: 'loyalty event after',
  }),
  rule(
    'loyalty.person',
    'person id | person | person email | email | phone | person phone | card:.7 | card number:.7 | person card',
    { allows: 'person external', looks: 'scalar' },
  ),
  rule('loyalty.time', 'date | time | create | create date | purchase date | accrual date:.8 | create time', {
    looks: 'date',
    allows: 'date time purchase loyalty event',
  }),
]
