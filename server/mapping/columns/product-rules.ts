import { rule } from './rule.ts'

/** Columns of products and SKUs: API objects, and offers of a Yandex Market catalogue (YML). */
export const productRules = [
  rule('product.source_id', 'external id|id|product id|offer id|sku id|id товара|идентификатор', { looks: 'scalar' }),
  rule('product.code', 'code|sku|vendorcode|vendor code|product code|item code|артикул|код товара|код', {
    looks: 'scalar',
  }),
  rule('product.parent', 'product external id|group id|groupid|parent id|parent|parent external id|id группы', {
    looks: 'scalar',
  }),
  rule('product.name', 'name|product name|title|название|название товара|наименование|товар|model', {
    looks: 'scalar',
  }),
  rule('product.description', 'description|описание|описание товара', { looks: 'scalar' }),
  rule('product.price', 'price|цена|стоимость|unit price|цена продажи', { looks: 'number' }),
  rule('product.currency', 'currency|currencyid|currency id|валюта', { looks: 'scalar' }),
  rule('product.variants', 'skus|variants|variations|варианты|модификации', { looks: 'nested' }),
  rule('product.regional_prices', 'regional data', { looks: 'nested' }),
]
