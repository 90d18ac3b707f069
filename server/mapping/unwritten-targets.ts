/** Targets that a column can be recognised as, but that no phase writes yet: people are told, so that nothing is missed unseen. */
export const unwrittenTargets: ReadonlySet<string> = new Set([
  'deal.expected_close_date',
  'deal.pipeline',
  'deal.stage',
  'line.order',
  'product.active',
  'product.category',
  'product.parent',
  'product.tax',
  'product.unit',
])
