/** Major units with two decimals, exactly: 129050 → `1290.50`. */
export function decimal(amountMinor: number): string {
  const whole = Math.floor(amountMinor / 100)
  return `${whole}.${String(amountMinor % 100).padStart(2, '0')}`
}
