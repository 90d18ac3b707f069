import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto'

/** Where a sealed value lives. It opens there and nowhere else: a row copied to another user or company is useless. */
export interface SecretPlace {
  purpose: string
  companyId: number
  userId: number
}

export interface SecretBox {
  /** Answers `v1.<key id>.<nonce>.<tag>.<cipher>`, the last three in base64url. */
  seal(text: string, place: SecretPlace): string
  /** Throws `SecretUnreadable`. */
  open(sealed: string, place: SecretPlace): string
}

/** The value was changed, moved from its place, or sealed by a key that the ring no longer has. */
export class SecretUnreadable extends Error {
  readonly code: 'secret.malformed' | 'secret.unknown_key' | 'secret.not_authentic'

  constructor(code: SecretUnreadable['code']) {
    super(code)
    this.name = 'SecretUnreadable'
    this.code = code
  }
}

/** AES-256-GCM over a ring of 32-byte keys: the first seals, each opens what it sealed (rotation by putting one in front). */
export function makeSecretBox(keys: readonly [SealingKey, ...SealingKey[]]): SecretBox {
  const [current] = keys
  return {
    seal(text, place) {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', current.key, nonce).setAAD(toAdditionalData(place))
      const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      const parts = [nonce, cipher.getAuthTag(), sealed].map((part) => part.toString('base64url'))
      return ['v1', current.id, ...parts].join('.')
    },
    open(sealed, place) {
      const [version, keyId, nonce, tag, text, ...rest] = sealed.split('.')
      if (version !== 'v1' || nonce === undefined || tag === undefined || text === undefined || rest.length > 0) {
        throw new SecretUnreadable('secret.malformed')
      }
      const key = keys.find(({ id }) => id === keyId)?.key
      if (!key) throw new SecretUnreadable('secret.unknown_key')
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'), { authTagLength: 16 })
        decipher.setAAD(toAdditionalData(place)).setAuthTag(Buffer.from(tag, 'base64url'))
        return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
      } catch {
        throw new SecretUnreadable('secret.not_authentic')
      }
    },
  }
}

export interface SealingKey {
  id: string
  key: KeyObject
}

function toAdditionalData({ purpose, companyId, userId }: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify([purpose, companyId, userId]))
}
