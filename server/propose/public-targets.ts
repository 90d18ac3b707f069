/** Targets that have a place of their own in this program, under the name that the list of targets has for them. */
const names: Record<string, string> = {
  'order.expected_close_date': 'order.custom',
  'order.owner': 'order.custom',
  'line.id': 'line.custom',
  'deal.orders': 'deal.custom',
  'deal.products': 'deal.custom',
  'product.variants': 'product.custom',
  'product.regional_prices': 'product.custom',
  'person.test_flag': 'ignore',
  'event.id': 'ignore',
  'event.text': 'ignore',
  'event.value': 'ignore',
  'event.test_flag': 'ignore',
}

export function publicTarget(target: string): string {
  return /^(?:note|file)\./.test(target) ? 'ignore' : (names[target] ?? target)
}
