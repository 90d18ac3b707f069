import { rule } from './rule.ts'

/** Columns of campaigns (`scampaigns`), mailings (`campaigns`) and their report figures. Unique opens go before all opens. */
export const campaignRules = [
  rule('deal.source_id', 'id|campaign id|scampaign id|external id|id кампании|id рассылки', { looks: 'scalar' }),
  rule(
    'deal.title',
    'name|campaign name|title|название|название кампании|название рассылки|кампания|рассылка|campaign|mailing',
    {
      looks: 'scalar',
    },
  ),
  rule('deal.status', 'state|status|campaign status|статус|состояние|статус кампании|is active', { looks: 'scalar' }),
  rule('deal.value', 'revenue|total revenue|campaign revenue|income|выручка|доход|amount|value|сумма|сумма заказов', {
    looks: 'number',
  }),
  rule('deal.currency', 'currency|revenue currency|currency code|валюта', { looks: 'scalar' }),
  rule(
    'deal.orders',
    'orders count|orders|order count|orders total|conversions|заказы|заказов|количество заказов|число заказов',
  ),
  rule('deal.products', 'products|items|goods|товары', { looks: 'nested' }),
  rule(
    'deal.add_time',
    'create time|created at|start date|started at|start time|start|дата начала|дата старта|дата создания|дата запуска|date|дата',
    {
      looks: 'date',
    },
  ),
  rule(
    'deal.close_time',
    'finish date|end date|finished at|completed at|finish time|end time|finish|end|дата окончания|дата завершения',
    {
      looks: 'date',
    },
  ),
  rule('deal.owner', 'owner|owner email|manager|manager email|ответственный|менеджер', { looks: 'scalar' }),
  rule('deal.custom:open_rate', 'open rate|openrate|uopen rate|доля открытий|открываемость|процент открытий', {
    looks: 'number',
  }),
  rule('deal.custom:click_rate', 'click rate|clickrate|ctr|uclick rate|кликабельность|доля кликов|процент кликов', {
    looks: 'number',
  }),
  rule('deal.custom:sends', 'sends|sends total|sent|отправлено|отправки|отправок', { looks: 'number' }),
  rule('deal.custom:deliveries', 'delivs|delivs total|deliveries|delivered|доставлено|доставки', { looks: 'number' }),
  rule(
    'deal.custom:opens',
    'uopens|uopens total|unique opens|уникальные открытия|opens|opened|открытия|открыто|открытий',
    {
      looks: 'number',
    },
  ),
  rule(
    'deal.custom:clicks',
    'uclicks|uclicks total|unique clicks|уникальные клики|clicks|clicked|клики|кликов|переходы',
    {
      looks: 'number',
    },
  ),
  rule('deal.custom:unsubscribes', 'unsubs|unsubscribes|unsub|unsubscribed|отписки|отписок|отписались', {
    looks: 'number',
  }),
  rule('deal.custom:bounces', 'hbounces|hard bounces|bounces|bounced|недоставлено|отказы', { looks: 'number' }),
]
