import { hkdfSync } from 'node:crypto'
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose'
import type { EncryptionKey } from '../config.ts'
import { InvalidRequest } from '../errors.ts'
import type { Clock } from '../lib/clock.ts'
import { isExpired, type Session } from './embedded-token.ts'

export interface Bearers {
  issue(session: Session): Promise<{ bearer: string; expiresAt: Date }>
  /** Throws 401 `session.expired` or `session.invalid`. */
  read(bearer: string): Promise<Session>
}

const audience = 'altcraft-importer'
const lifetimeMs = 10 * 60_000

/**
 * Our own short-lived bearers, which the iframe keeps in memory: cookies there are third-party and blocked. Signed (HS256)
 * with a key derived from the current encryption key; those of older keys are still read, so a rotation signs nobody out.
 */
export function makeBearers({ keys, clock }: { keys: [EncryptionKey, ...EncryptionKey[]]; clock: Clock }): Bearers {
  const [current] = keys
  const signingKeys = new Map(keys.map(({ id, key }) => [id, toSigningKey(key.export())]))

  return {
    async issue({ companyId, userId }) {
      const expiresAt = new Date(Math.floor((clock.now().getTime() + lifetimeMs) / 1000) * 1000)
      const bearer = await new SignJWT({ companyId })
        .setProtectedHeader({ alg: 'HS256', kid: current.id })
        .setSubject(String(userId))
        .setAudience(audience)
        .setExpirationTime(expiresAt)
        .sign(toSigningKey(current.key.export()))
      return { bearer, expiresAt }
    },
    async read(bearer) {
      try {
        const key = signingKeys.get(decodeProtectedHeader(bearer).kid ?? '')
        if (!key) throw new InvalidRequest(401, 'session.invalid')
        const expected = { algorithms: ['HS256'], audience, requiredClaims: ['exp', 'sub'], currentDate: clock.now() }
        const { payload } = await jwtVerify<{ companyId: number }>(bearer, key, expected)
        return { companyId: payload.companyId, userId: Number(payload.sub) }
      } catch (error) {
        throw new InvalidRequest(401, isExpired(error) ? 'session.expired' : 'session.invalid', {}, error)
      }
    },
  }
}

function toSigningKey(encryptionKey: Buffer): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', encryptionKey, '', 'altcraft-importer session bearer', 32))
}
