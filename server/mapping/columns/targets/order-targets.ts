import { rule } from './target-rule.ts'

const deal = 'order person'

/** Orders and their lines. `order` and `line` words are at home here. */
export const orderTargets = [
  rule(
    'order.source_id',
    'order id | order number | id:.95 | number:.9 | order:.8 | external id | order external id | document number:.8 | order code:.8 | billing number:.85 | billing id:.8 | order named:.7 | named:.55 | id number',
    {
      looks: 'code',
      allows: 'order external',
    },
  ),
  rule('order.lines', 'line | product:.9 | line order | order product | description order:.6', {
    looks: 'nested',
    allows: 'order line product',
  }),
  rule('order.person', 'person id | person | person code | person number:.8 | person external id', {
    many: true,
    allows: 'person external',
    looks: 'any',
  }),
  rule('order.person', 'email | person email | email address | billing email', {
    many: true,
    looks: 'email',
    allows: 'person order main billing',
  }),
  rule('order.person', 'phone | person phone | phone number | billing phone', {
    many: true,
    looks: 'phone',
    allows: 'person order main billing number delivery_place',
  }),
  rule('order.person', 'person named:.75 | fullname:.7 | person fullname:.8 | billing named:.6', {
    many: true,
    looks: 'words',
    allows: 'person first last',
  }),
  rule(
    'order.status',
    'status | order status | stage:.7 | status delivery_place:.55 | status payment:.6 | billing status:.6',
    {
      allows: 'order',
      looks: 'choice',
    },
  ),
  rule(
    'order.total',
    'total | order total | order cost:.9 | cost:.7 | total cost | order amount | amount:.75 | total amount | total price | order price:.9 | payment total:.8 | total payment | total with_tax | amount with_tax | revenue:.6',
    {
      looks: 'number',
      allows: 'order amount total',
    },
  ),
  rule('order.currency', 'currency | currency order', { allows: 'order payment code warehouse', looks: 'words' }),
  rule(
    'order.created_at',
    'create | create date | order date | date:.95 | order create | purchase date | document date | time:.5 | register date:.8 | order time | start date:.7',
    {
      looks: 'date',
      allows: 'order date time',
    },
  ),
  rule(
    'order.closed_at',
    'close | close date | order close | payment date:.7 | update date:.65 | update:.65 | deliveries date:.8 | delivery_place close:.8 | cancel date:.5 | update time:.65',
    {
      looks: 'date',
      allows: 'order date time',
    },
  ),
  rule(
    'order.expected_close_date',
    'expected close | expected date | delivery_place date:.8 | expected delivery_place | interest delivery_place date:.7',
    {
      looks: 'date',
      allows: 'order date close delivery_place',
    },
  ),
  rule(
    'order.delivery_cost',
    'delivery_place amount | delivery_place cost | delivery_place price | delivery_place total | delivery_place:.9',
    { looks: 'number', allows: 'order amount price total payment cost' },
  ),
  rule('order.discount', 'discount | order discount | discount total | discount amount', {
    looks: 'number',
    allows: 'order total amount promo payment',
  }),
  rule('order.title', 'named order:.8 | named:.75 | subject:.7 | order subject', { allows: 'order', looks: 'words' }),
  rule('order.owner', 'manager | owner | manager email | manager named', { looks: 'owner', allows: `${deal} named` }),
  rule('line.order', 'line order id | line order number', { looks: 'code' }),
  rule('line.id', 'line id | line number | line external id', { looks: 'code' }),
  rule(
    'line.product',
    'sku | product id | product code | product sku | product:.75 | product external id | line sku | line code | code:.6 | sku id | product number:.8 | line product:.8 | sku external id | plan_word code:.7',
    {
      looks: 'code',
      allows: 'line external',
    },
  ),
  rule(
    'line.name',
    'product named | line named | product:.85 | line:.6 | named:.7 | line product named | line product | description:.6',
    { looks: 'words', allows: 'line product full' },
  ),
  rule(
    'line.quantity',
    'quantity | product quantity | line quantity | count_of:.6 | product count_of | quantity unit',
    { looks: 'number', allows: 'line product order' },
  ),
  rule(
    'line.price',
    'price | line price | product price | price unit | unit amount:.9 | line amount:.6 | price close line | close price line',
    { looks: 'number', allows: 'line product unit amount' },
  ),
  rule('line.discount', 'line discount | product discount | discount total:.7 | discount amount:.7 | discount:.75', {
    looks: 'number',
    allows: 'line product total amount rate',
    excludes: 'order delivery_place',
  }),
  rule('line.tax', 'taxed:.5 | line taxed | product taxed | taxed rate', {
    looks: 'scalar',
    allows: 'line product rate',
    excludes: 'order delivery_place',
  }),
  rule(
    'line.total',
    'line total | line amount | total discounted | line cost | product total | total line price | total:.8 | amount:.7 | product amount:.85',
    { looks: 'number', allows: 'line product amount total price' },
  ),
]
