import { SignJWT } from 'jose'
import { DemoFailure } from './failure.ts'
import type { Installed } from './install.ts'

const marginMs = 60_000

/**
 * A session as Pipedrive's iframe has it: a short token signed with the app's secret is exchanged for a bearer, again and
 * again before it expires. Answers the current bearer.
 */
export function makeSession(
  { appUrl, jwtSecret }: { appUrl: string; jwtSecret: string },
  { companyId, userId }: Pick<Installed, 'companyId' | 'userId'>,
): () => Promise<string> {
  const key = new TextEncoder().encode(jwtSecret)
  let current: { bearer: string; expiresAtMs: number } | undefined

  return async () => {
    if (current && current.expiresAtMs - marginMs > Date.now()) return current.bearer
    const token = await new SignJWT({ userId, companyId })
      .setProtectedHeader({ alg: 'HS256' })
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(key)
    const answer = await fetch(`${appUrl}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new DemoFailure(`The app opened no session (status ${answer.status}): ${text.slice(0, 300)}`)
    const { bearer, expiresAt } = JSON.parse(text)
    current = { bearer, expiresAtMs: Date.parse(expiresAt) }
    return bearer
  }
}
