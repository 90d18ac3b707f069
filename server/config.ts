import { createSecretKey, type KeyObject } from 'node:crypto'
import { join } from 'node:path'

export type Role = 'web' | 'worker' | 'all'

/** A key of the ring that seals tokens; `id` is written into what it sealed. */
export interface EncryptionKey {
  id: string
  key: KeyObject
}

export interface Config {
  /** Origin under which browsers and Pipedrive reach us, without a trailing slash. */
  publicUrl: string
  port: number
  role: Role
  /** Unset: an embedded PostgreSQL in `dataDir`. */
  databaseUrl: string | undefined
  dataDir: string
  uploadDir: string
  logLevel: LogLevel
  pipedrive: {
    clientId: string
    clientSecret: string
    /** Origin of Pipedrive's OAuth server, without a trailing slash. */
    oauthUrl: string
    /** Signs the tokens of our iframes. */
    jwtSecret: string
  }
  /** The first is current, the others only open what they sealed. */
  encryptionKeys: [EncryptionKey, ...EncryptionKey[]]
  maxUploadBytes: number
  /** Resident memory at which the process that reads a file is ended. */
  readerMemoryBytes: number
  /** How long one request to Pipedrive may take. */
  requestTimeoutMs: number
  /** Share of a company's daily API budget that is left to its other apps, 0–0.95. */
  reserveShare: number
  /** Unset: proposals are made by rules alone. */
  mappingModel: MappingModel | undefined
}

/** A model behind an OpenAI-compatible endpoint that is asked about columns which the rules leave open. */
export interface MappingModel {
  /** Address to which `/chat/completions` is added, without a trailing slash. */
  url: string
  model: string
  key?: string
  /** For all questions of one proposal together. */
  timeoutMs: number
}

export const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

/** Every problem of the environment, one sentence each; never holds a secret's value. */
export class ConfigError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`The configuration has ${problems.length} problem(s):\n${problems.map((line) => `- ${line}`).join('\n')}`)
    this.name = 'ConfigError'
    this.problems = problems
  }
}

export type Environment = Record<string, string | undefined>

/** Reads the variables that .env.example documents; an empty one counts as unset. Throws `ConfigError` with all problems. */
export function readConfig(env: Environment): Config {
  const read = makeReader(env)
  const publicUrl = read.origin('PUBLIC_URL')
  const oauthUrl = read.origin('PIPEDRIVE_OAUTH_URL', 'https://oauth.pipedrive.com')
  const clientSecret = read.text('PIPEDRIVE_CLIENT_SECRET')
  const dataDir = read.text('DATA_DIR', 'data')
  const config: Config = {
    publicUrl,
    port: read.integer('PORT', 3000, 0, 65_535),
    role: read.choice('ROLE', ['web', 'worker', 'all'], 'all'),
    databaseUrl: read.databaseUrl('DATABASE_URL'),
    dataDir,
    uploadDir: read.text('UPLOAD_DIR', join(dataDir, 'uploads')),
    logLevel: read.choice('LOG_LEVEL', logLevels, 'info'),
    pipedrive: {
      clientId: read.text('PIPEDRIVE_CLIENT_ID'),
      clientSecret,
      oauthUrl,
      jwtSecret: read.text('PIPEDRIVE_JWT_SECRET', clientSecret),
    },
    encryptionKeys: read.keyRing('ENCRYPTION_KEYS'),
    maxUploadBytes: read.integer('MAX_UPLOAD_BYTES', 5 * 1024 ** 3, 1, Number.MAX_SAFE_INTEGER),
    readerMemoryBytes: read.integer('READER_MEMORY_BYTES', 1024 ** 3, 256 * 1024 ** 2, Number.MAX_SAFE_INTEGER),
    requestTimeoutMs: read.integer('REQUEST_TIMEOUT_MS', 30_000, 100, 600_000),
    reserveShare: read.share('RESERVE_SHARE', 0.3, 0.95),
    mappingModel: readMappingModel(read),
  }
  if (read.problems.length > 0) throw new ConfigError(read.problems)
  return config
}

function readMappingModel(read: ReturnType<typeof makeReader>): MappingModel | undefined {
  const url = read.baseUrl('MAPPING_MODEL_URL')
  const model = read.text('MAPPING_MODEL', '')
  const key = read.bearer('MAPPING_MODEL_KEY')
  const timeoutMs = read.integer('MAPPING_MODEL_TIMEOUT', 20, 1, 300) * 1000
  if (url !== '' && model !== '') return { url, model, timeoutMs, ...(key === '' ? {} : { key }) }
  if (url !== '') read.problem('MAPPING_MODEL is missing: MAPPING_MODEL_URL is set, and needs the name of a model.')
  else if (model !== '') read.problem('MAPPING_MODEL_URL is missing: MAPPING_MODEL is set, and needs an endpoint.')
  else if (key !== '') read.problem('MAPPING_MODEL_KEY is set without MAPPING_MODEL_URL and MAPPING_MODEL.')
  return undefined
}

/** Hosts that only this machine reaches. */
export function isLoopback(url: string): boolean {
  const host = new URL(url).hostname
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** Readers that note a problem and go on with a value of the right type, which is never used then. */
function makeReader(env: Environment) {
  const problems: string[] = []

  function problem<T>(sentence: string, instead: T): T {
    problems.push(sentence)
    return instead
  }

  function text(name: string, fallback?: string): string {
    const value = env[name]?.trim() || fallback
    return value ?? problem(`${name} is missing.`, '')
  }

  function number(name: string, fallback: number, accepts: (value: number) => boolean, expected: string): number {
    const value = Number(text(name, String(fallback)))
    return accepts(value) ? value : problem(`${name} must be ${expected}.`, fallback)
  }

  return {
    problems,
    problem: (sentence: string) => void problem(sentence, undefined),
    text,
    integer: (name: string, fallback: number, min: number, max: number) =>
      number(
        name,
        fallback,
        (value) => Number.isSafeInteger(value) && value >= min && value <= max,
        `a whole number from ${min} to ${max}`,
      ),
    share: (name: string, fallback: number, max: number) =>
      number(name, fallback, (value) => value >= 0 && value <= max, `a number from 0 to ${max}`),
    choice<T extends string>(name: string, choices: readonly T[], fallback: T): T {
      const value = text(name, fallback)
      const known = choices.find((choice) => choice === value)
      return known ?? problem(`${name} must be one of ${choices.join(', ')}.`, fallback)
    },
    origin(name: string, fallback?: string): string {
      const value = text(name, fallback)
      if (value === '') return value
      const url = URL.canParse(value) ? new URL(value) : undefined
      const isOrigin = url && /^https?:$/.test(url.protocol) && `${url.origin}/` === url.href
      if (!isOrigin) return problem(`${name} must be an address like https://importer.example, without a path.`, '')
      if (url.protocol === 'http:' && !isLoopback(url.href)) {
        return problem(`${name} must begin with https:// (http:// only on this machine).`, '')
      }
      return url.origin
    },
    /** An address that may have a path; empty when unset. What is wrong with it is told without repeating it. */
    baseUrl(name: string): string {
      const value = text(name, '')
      if (value === '') return value
      const url = URL.canParse(value) ? new URL(value) : undefined
      const isBase = url && /^https?:$/.test(url.protocol) && `${url.origin}${url.pathname}` === url.href
      if (!isBase)
        return problem(
          `${name} must be an address like https://models.example/v1, with nothing behind the path.`,
          value,
        )
      if (url.protocol === 'http:' && !isLoopback(url.href)) {
        return problem(`${name} must begin with https:// (http:// only on this machine).`, value)
      }
      return url.href.replace(/\/+$/, '')
    },
    /** A secret that is sent in a header; empty when unset. */
    bearer(name: string): string {
      const value = text(name, '')
      return /^[\x21-\x7E]*$/.test(value)
        ? value
        : problem(`${name} must be of ASCII characters without spaces.`, value)
    },
    databaseUrl(name: string): string | undefined {
      const value = text(name, '')
      if (value === '') return undefined
      const isPostgres = URL.canParse(value) && /^postgres(ql)?:$/.test(new URL(value).protocol)
      return isPostgres ? value : problem(`${name} must begin with postgres://.`, undefined)
    },
    keyRing(name: string): Config['encryptionKeys'] {
      const value = text(name)
      if (value === '') return unusableRing
      const keys = value.split(',').map((entry) => toKey(entry.trim()))
      const [current, ...older] = keys.filter((key) => key !== undefined)
      const areWhole = older.length + 1 === keys.length && new Set(keys.map((key) => key?.id)).size === keys.length
      if (current && areWhole) return [current, ...older]
      return problem(
        `${name} must be id:key[,id:key…]: ids of letters and digits, each once; keys of 32 bytes in base64.`,
        unusableRing,
      )
    },
  }
}

const unusableRing: Config['encryptionKeys'] = [{ id: 'none', key: createSecretKey(Buffer.alloc(32)) }]

function toKey(entry: string): EncryptionKey | undefined {
  const [, id, encoded] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/_-]+={0,2})$/.exec(entry) ?? []
  const bytes = Buffer.from(encoded ?? '', 'base64')
  return id !== undefined && bytes.length === 32 ? { id, key: createSecretKey(bytes) } : undefined
}
