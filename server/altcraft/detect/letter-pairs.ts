/**
 * How much a letter tells after another one in Russian and Ukrainian words, in steps of 0.75 bits, as one hexadecimal digit:
 * row = letter before, column = letter, both in the order of `alphabet`, whose space is the border of a word.
 * Counted over the Russian spelling dictionary (npm dictionary-ru, BSD), the Russian and Ukrainian names, cities and words of
 * @faker-js/faker (MIT) and the Russian texts of the panel; Ukrainian weighs about a quarter. Unseen pairs have f.
 */
const alphabet = ' абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґў'
const pairs = [
  'f665769a66f576554657789a89cfff9bafbfcff',
  '4f8587886a87674d7564aa9989afffe78efceff',
  '84b9ca4bc5f94973f48b5fcbcb897afabb8ffff',
  '53ecba5f95f97c65b87a9ffcc4cf5aff9b8ffff',
  '64e9d95ff4fb5863f3bd6fffbaffffefff9ffff',
  '64b7aa49a4f88853967a6fcaaafb7aec988ffff',
  '4b9676997a7755498455baa889affffcbefffff',
  '84ce9438e3f7c658dbaf8ffdfffffaffc7cffff',
  '6286867ac5f97655c8cc7ffdcbfa7afc7baffff',
  '6a95886a7b3666589565da9869bffffd7ffefff',
  '0edefaefdff97a99fd49fefcbaefffffeffffff',
  '43f9ff8fd4fa6d93f5766ffbfbffeffffe9ffff',
  '73bebc49c4f88ca4efba7fefbfff84f7688ffff',
  '448cef3fe4fa99746b8e6cedbedf5cee998ffff',
  '64ed984cc4f8ef54fe767ce9aedf49fd8a8ffff',
  '6c6375988a8656696555b99b79bfffdebdfffff',
  '95ffff4ff5fc6f92a3a97efdceef9bffacaffff',
  '63aa894ab4f8b873bb876c9baacf7afb898ffff',
  '76b8cb6df6f468756a838bababfd96fc3baffff',
  '54c6cb4fe5f8aa74b56b7eedbdee63fc9abffff',
  '596676766b95666c6555eb7a678fffc6cefffff',
  '73efaf4ff3ff7aa3f5a879fffeffbbfddb7ffff',
  '43c6bc7eb4fa5763a5878fddaafdefcfff9ffff',
  '54e8ff3fe3f7cdd7dfde6ffdfeff85fbbf7ffff',
  '44fdff3ef3f6bd49fcf77fefbefff9fff8cffff',
  'a6faff5ff1f78b89ace88feffffff7fdf9fffff',
  'c5feff4ff1ffff9cfbff7ffffffffefff7fffff',
  'eeeeee1eeeeeeeeeeeeeeeeeeeeeeee734eeeee',
  '5f948a7b9c1888af8877ef8d98cfffffeffffff',
  '1faaba7f8cf5f95cdf48fbeaa9affffa8affeff',
  'afb797fdaf93365b7562c8adfbffffefdffffff',
  '7d6ba7d99db7898db685fd7a6a1fffecfffffff',
  '1fa798898fb8996fb885efaa8c7ffff8dffffff',
  '6f8679f88ff7753f8463ff7fb6fffffffffffff',
  '69a387f98f4769589767cfbf9bcfffff4ff69ff',
  '7ee1e6eeee7e5e5eee67eeeeeeeeeeeeeeeeeee',
  'ddd266ddddddd54dd4d6ddd5ddddddddddddddd',
  '919999999999999999999999999999999999999',
  '777777777777777777777777777777777777777',
]
const bitsPerStep = 0.75

/** Lower-case letters of Russian, Ukrainian and Belarusian. */
export function isModelledLetter(letter: string): boolean {
  return letter !== ' ' && alphabet.includes(letter)
}

/** Bits of `letter` after `before`; both lower-case letters of the alphabet or a space for the border of a word. */
export function pairBits(before: string, letter: string): number {
  const digit = pairs[alphabet.indexOf(before)]?.[alphabet.indexOf(letter)] ?? 'f'
  return Number.parseInt(digit, 16) * bitsPerStep
}
