/**
 * What of the platform's API stands behind the sandbox. A covered row is one registered operation. A row that is not modelled
 * may end in `*`, and its method may be `*`; such requests are answered 501. What the platform itself has taken out of
 * service (v1 reading and writing of records) has no row: 404. Notes name what is left out, and every place
 * where the facts leave a doubt and the stricter reading was taken.
 */
export interface CoverageRow {
  method: string
  path: string
  state: 'covered' | 'not modelled'
  note: string
}

const crud = (path: string, note: string): CoverageRow[] => [
  ...rows(['GET', 'POST'], path, note),
  ...rows(['GET', 'PATCH', 'DELETE'], `${path}/:id`, note),
]

const rows = (methods: string[], path: string, note = ''): CoverageRow[] =>
  methods.map((method) => ({ method, path, state: 'covered', note }))

const missing = (path: string, note: string, method = '*'): CoverageRow => ({
  method,
  path,
  state: 'not modelled',
  note,
})

const records =
  'include_fields is accepted and adds nothing. Unknown query parameters and body fields are refused. A deleted record can be read but not changed. null unlinks a reference although the specification does not say so. An empty PATCH is refused.'
const fields =
  'Labels of options must differ. Settings are kept and have no effect. Options of the label field need the company option labelOptionsByApi. A field that is deleted takes its values along at once.'
const search =
  'Scans the index instead of ranking: a score is the share of the text that matches. Related items and files are not found.'
const adminOnly = 'Answers 403: the app was not granted the admin scope.'

export const coverage: readonly CoverageRow[] = [
  ...crud(
    '/api/v2/persons',
    `${records} first_name and last_name are shown, not accepted. Contact-sync fields answer 403 unless the company option is on. E-mail syntax is not checked. marketing_status is not modelled and refused.`,
  ),
  ...crud(
    '/api/v2/organizations',
    `${records} Addresses are not geocoded: parts left out stay null. website goes away with the company option organizationWebsite.`,
  ),
  ...crud(
    '/api/v2/deals',
    `${records} add_time is refused. A value sent for a deal that has lines is silently replaced by their sum; without lines any more it is 0. A deal needs no contact. archive_time is YYYY-MM-DD HH:MM:SS.`,
  ),
  ...rows(['GET'], '/api/v2/deals/archived'),
  ...crud('/api/v2/products', `${records} category is written as an option id and shown as its label.`),
  ...rows(['GET'], '/api/v2/deals/products', 'Lines of deleted deals are left out.'),
  ...rows(
    ['GET', 'POST', 'DELETE'],
    '/api/v2/deals/:id/products',
    'Installments and discounts of the deal are not modelled.',
  ),
  ...rows(['POST'], '/api/v2/deals/:id/products/bulk', 'All lines or none.'),
  ...rows(['PATCH', 'DELETE'], '/api/v2/deals/:id/products/:lineId'),
  ...rows(['GET', 'POST'], '/api/v2/products/:id/variations', 'Writing needs Growth or above.'),
  ...rows(['PATCH', 'DELETE'], '/api/v2/products/:id/variations/:variationId'),
  ...crud(
    '/api/v2/activities',
    `${records} person_id is refused in bodies: participants link persons. lead_id and project_id are refused. due_time and duration are HH:MM.`,
  ),
  ...['person', 'organization', 'deal', 'product'].flatMap((entity) => [
    ...rows(['GET', 'POST'], `/api/v2/${entity}Fields`, fields),
    ...rows(['GET', 'PATCH', 'DELETE'], `/api/v2/${entity}Fields/:code`, fields),
    ...rows(['POST', 'PATCH', 'DELETE'], `/api/v2/${entity}Fields/:code/options`, fields),
    ...rows(['GET'], `/api/v1/${entity}Fields`, 'Only for the numeric ids; fields are made through v2.'),
    ...rows(['GET'], `/api/v1/${entity}Fields/:id`),
  ]),
  ...['pipelines', 'stages'].flatMap((kind) => [
    ...rows(['GET'], `/api/v2/${kind}`),
    ...rows(['GET'], `/api/v2/${kind}/:id`),
    ...rows(['POST'], `/api/v2/${kind}`, adminOnly),
    ...rows(['PATCH', 'DELETE'], `/api/v2/${kind}/:id`, adminOnly),
  ]),
  ...['persons', 'organizations', 'deals', 'products'].flatMap((kind) =>
    rows(['GET'], `/api/v2/${kind}/search`, search),
  ),
  ...rows(['GET'], '/api/v2/itemSearch', search),
  ...rows(['GET'], '/api/v2/itemSearch/field', 'Answers bare {id, name} as the example does, not the schema.'),
  ...rows(['GET'], '/api/v1/users/me'),
  ...rows(['GET'], '/api/v1/users', 'Inactive users are listed.'),
  ...rows(['GET'], '/api/v1/users/:id'),
  ...rows(['GET'], '/api/v1/users/:id/permissions', 'Visibility of records among users is not modelled.'),
  ...rows(['GET'], '/api/v1/currencies'),
  ...rows(['GET'], '/api/v1/activityTypes'),
  ...rows(['POST'], '/api/v1/activityTypes', adminOnly),
  ...rows(['PUT', 'DELETE'], '/api/v1/activityTypes/:id', adminOnly),
  ...rows(
    ['GET', 'POST'],
    '/api/v1/notes',
    'JSON types are strict. No limit of notes per deal. Leads, projects and tasks do not exist.',
  ),
  ...rows(['GET', 'PUT', 'DELETE'], '/api/v1/notes/:id', 'A deleted note is gone.'),
  ...rows(['GET', 'POST'], '/api/v1/files', 'At most 50 MB, never empty.'),
  ...rows(['GET', 'PUT', 'DELETE'], '/api/v1/files/:id'),
  ...rows(['GET'], '/api/v1/files/:id/download'),
  ...rows(
    ['GET', 'POST', 'DELETE'],
    '/api/v1/filters',
    'Conditions on other kinds of records hold for none. No cap on filters.',
  ),
  ...rows(['GET', 'PUT', 'DELETE'], '/api/v1/filters/:id'),

  ...['persons', 'organizations', 'deals', 'products', 'pipelines', 'stages'].map((kind) =>
    missing(`/api/v1/${kind}/:id/*`, 'Merge, duplicates, pictures, files, history, permitted users of one record.'),
  ),
  ...['archived', 'summary', 'timeline'].map((view) => missing(`/api/v1/deals/${view}`, 'Not used.')),
  ...['person', 'organization', 'deal', 'product'].flatMap((entity) => [
    missing(`/api/v1/${entity}Fields`, 'Fields are written through v2.'),
    missing(`/api/v1/${entity}Fields/*`, 'Fields are written through v2.'),
  ]),
  ...['persons', 'organizations', 'deals', 'products', 'users'].map((kind) =>
    missing(`/api/v2/${kind}/*`, 'Followers, pictures, images, discounts, installments, duplicates, conversion.'),
  ),
  ...['activityFields', 'projectFields', 'projects', 'projectTemplates', 'tasks', 'boards', 'phases', 'leads'].flatMap(
    (kind) => [missing(`/api/v2/${kind}`, 'Not used.'), missing(`/api/v2/${kind}/*`, 'Not used.')],
  ),
  ...['users', 'notes', 'files', 'filters'].flatMap((kind) => [
    missing(`/api/v1/${kind}`, 'Other verbs than the covered ones.'),
    missing(`/api/v1/${kind}/*`, 'Sub-resources: comments, helpers, roles, remote files, searching users.'),
  ]),
  ...otherV1().flatMap((kind) => [missing(`/api/v1/${kind}`, 'Not used.'), missing(`/api/v1/${kind}/*`, 'Not used.')]),
]

function otherV1(): string[] {
  return [
    'activityFields',
    'billing',
    'callLogs',
    'channels',
    'goals',
    'leadFields',
    'leadLabels',
    'leadSources',
    'leads',
    'legacyTeams',
    'mailbox',
    'meetings',
    'noteFields',
    'oauth',
    'organizationRelationships',
    'permissionSets',
    'projectTemplates',
    'projects',
    'recents',
    'roles',
    'tasks',
    'userConnections',
    'userSettings',
    'webhooks',
  ]
}

/** Behaviour beyond single operations, with the reading taken where the facts are in doubt. */
export const notes: readonly string[] = [
  'Failed calls cost their tokens once they pass the limits, server errors too; 401 and 429 cost nothing.',
  'The day turns at midnight UTC. A request is let in while any token is left; a spent day answers like a burst, Retry-After 2.',
  'Refused requests do not count towards the burst. More than 30 of them within 10 s block the user for 60 s with an HTML 403.',
  'The burst is per user of a company, not per access token: a second token of the same user shares it.',
  'Refresh tokens are not rotated. An uninstall sends ids as numbers, once, and ignores the answer.',
  'The daily headers can be switched off, as they are undocumented.',
  'Texts are trimmed, an empty custom text clears the value, phone numbers are kept as sent.',
  'A deleted record refuses changes and a second deletion with 404, and keeps its references.',
  'Search sees a write after searchLagMs; lists see it at once.',
  'updated_since is compared in milliseconds although times are shown in seconds.',
]

/** The row that speaks of the request most closely; covered rows come first. */
export function rowOf(method: string, path: string): CoverageRow | undefined {
  const fitting = coverage.filter((row) => (row.method === '*' || row.method === method) && matches(row.path, path))
  const rank = (row: CoverageRow) => (row.state === 'covered' ? 0 : 100) + row.path.split(/[:*]/).length
  return fitting.sort((a, b) => rank(a) - rank(b))[0]
}

function matches(pattern: string, path: string): boolean {
  const wanted = pattern.split('/')
  const given = path.split('/')
  const open = wanted.at(-1) === '*'
  if (open ? given.length < wanted.length : given.length !== wanted.length) return false
  return wanted.every((part, i) => part === '*' || part.startsWith(':') || part === given[i])
}
