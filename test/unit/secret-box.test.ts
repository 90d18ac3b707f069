import { createSecretKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { makeSecretBox, SecretUnreadable } from '../../server/lib/secret-box.ts'

const key = (id: string, fill: number) => ({ id, key: createSecretKey(Buffer.alloc(32, fill)) })
const place = { purpose: 'access_token', companyId: 4711, userId: 12 }
const box = makeSecretBox([key('k1', 1)])

function codeOf(open: () => string): string {
  try {
    return open()
  } catch (error) {
    if (error instanceof SecretUnreadable) return error.code
    throw error
  }
}

describe('secret box', () => {
  it('opens what it sealed, and seals the same text differently each time', () => {
    const sealed = box.seal('v1u:тайна', place)
    expect(box.open(sealed, place)).toBe('v1u:тайна')
    expect(sealed).toMatch(/^v1\.k1\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/)
    expect(sealed).not.toBe(box.seal('v1u:тайна', place))
  })

  it.each([{ purpose: 'refresh_token' }, { companyId: 4712 }, { userId: 13 }])(
    'does not open at another place: %o',
    (other) => {
      const sealed = box.seal('secret', place)
      expect(codeOf(() => box.open(sealed, { ...place, ...other }))).toBe('secret.not_authentic')
    },
  )

  it('notices a changed character anywhere', () => {
    const sealed = box.seal('secret', place)
    const [, , nonce = '', tag = '', cipher = ''] = sealed.split('.')
    for (const part of [nonce, tag, cipher]) {
      const changed = sealed.replace(part, `${part.startsWith('A') ? 'B' : 'A'}${part.slice(1)}`)
      expect(codeOf(() => box.open(changed, place))).toBe('secret.not_authentic')
    }
  })

  it('refuses a shortened tag', () => {
    const [version, id, nonce, tag = '', cipher] = box.seal('secret', place).split('.')
    const shortened = [version, id, nonce, tag.slice(0, 6), cipher].join('.')
    expect(codeOf(() => box.open(shortened, place))).toBe('secret.not_authentic')
  })

  it('opens what an older key sealed after the ring was rotated, and seals with the new one', () => {
    const rotated = makeSecretBox([key('k2', 2), key('k1', 1)])
    expect(rotated.open(box.seal('secret', place), place)).toBe('secret')
    expect(rotated.seal('secret', place)).toMatch(/^v1\.k2\./)
    expect(codeOf(() => box.open(rotated.seal('secret', place), place))).toBe('secret.unknown_key')
  })

  it.each(['', 'v1', 'v2.k1.a.b.c', 'v1.k1.a.b.c.d'])('refuses the malformed value %j', (sealed) => {
    expect(codeOf(() => box.open(sealed, place))).toBe('secret.malformed')
  })
})
