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
  rule('event.type', 'event | event type | event named | goal | goal named | type:.85 | status:.5 | code event:.7', {
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
    { allows: 'person external', looks: 'scalar', many: true },
  ),
  rule('event.id', 'event id | event unique id | event number:.8', { looks: 'code', allows: 'event external' }),
  rule(
    'event.text',
    'subject:.8 | letter named:.7 | site:.8 | note:.8 | description:.8 | letter subject:.8 | event description',
    {
      looks: 'any',
      allows: 'event letter page',
      many: true,
    },
  ),
  rule('event.value', 'amount:.8 | goal amount | event amount | revenue:.8 | total:.7', {
    looks: 'number',
    allows: 'event goal order',
  }),
  rule('event.test_flag', 'test | test flag', { looks: 'boolean', allows: 'event' }),
  rule('event.campaign', 'campaign named | campaign | campaign id:.85 | letter named:.8 | letter:.6 | letter id:.6', {
    allows: 'campaign',
    looks: 'scalar',
  }),
  rule('event.channel', 'channel | channel named | event channel | sends channel', {
    allows: 'event sends',
    looks: 'words',
  }),
]

/** Notes about people, companies and orders. */
export const noteTargets = [
  rule('note.text', 'note | letter:.8 | note letter | description:.7 | note description', {
    looks: 'any',
    allows: 'note manager',
  }),
  rule('note.title', 'subject | named:.8 | title:.8 | note subject | note named', { looks: 'any', allows: 'note' }),
  rule('note.id', 'id:.8 | note id | note number:.8 | note external id', { looks: 'code', allows: 'note external' }),
  rule('note.time', 'create | create date | date:.9 | time:.7 | note date | note create | date time', {
    looks: 'date',
    allows: 'note date time create',
  }),
  rule('note.author', 'other_person | manager | owner | manager named | manager email | other_person named', {
    looks: 'owner',
    allows: 'note named create',
  }),
  ...whoseTargets('note'),
]

/** Documents of people, companies and orders: a row says whose, the archive beside the list holds the content. */
export const fileTargets = [
  rule('file.path', 'file_path | file | file file_path | file named:.9 | site:.75 | file site:.95 | document:.7', {
    looks: 'any',
    allows: 'file document',
  }),
  rule('file.name', 'named:.8 | file named | document named | subject:.6', { looks: 'any', allows: 'file document' }),
  rule('file.id', 'id:.8 | file id | document id', { looks: 'code', allows: 'file document external' }),
  ...whoseTargets('file'),
]

/** What notes and files hang on. */
function whoseTargets(of: 'note' | 'file') {
  return [
    rule(`${of}.person`, 'person id | person | person code:.8 | person external id', {
      many: true,
      allows: 'person external',
      looks: 'code',
    }),
    rule(`${of}.person`, 'email | person email | email address', { many: true, looks: 'email', allows: 'person main' }),
    rule(`${of}.person`, 'phone | person phone | phone number', { many: true, looks: 'phone', allows: 'person main' }),
    rule(`${of}.order`, 'order | order id | order number | order external id', {
      looks: 'code',
      allows: 'order external',
    }),
    rule(`${of}.organization`, 'company | company named | company domain:.9 | domain:.7', {
      looks: 'words',
      allows: 'company person named',
    }),
  ]
}

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
