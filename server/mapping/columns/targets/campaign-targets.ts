import { rule } from './target-rule.ts'

const figure = 'campaign quantity letter email count_of total number sms'

/** Campaigns (`scampaigns`), mailings (`campaigns`) and the figures of their reports. */
export const campaignTargets = [
  rule(
    'deal.source_id',
    'id | unique id | campaign id | external id:.9 | number:.85 | campaign number | campaign code:.8 | code:.7',
    { looks: 'code', allows: 'campaign external letter' },
  ),
  rule('deal.title', 'named | campaign named | campaign:.9 | subject:.55 | letter named:.8', {
    allows: 'campaign',
    looks: 'words',
  }),
  rule('deal.status', 'status | campaign status | active:.6', { allows: 'campaign flag', looks: 'choice' }),
  rule(
    'deal.value',
    'revenue | campaign revenue | amount:.7 | total:.7 | order total | order amount | order revenue | total revenue | revenue close | revenue_annual:.7 | lifetime:.7 | purchase total',
    {
      looks: 'number',
      allows: 'campaign total amount order main',
      excludes: 'cost budget',
    },
  ),
  rule('deal.currency', 'currency | revenue currency', { allows: 'campaign revenue code', looks: 'words' }),
  rule(
    'deal.orders',
    'order quantity | order:.8 | order count_of | order number:.8 | purchase quantity | purchase:.7 | order total:.6',
    { looks: 'number', allows: 'campaign total' },
  ),
  rule('deal.products', 'product | line | order product', { looks: 'nested', allows: 'campaign' }),
  rule(
    'deal.add_time',
    'create | create date | start | start date | campaign start | campaign date | date:.9 | sends date | sends time | create time | time:.5 | register date:.6',
    {
      looks: 'date',
      allows: 'campaign date time',
    },
  ),
  rule('deal.close_time', 'close | close date | campaign close | close time', {
    looks: 'date',
    allows: 'campaign date time main',
  }),
  rule('deal.expected_close_date', 'expected close | expected date:.8 | expected close date', {
    looks: 'date',
    allows: 'campaign date time',
  }),
  rule(
    'deal.owner',
    'manager | owner | manager email | owner email | manager named | other_person:.6 | other_person email:.7 | marketing:.6 | manager marketing',
    { looks: 'owner', allows: 'campaign named marketing' },
  ),
  rule('deal.pipeline', 'pipeline | pipeline named', { allows: 'campaign', looks: 'words' }),
  rule('deal.stage', 'stage | stage pipeline | stage campaign', { allows: 'campaign named pipeline', looks: 'words' }),
  rule('deal.custom:open_rate', 'open_rate | opens rate | open_rate rate', {
    looks: 'rate',
    allows: 'campaign letter email opens unique rate',
  }),
  rule('deal.custom:click_rate', 'click_rate | clicks rate | click_rate rate', {
    looks: 'rate',
    allows: 'campaign letter email clicks unique rate',
  }),
  rule('deal.custom:sends', 'sends | sends campaign | person quantity:.7 | person:.7', {
    looks: 'number',
    allows: figure,
  }),
  rule('deal.custom:deliveries', 'deliveries', { looks: 'number', allows: figure }),
  rule('deal.custom:opens', 'opens | unique_opens:.85 | opens unique:.85', { looks: 'number', allows: figure }),
  rule('deal.custom:clicks', 'clicks | unique_clicks:.85 | clicks unique:.85', { looks: 'number', allows: figure }),
  rule('deal.custom:unsubscribes', 'optout', { looks: 'number', allows: figure }),
  rule('deal.custom:bounces', 'bounces | hard_bounces:.85 | bounces hard:.85', { looks: 'number', allows: figure }),
]
