import { rule } from './target-rule.ts'

/** Products, their variants and the offers of a catalogue. */
export const productTargets = [
  rule(
    'product.source_id',
    'id | product id | external id | product external id:.9 | sku id:.9 | sku external id | number:.6 | product number:.6 | code:.7 | product code:.7',
    {
      looks: 'code',
      allows: 'external product',
    },
  ),
  rule('product.code', 'sku | product sku | product code:.9 | code:.85 | sku code | barcode:.55', {
    looks: 'code',
    allows: 'product external',
  }),
  rule(
    'product.parent',
    'parent | parent id | parent sku | product parent | group id:.8 | parent external id | parent code | product external id:.8 | model id:.7 | parent product id',
    {
      looks: 'code',
      allows: 'product external id',
    },
  ),
  rule('product.name', 'named | product named | product:.85 | subject:.6 | model:.5', {
    allows: 'product',
    looks: 'words',
  }),
  rule('product.description', 'description | product description | description site | note:.5 | letter:.5', {
    allows: 'product site',
    looks: 'words',
  }),
  rule('product.price', 'price | product price | price amount | amount:.7 | cost:.6 | price total:.7', {
    looks: 'number',
    allows: 'product unit main personal retail total',
  }),
  rule('product.currency', 'currency | price currency', { allows: 'product price id code', looks: 'words' }),
  rule('product.unit', 'unit | product unit | unit quantity', { allows: 'product main', looks: 'words' }),
  rule('product.tax', 'taxed | taxed rate | taxed product', {
    allows: 'product rate',
    looks: 'scalar',
  }),
  rule(
    'product.category',
    'category | product category | group:.75 | product group | type product:.6 | category product page | category id:.6',
    { allows: 'product page', looks: 'words' },
  ),
  rule('product.active', 'active | product active | status:.6 | active flag | status product:.6', {
    looks: 'boolean',
    allows: 'product flag',
  }),
  rule('product.variants', 'variant | variant product', { looks: 'nested', allows: 'product' }),
  rule('product.regional_prices', 'regional | region price', { looks: 'nested' }),
]
