import { rule } from './rule.ts'

/** Columns of orders (API `market/orders/list`, or a table of orders), and of their lines where each line is a row. */
export const orderRules = [
  rule(
    'order.source_id',
    'external id|order external id|order id|order number|order no|id заказа|номер заказа|no заказа|заказ|order|номер|id',
    {
      looks: 'scalar',
    },
  ),
  rule('order.lines', 'lines|order lines|items|order items|positions|позиции|товары|состав заказа|состав', {
    looks: 'nested',
  }),
  rule(
    'order.person',
    'profile|profile id|profile profile id|id профиля|customer|customer id|client|client id|клиент|id клиента|покупатель|идентификатор профиля',
    { many: true },
  ),
  rule(
    'order.person',
    'email|e mail|profile email|customer email|client email|email клиента|эл почта|электронная почта|почта',
    {
      looks: 'email',
      many: true,
    },
  ),
  rule(
    'order.person',
    'phone|phones|profile phone|customer phone|client phone|телефон|телефон клиента|номер телефона',
    {
      looks: 'phone',
      many: true,
    },
  ),
  rule('order.status', 'status|order status|статус|статус заказа|state|состояние', { looks: 'scalar' }),
  rule(
    'order.total',
    'total price|order total|total|grand total|total amount|amount|order amount|sum|сумма заказа|итого|итоговая сумма|общая сумма|сумма|стоимость заказа|стоимость',
    {
      looks: 'number',
    },
  ),
  rule('order.currency', 'currency|order currency|currency code|валюта|валюта заказа', { looks: 'scalar' }),
  rule(
    'order.created_at',
    'create time|created at|order date|created|date|дата заказа|дата создания|дата оформления|дата',
    {
      looks: 'date',
    },
  ),
  rule(
    'order.closed_at',
    'closed at|close date|дата закрытия|paid at|дата оплаты|update time|updated at|дата изменения|дата обновления',
    {
      looks: 'date',
    },
  ),
  rule(
    'order.expected_close_date',
    'expected close date|delivery date|дата доставки|expected delivery|ожидаемая дата доставки|планируемая дата доставки',
    {
      looks: 'date',
    },
  ),
  rule(
    'order.delivery_cost',
    'delivery cost|delivery price|delivery|shipping cost|shipping|стоимость доставки|доставка',
    {
      looks: 'number',
    },
  ),
  rule('order.discount', 'discount|order discount|скидка|сумма скидки|скидка на заказ', { looks: 'number' }),
  rule('order.title', 'title|order title|название заказа|название', { looks: 'scalar' }),
  rule('order.owner', 'owner|owner email|manager|manager email|ответственный|менеджер', { looks: 'scalar' }),
  rule('line.id', 'line external id|line id|position id|id позиции|номер позиции', { looks: 'scalar' }),
  rule(
    'line.product',
    'product|sku|product id|product external id|sku external id|product code|item code|offer id|item id|артикул|код товара|id товара|sku id|vendor code',
    {
      looks: 'scalar',
    },
  ),
  rule('line.name', 'product name|item name|name|товар|название товара|наименование товара|наименование', {
    looks: 'scalar',
  }),
  rule('line.quantity', 'count|quantity|qty|количество|кол во|колво', { looks: 'number' }),
  rule(
    'line.price',
    'final price per item|price|item price|unit price|цена|цена за единицу|цена за штуку|base price per item',
    {
      looks: 'number',
    },
  ),
  rule('line.total', 'line total|line amount|сумма позиции|стоимость позиции|сумма по позиции', { looks: 'number' }),
]
