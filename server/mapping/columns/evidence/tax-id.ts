/** A Russian INN: ten digits of a company or twelve of a person, with right check digits (order of the Federal Tax Service). */
export function isTaxId(text: string): boolean {
  const digits = [...text.trim()].map(Number)
  if (!/^(?:\d{10}|\d{12})$/.test(text.trim())) return false
  const check = (weights: readonly number[]) =>
    (weights.reduce((sum, weight, at) => sum + weight * (digits[at] ?? 0), 0) % 11) % 10
  const ten = [2, 4, 10, 3, 5, 9, 4, 6, 8]
  if (digits.length === 10) return check(ten) === digits[9]
  return check([7, ...ten]) === digits[10] && check([3, 7, ...ten]) === digits[11]
}
