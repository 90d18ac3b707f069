/** Digits after the decimal point in ISO 4217: 2 for RUB, 0 for JPY, 3 for KWD. Unknown codes have 2. */
export function currencyExponent(currency: string): number {
  const known = exponents.get(currency)
  if (known !== undefined) return known
  const exponent = readExponent(currency)
  exponents.set(currency, exponent)
  return exponent
}

const exponents = new Map<string, number>()

function readExponent(currency: string): number {
  try {
    return new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  } catch {
    return 2
  }
}

/** The number Pipedrive wants: the double nearest to the exact decimal. */
export function toMajor(amountMinor: number, currency: string): number {
  return amountMinor / 10 ** currencyExponent(currency)
}

/** Back to minor units; exact for every amount below 2^53 minor units that toMajor made. */
export function toMinor(amount: number, currency: string): number {
  return Math.round(amount * 10 ** currencyExponent(currency))
}
