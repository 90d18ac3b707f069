import { createHmac } from 'node:crypto'

const lifeSeconds = 300

/** The signed token of an embedded page: HS256 with the client secret, 5 minutes unless told otherwise. */
export function embedToken(
  secret: string,
  nowMs: number,
  claims: { companyId: number; userId: number },
  expiresInSeconds = lifeSeconds,
): string {
  const issuedAt = Math.floor(nowMs / 1000)
  const payload = { ...claims, iat: issuedAt, exp: issuedAt + expiresInSeconds }
  const head = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(payload)}`
  return `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`
}

const encode = (part: Record<string, unknown>) => Buffer.from(JSON.stringify(part)).toString('base64url')
