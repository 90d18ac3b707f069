interface Node {
  id: string
  type: 'trigger' | 'condition' | 'delay' | 'action' | 'split' | 'loop' | 'webhook' | 'exit'
  [setting: string]: unknown
}

const scenario = (
  id: number,
  name: string,
  isActive: boolean,
  nodes: readonly Node[],
  extra: Record<string, unknown> = {},
) => ({
  id,
  name,
  is_active: isActive,
  db_id: 1,
  ...extra,
  trigger: nodes[0],
  nodes,
})

const send = (id: string, channel: string, templateId: number, next: string): Node => ({
  id,
  type: 'action',
  action: 'send',
  channel,
  template_id: templateId,
  next,
})
const wait = (id: string, delay: string, next: string): Node => ({ id, type: 'delay', delay, next })
const exit: Node = { id: 'end', type: 'exit' }

/** Automation scenarios: triggers, branches, delays, loops, webhooks, and what they refer to. */
export const scenarios: readonly unknown[] = [
  scenario(701, 'Welcome-цепочка', true, [
    { id: 't', type: 'trigger', event: 'subscription_confirmed', resource_id: 5, next: 'm1' },
    send('m1', 'email', 501, 'w1'),
    wait('w1', '3d', 'c1'),
    { id: 'c1', type: 'condition', field: '_open_date', operator: 'exists', yes: 'm2', no: 's1' },
    send('m2', 'email', 506, 'end'),
    send('s1', 'sms', 523, 'end'),
    exit,
  ]),
  scenario(702, 'Брошенная корзина', true, [
    { id: 't', type: 'trigger', event: 'pixel', goal: 'add_to_cart', next: 'w1' },
    wait('w1', '2h', 'c1'),
    { id: 'c1', type: 'condition', goal: 'purchase', operator: 'reached', yes: 'end', no: 'm1' },
    send('m1', 'email', 503, 'w2'),
    wait('w2', '1d', 'p1'),
    send('p1', 'push', 542, 'end'),
    exit,
  ]),
  scenario(703, 'Реактивация (цикл)', true, [
    { id: 't', type: 'trigger', event: 'segment_entered', segment_id: 45, next: 'l1' },
    { id: 'l1', type: 'loop', times: 3, every: '14d', body: 'm1', next: 'end' },
    send('m1', 'email', 506, 'c1'),
    { id: 'c1', type: 'condition', goal: 'purchase', operator: 'reached', yes: 'end', no: 'l1' },
    exit,
  ]),
  scenario(704, 'Order → CRM webhook', true, [
    { id: 't', type: 'trigger', event: 'order_created', next: 'h1' },
    {
      id: 'h1',
      type: 'webhook',
      method: 'POST',
      url: 'https://crm.severny-veter.example/hooks/orders',
      headers: { 'content-type': 'application/json', authorization: 'Bearer FAKE-SECRET-webhook-9f21' },
      next: 'end',
    },
    exit,
  ]),
  scenario(705, 'День рождения', true, [
    { id: 't', type: 'trigger', event: 'date', field: '_bdate', offset: '-3d', next: 'c1' },
    { id: 'c1', type: 'condition', field: '_sex', operator: 'equal', value: 'female', yes: 'm1', no: 'm2' },
    send('m1', 'email', 508, 'u1'),
    send('m2', 'email', 508, 'u1'),
    {
      id: 'u1',
      type: 'action',
      action: 'update_profile',
      field: 'LOYALTY_SCORE',
      operation: 'incr',
      value: 300,
      next: 'end',
    },
    exit,
  ]),
  scenario(706, 'A/B: subject lines', false, [
    { id: 't', type: 'trigger', event: 'manual', segment_id: 42, next: 'ab' },
    {
      id: 'ab',
      type: 'split',
      branches: [
        { percent: 50, next: 'm1' },
        { percent: 50, next: 'm2' },
      ],
    },
    send('m1', 'email', 501, 'end'),
    send('m2', 'email', 502, 'end'),
    exit,
  ]),
  scenario(707, 'NPS после доставки', true, [
    { id: 't', type: 'trigger', event: 'order_status', status: 'delivered', next: 'w1' },
    wait('w1', '5d', 'm1'),
    send('m1', 'email', 507, 'w2'),
    wait('w2', '7d', 'c1'),
    { id: 'c1', type: 'condition', form_id: 32, field: 'nps_score', operator: 'less', value: 7, yes: 'n1', no: 'end' },
    { id: 'n1', type: 'action', action: 'notify', to: 'help@severny-veter.example', next: 'end' },
    exit,
  ]),
  scenario(708, 'Оптовая заявка менеджеру', true, [
    { id: 't', type: 'trigger', event: 'form_filled', form_id: 31, next: 'c1' },
    { id: 'c1', type: 'condition', field: 'volume', operator: 'equal', value: 'более 300 000 ₽', yes: 'u1', no: 'u2' },
    {
      id: 'u1',
      type: 'action',
      action: 'update_profile',
      field: 'owner_email',
      value: 'anna.petrova@severny-veter.example',
      next: 'h1',
    },
    {
      id: 'u2',
      type: 'action',
      action: 'update_profile',
      field: 'owner_email',
      value: 'boris.orlov@severny-veter.example',
      next: 'h1',
    },
    {
      id: 'h1',
      type: 'webhook',
      method: 'POST',
      url: 'https://hooks.example/sv?token=FAKE-SECRET-query-token',
      next: 'end',
    },
    exit,
  ]),
  scenario(
    709,
    'Points about to expire',
    false,
    [
      { id: 't', type: 'trigger', event: 'schedule', cron: '0 9 1 * *', tz: 'Europe/Moscow', next: 'c1' },
      { id: 'c1', type: 'condition', field: 'LOYALTY_SCORE', operator: 'greater', value: 500, yes: 'm1', no: 'end' },
      send('m1', 'email', 508, 'end'),
      exit,
    ],
    { control_group: 'global_control' },
  ),
]
