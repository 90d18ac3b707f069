import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { ConfigError, type Environment, readConfig } from '../../server/config.ts'

const key = Buffer.alloc(32, 7).toString('base64')
const required: Environment = {
  PUBLIC_URL: 'https://importer.example',
  PIPEDRIVE_CLIENT_ID: 'client',
  PIPEDRIVE_CLIENT_SECRET: 'secret',
  ENCRYPTION_KEYS: `k1:${key}`,
}

function problemsOf(env: Environment): string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.problems
    throw error
  }
}

describe('configuration', () => {
  it('needs four variables and has a default for each other', () => {
    expect(readConfig(required)).toMatchObject({
      publicUrl: 'https://importer.example',
      port: 3000,
      role: 'all',
      databaseUrl: undefined,
      uploadDir: 'data/uploads',
      pipedrive: { oauthUrl: 'https://oauth.pipedrive.com', jwtSecret: 'secret' },
      maxUploadBytes: 5_368_709_120,
      requestTimeoutMs: 30_000,
      reserveShare: 0.3,
    })
  })

  it('reports all problems together', () => {
    const problems = problemsOf({ PORT: 'high', ROLE: 'boss', DATABASE_URL: 'mysql://x', RESERVE_SHARE: '1' })
    for (const name of [...Object.keys(required), 'PORT', 'ROLE', 'DATABASE_URL', 'RESERVE_SHARE']) {
      expect(problems.filter((line) => line.startsWith(`${name} `))).toHaveLength(1)
    }
    expect(problems).toHaveLength(8)
  })

  it('counts an empty variable as unset', () => {
    expect(readConfig({ ...required, PIPEDRIVE_JWT_SECRET: '', PORT: ' ' })).toMatchObject({
      port: 3000,
      pipedrive: { jwtSecret: 'secret' },
    })
  })

  it.each(['http://importer.example', 'https://importer.example/app', 'ftp://importer.example', 'importer.example'])(
    'refuses %s as a public address',
    (PUBLIC_URL) => expect(problemsOf({ ...required, PUBLIC_URL })).toHaveLength(1),
  )

  it('allows http on this machine', () => {
    expect(readConfig({ ...required, PUBLIC_URL: 'http://127.0.0.1:3000/' }).publicUrl).toBe('http://127.0.0.1:3000')
  })

  it('reads a ring of keys, the current one first', () => {
    const ring = readConfig({ ...required, ENCRYPTION_KEYS: `k2:${key}, k1:${key}` }).encryptionKeys
    expect(ring.map(({ id }) => id)).toEqual(['k2', 'k1'])
  })

  it.each(['k1', `k1:${key.slice(0, 20)}`, `k1:${key},k1:${key}`, `k1:${key},`, `k.1:${key}`])(
    'refuses the key ring %s without repeating it',
    (ENCRYPTION_KEYS) => {
      const problems = problemsOf({ ...required, ENCRYPTION_KEYS })
      expect(problems).toHaveLength(1)
      expect(problems.join()).not.toContain(key.slice(0, 20))
    },
  )

  it('has no mapping model unless its address and name are set; a key and a time are optional', () => {
    const model = { MAPPING_MODEL_URL: 'https://models.example/v1/', MAPPING_MODEL: 'small' }
    expect(readConfig(required).mappingModel).toBeUndefined()
    expect(readConfig({ ...required, ...model }).mappingModel).toEqual({
      url: 'https://models.example/v1',
      model: 'small',
      timeoutMs: 20_000,
    })
    const local = { ...model, MAPPING_MODEL_URL: 'http://localhost:11434/v1', MAPPING_MODEL_KEY: 'sk-1' }
    expect(readConfig({ ...required, ...local, MAPPING_MODEL_TIMEOUT: '5' }).mappingModel).toEqual({
      url: 'http://localhost:11434/v1',
      model: 'small',
      key: 'sk-1',
      timeoutMs: 5_000,
    })
  })

  it.each([
    [{ MAPPING_MODEL_URL: 'https://models.example' }, 'MAPPING_MODEL '],
    [{ MAPPING_MODEL: 'small' }, 'MAPPING_MODEL_URL '],
    [{ MAPPING_MODEL_KEY: 'sk-1' }, 'MAPPING_MODEL_KEY '],
    [{ MAPPING_MODEL_URL: 'http://models.example/v1', MAPPING_MODEL: 'small' }, 'MAPPING_MODEL_URL '],
    [{ MAPPING_MODEL_URL: 'https://me:s3cret@models.example/v1', MAPPING_MODEL: 'small' }, 'MAPPING_MODEL_URL '],
    [{ MAPPING_MODEL_URL: 'https://models.example/v1?key=s3cret', MAPPING_MODEL: 'small' }, 'MAPPING_MODEL_URL '],
    [{ MAPPING_MODEL_URL: 'models', MAPPING_MODEL: 'small' }, 'MAPPING_MODEL_URL '],
    [
      { MAPPING_MODEL_URL: 'https://models.example', MAPPING_MODEL: 'small', MAPPING_MODEL_KEY: 's3cret\nx: 1' },
      'MAPPING_MODEL_KEY ',
    ],
    [{ MAPPING_MODEL_TIMEOUT: '0' }, 'MAPPING_MODEL_TIMEOUT '],
  ])('refuses %o in one sentence that repeats no secret', (env, start) => {
    const problems = problemsOf({ ...required, ...env })
    expect(problems).toHaveLength(1)
    expect(problems[0]?.startsWith(start)).toBe(true)
    expect(problems.join()).not.toContain('s3cret')
  })

  it('is documented: .env.example names every variable that is read, and no other', async () => {
    const asked = new Set<string>()
    readConfig(
      new Proxy(required, {
        get: (env, name: string) => {
          asked.add(name)
          return env[name]
        },
      }),
    )
    const example = await readFile(new URL('../../.env.example', import.meta.url), 'utf8')
    const documented = [...example.matchAll(/^([A-Z_]+)=/gm)].map(([, name]) => name)
    expect(documented.sort()).toEqual([...asked].sort())
  })
})
