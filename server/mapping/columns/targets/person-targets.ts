import { rule } from './target-rule.ts'

const whose = 'person main work home personal extra number code first_of last_of_name quality'

/** Persons and their organizations: where columns of profiles go. */
export const personTargets = [
  rule(
    'person.source_id',
    'id | person id | external id:.8 | person code:.75 | person number:.75 | code:.6 | number:.55',
    { looks: 'code' },
  ),
  rule('person.test_flag', 'test | test flag', { looks: 'boolean' }),
  rule(
    'person.name',
    'fullname | last first | first last | first last patronymic | last first named | named:.85 | person:.75 | fullname named | last first patronymic named | named last patronymic',
    {
      looks: 'fullName',
      allows: 'person',
    },
  ),
  rule('person.first_name', 'first | first named | named:.9 | first_of named', { looks: 'oneName', allows: 'person' }),
  rule('person.last_name', 'last | last named | last_of named', { looks: 'oneName', allows: 'person' }),
  rule('person.patronymic', 'patronymic | patronymic named', { looks: 'words', allows: 'person' }),
  rule('person.email', 'email | email address | email id:.6', { looks: 'email', many: true, allows: whose }),
  rule('person.phone', 'phone | phone number | number work:.5', { looks: 'phone', many: true, allows: whose }),
  rule(
    'person.owner',
    'manager | owner | manager email | owner email | manager named | owner named | manager fullname',
    {
      looks: 'owner',
      allows: 'person main personal last first',
    },
  ),
  rule(
    'person.add_time',
    'register | register date | register time date | create | create date | create time | date person:.6 | date:.5 | register start:.8',
    {
      looks: 'date',
      allows: 'person date time site page',
    },
  ),
  rule('person.label', 'label | label person | segment:.6 | segment person:.6', { allows: 'person', looks: 'words' }),
  rule('person.birthday', 'birth | birth date', { looks: 'date', allows: 'person date time' }),
  rule('person.job_title', 'job | job named | title:.7', { looks: 'words', allows: 'person work company' }),
  rule(
    'person.postal_address',
    'address | postal address:.95 | address delivery_place:.9 | address home | address location',
    {
      looks: 'words',
      allows: 'person main home personal campaign register last_of',
    },
  ),
  rule('person.subscriptions', 'subscription', { looks: 'nested', many: true, allows: 'person channel' }),
  rule(
    'person.marketing_status',
    'status | status person | status subscription | status marketing | status email | status email marketing',
    {
      allows: 'person subscription campaign',
      excludes: 'region',
      looks: 'choice',
    },
  ),
  rule('person.notes', 'note | description:.6 | note manager:.8', {
    allows: 'person extra manager other_person',
    looks: 'words',
    mild: true,
  }),
  rule(
    'person.custom:engagement_score',
    'engagement | engagement score | engagement tier:.8 | score interaction | score person:.55 | score:.55',
    { looks: 'number', allows: 'person score postal rate' },
  ),
  rule('person.custom:last_channel', 'last_of channel | last_of channel interaction | last_of channel letter', {
    allows: 'person interaction',
    looks: 'words',
  }),
  rule(
    'person.custom:last_interaction_date',
    'last_of interaction | last_of interaction date | interaction date:.75 | last_of person date:.7 | last_of person:.7 | last_of active | last_of active date | opens date:.7 | last_of date interaction | last_of interaction time',
    {
      looks: 'date',
      allows: 'date time person page',
    },
  ),
  rule(
    'person.custom:first_purchase_date',
    'first_of purchase | first_of order | first_of purchase date | first_of order date',
    { looks: 'date', allows: 'date person time' },
  ),
  rule(
    'person.custom:lifetime_value',
    'lifetime | lifetime amount | lifetime total | lifetime revenue | purchase total | purchase amount:.9 | order total:.85 | revenue person:.6',
    {
      looks: 'number',
      allows: 'person amount total purchase order revenue',
    },
  ),
  rule(
    'person.custom:email_optin',
    'consent email | subscription email | consent letter | consent email marketing | consent campaign | consent:.55 | consent marketing:.6 | consent person:.55',
    {
      looks: 'boolean',
      excludes: 'sms push phone',
      allows: 'marketing flag person subscription campaign status consent',
    },
  ),
  rule('person.custom:sms_optin', 'consent sms | subscription sms | campaign sms:.7 | consent phone:.6 | sms:.6', {
    looks: 'boolean',
    allows: 'marketing flag person subscription campaign status consent',
  }),
  rule('person.custom:push_optin', 'consent push | subscription push | campaign push:.7 | push:.6', {
    looks: 'boolean',
    allows: 'marketing flag person subscription campaign status consent phone device',
  }),
  rule('person.custom:control_group', 'control group | control | control segment', {
    allows: 'person flag',
    looks: 'choice',
  }),
  rule(
    'person.custom:loyalty_balance',
    'loyalty balance | loyalty | loyalty score | balance:.6 | loyalty number | loyalty quantity | loyalty available',
    {
      looks: 'number',
      allows: 'person balance loyalty card score',
    },
  ),
  rule(
    'person.custom:loyalty_tier',
    'loyalty tier | tier:.8 | loyalty status | tier person | tier card | loyalty group | status card:.8 | type card:.6',
    {
      looks: 'words',
      allows: 'person loyalty card',
    },
  ),
  rule('person.custom:gender', 'gender', { looks: 'choice', allows: 'person code' }),
  rule('person.custom:city', 'city | city address | city home | city named | location city | city postal:.8', {
    looks: 'words',
    allows: 'person home main campaign code',
  }),
  rule('person.custom:region', 'region | region named | region code:.9 | region address', {
    looks: 'words',
    allows: 'person home main campaign code',
  }),
  rule('person.custom:country', 'country | country code | country named | country address', {
    looks: 'words',
    allows: 'person home main campaign code',
  }),
  rule('person.custom:postal_code', 'postal | postal code | postal number | postal address:.6', {
    looks: 'code',
    allows: 'person home main campaign code',
  }),
  rule('person.custom:timezone', 'timezone | timezone person', { allows: 'person', looks: 'words' }),
  rule('person.custom:language', 'language | language code | language interest', {
    allows: 'person code main interaction campaign letter',
    looks: 'words',
  }),
  rule(
    'person.custom:lead_source',
    'lead_source | old lead_source | lead_source channel | lead_source person | lead_source campaign:.7 | lead_source register',
    { allows: 'person channel create register first first_of', looks: 'words' },
  ),
  rule('organization.name', 'company | company named | company legal:.85 | company job:.5', {
    looks: 'words',
    allows: 'person main named legal work',
  }),
  rule('organization.domain', 'company site | company domain | site | domain:.8 | site address', {
    looks: 'domain',
    allows: 'company person main',
  }),
  rule('organization.tax_id', 'tax | tax id | tax number | tax company', {
    looks: 'code',
    allows: 'company person code number id',
  }),
  rule('organization.industry', 'industry | industry company', { looks: 'words', allows: 'company type' }),
  rule(
    'organization.employee_count',
    'employees | employees company | employees number | employees quantity | employees count_of',
    { allows: 'company number quantity count_of', looks: 'scalar' },
  ),
  rule('organization.annual_revenue', 'revenue_annual | revenue season | revenue company | season revenue company', {
    looks: 'number',
    allows: 'company season revenue amount',
  }),
  rule('organization.address', 'company address | legal address | legal company address', {
    looks: 'words',
    allows: 'company legal main',
  }),
]
