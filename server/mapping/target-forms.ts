/** How the values of a target with a place of its own in a record are read. */
export type TargetForm = 'date' | 'amount' | 'count' | 'structured'

const targets: Record<TargetForm, string> = {
  date: `person.add_time order.created_at order.closed_at order.expected_close_date deal.add_time deal.close_time
    deal.expected_close_date event.time note.time loyalty.time`,
  amount: `order.total order.delivery_cost order.discount line.price line.total line.discount line.tax product.price deal.value`,
  count: 'line.quantity deal.orders product.tax loyalty.balance',
  // Nested values, keys of persons, members of segments: by readers of their own that no step says.
  structured: `ignore person.subscriptions order.lines order.person deal.products product.variants product.regional_prices
    segment.member event.person note.person file.person`,
}

const forms: ReadonlyMap<string, TargetForm> = new Map(
  (Object.entries(targets) as [TargetForm, string][]).flatMap(([form, all]) =>
    all.split(/\s+/).map((target): [string, TargetForm] => [target, form]),
  ),
)

/** Undefined: text, or a field whose type says it. */
export function formOf(target: string): TargetForm | undefined {
  return forms.get(target)
}
