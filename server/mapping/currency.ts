import { readText } from '../altcraft/values/text.ts'
import type { Json } from '../lib/json.ts'

const known = new Set(Intl.supportedValuesOf('currency'))
/**
 * Signs and words, without dots and spaces, in upper case. RUR is the rouble's code of before 1998; Yandex Market Language
 * still writes it. BYR is no spelling of BYN: one rouble of 2016 is ten thousand of those before.
 */
const spellings: Record<string, string> = spelled({
  RUB: 'RUR ₽ РУБ РУБЛЬ РУБЛЯ РУБЛЕЙ РУБЛИ Р RUBLE RUBLES ROUBLES РОССИЙСКИЙРУБЛЬ',
  USD: '$ US$ ДОЛЛ ДОЛЛАР ДОЛЛАРЫ ДОЛЛАРОВ ДОЛЛСША ДОЛЛАРСША ДОЛЛАРЫСША DOLLAR DOLLARS USDOLLAR USDOLLARS',
  EUR: '€ ЕВРО EURO EUROS',
  GBP: '£ ФУНТ ФУНТСТЕРЛИНГОВ POUND POUNDS',
  KZT: '₸ ТГ ТЕНГЕ ТНГ TENGE',
  UAH: '₴ ГРН ГРИВНА ГРИВНЫ ГРИВЕН HRYVNIA',
  BYN: 'БЕЛРУБ БЕЛРУБЛЬ БЕЛОРУССКИЙРУБЛЬ БЕЛОРУССКИЕРУБЛИ БР BR',
  UZS: 'СУМ СЎМ СОʻМ SOM UZSUM',
  KGS: 'СОМ',
  AMD: '֏ ДРАМ ДРАМЫ DRAM',
  GEL: '₾ ЛАРИ LARI',
  AZN: '₼ МАНАТ МАНАТЫ MANAT',
  TRY: '₺ TL ЛИРА ЛИРЫ LIRA',
  CNY: 'ЮАНЬ ЮАНИ ЮАНЕЙ YUAN RMB',
  JPY: '¥ ИЕНА ИЕНЫ YEN',
})

/** The ISO 4217 code of a currency's code, sign or word; undefined when it is none of these. */
export function currencyOf(text: string): string | undefined {
  const bare = text.toUpperCase().replaceAll('Ё', 'Е').replace(/[\s.]/g, '')
  const code = Object.hasOwn(spellings, bare) ? spellings[bare] : bare
  return code !== undefined && known.has(code) ? code : undefined
}

/** The code in a cell; undefined when it is none, `fallback` when the cell is empty. `decided` is asked first, by `valueKey`. */
export function readCurrency(
  cell: Json | undefined,
  fallback: string,
  decided?: (text: string) => string | undefined,
): string | undefined {
  const text = readText(cell ?? null)
  return text === undefined ? fallback : (decided?.(text) ?? currencyOf(text))
}

/** The currency that stands beside the number in an amount (`1 200 руб.`, `$15`); undefined where there is none. */
export function currencyIn(amount: Json): string | undefined {
  if (typeof amount !== 'string' || amount.length > 60) return undefined
  const [, before = '', after = ''] = /^\s*([^\d+\-−–.,(]*)[\d\s.,'’\u00A0\u202F+\-−–]*(\D*)$/u.exec(amount) ?? []
  const mark = `${before}${after}`.trim()
  return mark === '' ? undefined : currencyOf(mark)
}

function spelled(words: Record<string, string>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(words).flatMap(([code, list]) => list.split(' ').map((word): [string, string] => [word, code])),
  )
}
