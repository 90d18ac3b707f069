import { type Decimal, readDecimal, shift } from '../../altcraft/values/decimal.ts'
import { type DecimalMark, readNumber, withDecimalComma } from '../../altcraft/values/number.ts'
import type { Json } from '../../lib/json.ts'
import { currencyExponent } from '../../lib/money.ts'
import type { StepMakers } from './step.ts'

export const numberSteps: StepMakers<'number' | 'money'> = {
  number: ({ decimalMark }) => {
    return (value) => {
      const number = readNumber(marked(value, decimalMark))
      return number === undefined ? { problem: 'number.invalid' } : { ok: number }
    }
  },
  money: ({ scale, decimalMark }, { currency }) => {
    const places = scale === 'minor' ? currencyExponent(currency) : 0
    return (value) => {
      const amount = readDecimal(marked(value, decimalMark))
      return amount === undefined ? { problem: 'number.invalid' } : { ok: toDouble(shift(amount, -places)) }
    }
  },
}

function marked(value: Json, decimalMark: DecimalMark | undefined): Json {
  return decimalMark === 'comma' ? withDecimalComma(value) : value
}

function toDouble({ negative, digits, scale }: Decimal): number {
  const value = Number(`${digits}e-${scale}`)
  return negative && value !== 0 ? -value : value
}

/** The amount of a `money` step in minor units of its currency again, as decimal text: for readers that take minor units. */
export function backToMinor(value: Json, currency: string): Json {
  const amount = readDecimal(value)
  if (amount === undefined) return value
  const { negative, digits, scale } = shift(amount, currencyExponent(currency))
  const padded = digits.padStart(scale + 1, '0')
  const whole = scale === 0 ? padded : `${padded.slice(0, -scale)}.${padded.slice(-scale)}`
  return negative ? `-${whole}` : whole
}
