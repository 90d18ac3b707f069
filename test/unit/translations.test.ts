import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, test } from 'vitest'
import { outcomes, phases } from '../../extension-ui/src/api/types.ts'
import { en } from '../../extension-ui/src/i18n/en.ts'
import { ru } from '../../extension-ui/src/i18n/ru.ts'
import { datasetKinds } from '../../server/altcraft/types.ts'

type Texts = { [key: string]: string | Texts }

const folder = resolve(import.meta.dirname, '../../extension-ui')
/** Codes of the server are names, not plural forms, also where they end like one (`too_many`). */
const plural = /(?<!^code\..*)_(zero|one|two|few|many|other)$/

/** Dotted key → text; plural forms keep their suffix. */
function flatten(texts: Texts, prefix = ''): Map<string, string> {
  const entries = Object.entries(texts).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[prefix + key, value]] : [...flatten(value, `${prefix}${key}.`)],
  )
  return new Map(entries)
}

function baseKeys(texts: Map<string, string>): string[] {
  return [...new Set([...texts.keys()].map((key) => key.replace(plural, '')))].sort()
}

function sources(path: string): string[] {
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) => {
    const below = join(path, entry.name)
    if (entry.isDirectory()) return entry.name === 'dist' ? [] : sources(below)
    return /\.tsx?$/.test(entry.name) && !/^(en|ru)(-codes)?\.ts$/.test(entry.name) ? [readFileSync(below, 'utf8')] : []
  })
}

function matches(pattern: RegExp): string[] {
  return [...code.matchAll(pattern)].flatMap(([, key]) => (key ? [key] : []))
}

const code = sources(folder).join('\n')
const english = flatten(en)
const russian = flatten(ru)
const keys = baseKeys(english)

test('both languages have the same texts', () => {
  expect(baseKeys(russian)).toEqual(keys)
})

test('every text that depends on a number has the plural forms of its language', () => {
  for (const [language, texts] of [
    ['en', english],
    ['ru', russian],
  ] as const) {
    const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories
    const counted = [...texts.keys()].filter((key) => plural.test(key)).map((key) => key.replace(plural, ''))
    const missing = counted.flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !texts.has(key))
    expect(missing).toEqual([])
  }
})

test('a text takes the same values in both languages', () => {
  const values = (texts: Map<string, string>, key: string) => {
    const forms = [...texts].filter(([name]) => name.replace(plural, '') === key).map(([, text]) => text)
    return [...new Set(forms.flatMap((text) => text.match(/\{\{\w+/g) ?? []))].sort()
  }
  for (const key of keys) expect([key, values(russian, key)]).toEqual([key, values(english, key)])
})

test('every text that the pages ask for exists', () => {
  const asked = [...matches(/\bt\(\s*'([\w.]+)'/g), ...matches(/\? '([\w]+\.[\w.]+)' : '/g)]
  expect(asked.length).toBeGreaterThan(50)
  expect(asked.filter((key) => !keys.includes(key))).toEqual([])
})

test('no text is unused', () => {
  const literals = new Set(matches(/'([\w]+(?:\.[\w]+)*)'/g))
  const prefixes = matches(/`([\w]+(?:\.[\w]+)*\.)\$\{/g)
  const unused = keys.filter((key) => !literals.has(key) && !prefixes.some((prefix) => key.startsWith(prefix)))
  expect(unused).toEqual([])
})

test('phases, outcomes and kinds of datasets have names', () => {
  const named = [
    ...phases.map((phase) => `phase.${phase}`),
    ...outcomes.map((outcome) => `outcome.${outcome}`),
    ...datasetKinds.map((kind) => `kind.${kind}`),
  ]
  expect(named.filter((key) => !english.has(key))).toEqual([])
})
