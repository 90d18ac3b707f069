import { kindRule } from './rule.ts'

/** Orders and products of Altcraft's market, loyalty, promo codes; and the tables people make of them. */
export const salesKinds = [
  kindRule('orders', 'orders', {
    decisive: `lines[]|order lines[]|items[]|line items[]|order items[]|total price|delivery cost|order id!|order external id!
      |order number!|order no!|order date|order status|order total|order sum|line external id|final price per item
      |base price per item|номер заказа!|no заказа!|id заказа!|заказ|дата заказа|сумма заказа|статус заказа|состав заказа`,
    supporting: `external id|status|currency|create time|update time|endpoint|quantity|count|product|sku|profile[]|profile id
      |total|amount|delivery|date|количество|сумма|итого|статус|валюта|товар|доставка|стоимость доставки|дата`,
    fileWords: 'order|purchase|sales|заказ|покупк|продаж',
  }),
  kindRule('products', 'products', {
    decisive: `skus[]|variants[]|product external id|regional data[]|manufacturer name|old price|oldprice|vendorcode
      |vendor code|barcode|barcode[]|pictures[]|picture[]|categoryid|group id|product name|product code|артикул
      |старая цена|наименование товара|название товара|штрихкод|код товара
      |price/цена+description/описание/category/категория/is available/picture`,
    supporting: `price|name|external id|description|currency|sku|code|categories[]|category|url|picture|is available
      |available|vendor|manufacturer warranty|цена|название|наименование|описание|валюта|категория|производитель`,
    against: `order id|order number|order external id|номер заказа|id заказа|line external id|total price|lines[]|email
      |profile id`,
    fileWords: 'product|catalog|offer|sku|goods|товар|каталог|yml',
  }),
  // A category read as a product would become one in Pipedrive.
  kindRule('unknown', 'product categories', {
    decisive: `name/название+parent external id|name+parent category id|category name+parent id|родительская категория
      |parent category|id родительской категории`,
    supporting: 'external id|category id|id|id категории|код',
    against: 'price|sku|цена|артикул|product external id',
    fileWords: 'categor|категори',
  }),
  kindRule('loyalty_transactions', 'loyalty transactions', {
    decisive: `transaction eid|transaction type|balance before|balance after|points currency eid|points currency iid|promo iid
      |source iid|тип транзакции|баланс до|баланс после
      |transaction id/id транзакции+points/transaction type/balance before/balance after/promo iid/баллы/баланс после
      |points/баллы+activation date/expiration date/дата начисления/срок действия/description/описание`,
    supporting: `transaction id|id транзакции|amount|points|created at|created|date|activation date|expiration date|source type|promo eid|description
      |profile id|email|xxh|сумма|баллы|количество баллов|дата|дата начисления|дата активации|дата сгорания|срок действия
      |описание|источник|id профиля`,
    fileWords: 'loyalty|transaction|points|bonus|лояльност|балл|бонус|транзакци',
  }),
  kindRule('promo_codes', 'promo codes', {
    decisive: `loyalty id|is attached|is activated|promo code|promocode|промокод|promo code id
      |code/код+attached/activated/is expired/expire date/привязан/активирован/срок действия/дата активации`,
    supporting: `code|created|attached|activated|expired|is expired|expire date|expiration date|assigned|status|код
      |создан|дата создания|привязан|активирован|истек|срок действия|дата активации|статус|profile id|id профиля`,
    against: 'order id|total price|lines[]|номер заказа|fname|lname|фамилия|last name',
    fileWords: 'promo|coupon|промокод|купон',
  }),
]
