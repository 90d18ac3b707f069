import { Readable } from 'node:stream'
import iconv from 'iconv-lite'
import { describe, expect, test } from 'vitest'
import { findDoubleEncoding } from '../../server/altcraft/detect/double-encoding.ts'
import { detectEncoding } from '../../server/altcraft/detect/encoding.ts'
import { encodingPreviews } from '../../server/altcraft/detect/encoding-previews.ts'
import { knownEncoding, supportedEncodings } from '../../server/altcraft/detect/supported-encodings.ts'
import { decodeText, type TextEncodingState } from '../../server/altcraft/read/decode.ts'
import type { ByteSource } from '../../server/altcraft/types.ts'

/** WHATWG name → what iconv-lite calls the encoding that is meant. */
const iconvNames: Record<string, string> = {
  'utf-8': 'utf8',
  'windows-1251': 'win1251',
  'windows-1252': 'win1252',
  'koi8-r': 'koi8-r',
  'koi8-u': 'koi8-u',
  ibm866: 'cp866',
  'iso-8859-5': 'iso88595',
  'x-mac-cyrillic': 'maccyrillic',
  'utf-16le': 'utf16le',
  'utf-16be': 'utf16be',
}

const texts = {
  russian: `Уважаемая Анна Сергеевна! Напоминаем, что 12 мая истекает срок действия вашей карты клиента. Чтобы не потерять
накопленные баллы, загляните в любой магазин «Ромашка» или закажите доставку на дом. Иванов Пётр; Щербакова Юлия; Жуковский
Эдуард; Нижний Новгород; улица Льва Толстого, подъезд 4; объявление; цех; съёмка; Йошкар-Ола; фрезеровщик. ООО «Вектор» № 17
ИВАНОВА ОЛЬГА ПЕТРОВНА; ПЕРМЬ; ТОО "Ак Жол"; перезвонить после обеда; хочет скидку; просила не беспокоить по выходным дням.`,
  ukrainian: `Шановна Оксано Вікторівно! Нагадуємо, що термін дії вашої картки спливає 12 травня. Щоб не втратити накопичені бали,
завітайте до будь-якої крамниці «Волошка» або замовте доставку додому. Ковальчук Андрій; Шевченко Наталія; Київ; Львів; Їжакевич
Євген; вулиця Січових Стрільців; Запоріжжя; Чернівці; передзвонити пізніше; жінка; чоловік; область; п'ятниця; єдиний; їжа.`,
  german: `Sehr geehrte Frau Müller, wir möchten Sie daran erinnern, dass die Gültigkeit Ihrer Kundenkarte abläuft. Besuchen Sie
unsere Geschäfte in Köln, Düsseldorf oder München. Jürgen Groß; Käthe Schröder; Straße der Einheit; Österreich; Übung macht den
Meister; Bäckerei Höflich; Größe; schön; für Händler; Rückruf am Nachmittag gewünscht; Ärger; Öl; ÄRZTEHAUS; MÜNCHEN.`,
  french: `Chère Madame Lefèvre, votre carte de fidélité arrive à échéance. Pour ne pas perdre les points accumulés, rendez-vous
chez nos partenaires à Besançon, Nîmes ou Orléans. François Bézier; Zoé Gaël; Hélène Côté; Île-de-France; boîte; cœur; déjà; garçon;
hôtel; noël; où; Ève; élève; reçu; âgée; maïs; José; préférence; marché; CAFÉ; SOCIÉTÉ GÉNÉRALE; château; août.`,
}
type Language = keyof typeof texts

const encodingsOf: Record<Language, readonly string[]> = {
  russian: [
    'utf-8',
    'windows-1251',
    'koi8-r',
    'koi8-u',
    'ibm866',
    'iso-8859-5',
    'x-mac-cyrillic',
    'utf-16le',
    'utf-16be',
  ],
  ukrainian: ['utf-8', 'windows-1251', 'koi8-u', 'iso-8859-5', 'x-mac-cyrillic', 'utf-16le', 'utf-16be'],
  german: ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'],
  french: ['utf-8', 'windows-1252', 'utf-16le', 'utf-16be'],
}
const languages = Object.keys(texts) as Language[]
const cases = languages.flatMap((language) => encodingsOf[language].map((encoding) => ({ language, encoding })))

/** The words of a text that the encoding can express. */
function wordsOf(language: Language, encoding: string): string[] {
  return texts[language]
    .split(/\s+/)
    .filter((word) => iconv.decode(encode(word, encoding), iconvName(encoding)) === word)
}

/** Words from the one at `at` on until they are about as many bytes as wanted. */
function sampleText(words: readonly string[], at: number, bytes: number): string {
  const taken: string[] = []
  for (let length = 0; length < bytes; length += (taken.at(-1)?.length ?? 0) + 1) {
    taken.push(words[(at + taken.length) % words.length] ?? '')
  }
  return taken.join(';')
}

function iconvName(encoding: string): string {
  return iconvNames[encoding] ?? encoding
}

function encode(text: string, encoding: string): Buffer {
  return iconv.encode(text, iconvName(encoding), { addBOM: false })
}

/** Right: the text is read as it is. Else it must be said to be unsure, with the right encoding among the alternatives. */
function judge(text: string, encoding: string, bytes = encode(text, encoding)) {
  const guess = detectEncoding(bytes)
  const isRight = guess !== undefined && new TextDecoder(guess.encoding).decode(bytes) === text
  const isTold =
    guess !== undefined &&
    guess.confidence < 0.6 &&
    [guess.encoding, ...guess.alternatives.map((one) => one.encoding)].some(
      (one) => new TextDecoder(one).decode(bytes) === text,
    )
  return { isRight, isTold, guess }
}

const asciiLines = Array.from(
  { length: 2_000 },
  (_, index) => `${index};user${index}@example.org;Anna;2024-05-01;"a, b";1.5\n`,
)
const ascii = asciiLines.join('').slice(0, 100_000)

/** Small letters of x-mac-cyrillic are those of windows-1251: a few words may differ in one letter, and nobody can tell. */
function isTelling(encoding: string, bytes: number): boolean {
  return encoding !== 'x-mac-cyrillic' || bytes >= 200
}

function toText(word: string, guess: ReturnType<typeof detectEncoding>): string {
  return `${word}: ${guess?.encoding} ${guess?.confidence}`
}

describe('texts of four languages in every encoding that can express them', () => {
  test.each(cases)('$language in $encoding is never confidently read wrong', ({ language, encoding }) => {
    const words = wordsOf(language, encoding)
    for (const bytes of [20, 200, 20_000].filter((size) => isTelling(encoding, size))) {
      const judged = words.slice(0, 40).map((word, at) => ({ word, ...judge(sampleText(words, at, bytes), encoding) }))
      expect(judged.filter((one) => !one.isRight && !one.isTold).map((one) => toText(one.word, one.guess))).toEqual([])
      const unsure = judged.filter((one) => !one.isRight || (one.guess?.confidence ?? 0) < 0.9)
      if (bytes >= 200) expect(unsure.map((one) => toText(one.word, one.guess))).toEqual([])
    }
  })

  test.each(cases.filter(({ encoding }) => isTelling(encoding, 20)))(
    'one word of $language in $encoding among ASCII is read right, or said to be unsure',
    ({ language, encoding }) => {
      const words =
        wordsOf(language, encoding)
          .join(' ')
          .match(/\p{L}[\p{L}'-]*/gu) ?? []
      const telling = [...new Set(words)].filter((word) => /[^ -~]/.test(word))
      const judged = telling.map((word) => ({ word, ...judge(`id;name\n1;"${word}"\n2;Anna\n`, encoding) }))
      expect(judged.filter((one) => !one.isRight && !one.isTold).map((one) => toText(one.word, one.guess))).toEqual([])
      const right = judged.filter(({ isRight }) => isRight)
      expect(right.length).toBeGreaterThan(0.9 * judged.length)
      const long = judged.filter(({ word, isRight }) => [...word].length > 5 && !isRight)
      expect(long.map((one) => toText(one.word, one.guess))).toEqual([])
    },
  )

  test.each(['windows-1251', 'koi8-r', 'ibm866', 'utf-8', 'utf-16le', 'utf-16be'])(
    'a name in %s in the middle of 200 KB of ASCII decides',
    (encoding) => {
      const { isRight, guess } = judge(`${ascii}1;"Щербакова";\n${ascii}`, encoding)
      expect(isRight).toBe(true)
      expect(guess?.confidence).toBeGreaterThan(0.6)
    },
  )
})

describe('what is said of the encoding', () => {
  test('a mark and valid UTF-8 are certain', () => {
    for (const text of ['id;name\n1;Müller\n', 'id;name\n1;Анна\n', 'id;name\n1;🎉\n', '\uFEFFid\n1\n']) {
      expect(detectEncoding(Buffer.from(text))).toMatchObject({ encoding: 'utf-8', confidence: 1, alternatives: [] })
    }
  })

  test('alternatives are few, other than the chosen one, and read without damage', () => {
    const bytes = encode('id;name\n1;ООО\n', 'windows-1251')
    const guess = detectEncoding(bytes)
    expect(guess?.encoding).toBe('windows-1251')
    expect(guess?.confidence).toBeLessThan(0.9)
    const others = guess?.alternatives.map((one) => one.encoding) ?? []
    expect(others.length).toBeGreaterThan(1)
    expect(others.length).toBeLessThanOrEqual(5)
    expect(others).not.toContain('windows-1251')
    for (const other of others) expect(new TextDecoder(other).decode(bytes)).not.toMatch(/[\u0080-\u009F\uFFFD]/)
  })

  test.each([
    ['a stray byte', Buffer.from([0xcf])],
    ['a row in windows-1251', encode('2;Пётр Щербаков\n', 'windows-1251')],
    ['a character cut off by the end', Buffer.from('Ж').subarray(0, 1)],
  ])('UTF-8 with %s in it stays UTF-8', (_name, damage) => {
    const good = Buffer.from('1;Анна Иванова;Москва\n'.repeat(40))
    expect(detectEncoding(Buffer.concat([good, damage]))?.encoding).toBe('utf-8')
    expect(detectEncoding(Buffer.concat([good, damage, Buffer.from('\n'), good]))?.encoding).toBe('utf-8')
  })

  test('a language that no tried encoding has is not claimed to be known', () => {
    const greek = 'Όνομα;Πόλη\nΓιώργος Παπαδόπουλος;Αθήνα\nΜαρία Καραγιάννη;Θεσσαλονίκη\n'
    const guess = detectEncoding(iconv.encode(greek.repeat(5), 'win1253'))
    expect(guess?.confidence ?? 0).toBeLessThan(0.6)
  })

  test('bytes without meaning are no text', () => {
    let seed = 1
    const noise = Buffer.from(
      Array.from({ length: 256 * 1024 }, () => {
        seed = (seed * 48_271) % 2_147_483_647
        return 0x80 + (seed % 0x80)
      }),
    )
    expect(detectEncoding(noise)).toBeUndefined()
  })

  test.each([
    ['letters without end', 'x'.repeat(256 * 1024)],
    ['letters without end between others', `é${'x'.repeat(2_000)}`.repeat(128)],
    ['one letter without end', 'é'.repeat(128 * 1024)],
    ['words of one letter', 'é x'.repeat(64 * 1024)],
  ])('%s are judged in short time', (_name, text) => {
    for (const encoding of ['utf-8', 'windows-1252', 'utf-16le']) detectEncoding(encode(text, encoding))
    findDoubleEncoding(text)
  })
})

describe('double encoding', () => {
  const russian = 'Анна Иванова; Москва; Ёлкина; Юрий'
  const german = 'Müller; Jürgen; Schröder; Köln'

  test.each([
    ['windows-1251', russian],
    ['windows-1252', german],
  ])('UTF-8 taken for %s is recognised', (encoding, text) => {
    expect(findDoubleEncoding(new TextDecoder(encoding).decode(Buffer.from(text)))?.encoding).toBe(encoding)
  })

  test('good texts are not accused', () => {
    for (const text of [...Object.values(texts), russian, german, 'РђР', 'Ã¼', '']) {
      expect(findDoubleEncoding(text)).toBeUndefined()
    }
  })
})

describe('previews', () => {
  test('show the first filled lines in every encoding asked for', () => {
    const sample = encode(`\r\nИмя;Город\r\n\r\nАнна;${'Москва'.repeat(50)}\r\nтретья\r\n`, 'windows-1251')
    const previews = encodingPreviews(sample, ['windows-1251', 'koi8-r', 'no such encoding'], 2)
    expect(previews.map(({ encoding }) => encoding)).toEqual(['windows-1251', 'koi8-r'])
    expect(previews[0]?.lines).toEqual(['Имя;Город', `Анна;${'Москва'.repeat(50)}`.slice(0, 200)])
    expect(previews[1]?.lines[0]).not.toBe('Имя;Город')
  })

  test('a letter amid Latin ones is no reason to call a valid text binary', () => {
    expect(detectEncoding(Buffer.from('<xml><data><aЯa>5</aЯa></data></xml>'))).toMatchObject({ encoding: 'utf-8' })
  })

  test('previews show the lines that tell encodings apart, wherever they stand', () => {
    const sample = encode(`id;city\n${'1;Paris\n'.repeat(50)}2;Москва\n${'3;Rome\n'.repeat(50)}`, 'windows-1251')
    const [preview] = encodingPreviews(sample, ['windows-1251'], 3)
    expect(preview?.lines).toEqual(['id;city', '1;Paris', '2;Москва'])
  })

  test('every encoding that is offered can be read', () => {
    expect(encodingPreviews(Buffer.from('a\n'), supportedEncodings, 1).length).toBe(supportedEncodings.length)
    for (const encoding of supportedEncodings) expect(knownEncoding(encoding)).toBe(encoding)
    expect(knownEncoding('cp1251')).toBe('windows-1251')
    expect(knownEncoding('no such encoding')).toBeUndefined()
  })
})

describe('an encoding that shows late', () => {
  const text = (encoding: string) =>
    Buffer.concat([
      Buffer.from('{"id":"1"}\n'.repeat(30_000)),
      encode('{"id":"2","name":"Пётр Щербаков"}\n', encoding),
      Buffer.from('{"id":"3"}\n'),
    ])

  test.each([1, 7, 64 * 1024])('is judged by what follows, in pieces of %d bytes', async (size) => {
    for (const encoding of ['utf-8', 'windows-1251', 'koi8-r', 'ibm866']) {
      const state: TextEncodingState = { encoding: 'utf-8', ascii: true, damaged: false, confidence: 1, notes: [] }
      const pieces: string[] = []
      for await (const piece of decodeText(source(text(encoding).subarray(-2_000), size), state)) pieces.push(piece)
      expect(pieces.join('')).toContain('Пётр Щербаков')
      expect(state).toMatchObject({ encoding, ascii: false, damaged: false, notes: [] })
    }
  })

  test('is told when it is unsure', async () => {
    const bytes = Buffer.concat([Buffer.from(ascii.repeat(3)), encode('1;x@example.org;"дії"\n', 'windows-1251')])
    const state: TextEncodingState = { encoding: 'utf-8', ascii: true, damaged: false, confidence: 1, notes: [] }
    for await (const _piece of decodeText(source(bytes, 1_000), state)) {
    }
    expect(state.confidence).toBeLessThan(0.6)
    expect(state.notes.map(({ code }) => code)).toEqual(['read.unsure_encoding'])
  })
})

function source(bytes: Buffer, size: number): ByteSource {
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
    bytes.subarray(at * size, (at + 1) * size),
  )
  return { name: 'late', sizeBytes: bytes.length, open: async () => Readable.from(pieces, { objectMode: false }) }
}
