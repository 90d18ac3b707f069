import { randomBytes } from 'node:crypto'

/** Lifetimes; source: the platform's OAuth pages. */
const codeMs = 5 * 60_000
const accessSeconds = 3599
const refreshIdleMs = 60 * 86_400_000

export interface Owner {
  companyId: number
  userId: number
}

export interface Installation extends Owner {
  refreshToken: string
  usedMs: number
}

/** Authorization codes, access tokens and installations (one refresh token per user and company). */
export class Grants {
  private readonly codes = new Map<string, Owner & { redirectUri: string; expiresMs: number }>()
  private readonly access = new Map<string, Owner & { expiresMs: number }>()
  private readonly installations = new Map<string, Installation>()
  private readonly now: () => number

  constructor(now: () => number) {
    this.now = now
  }

  issueCode(owner: Owner, redirectUri: string): string {
    const code = randomBytes(20).toString('hex')
    this.codes.set(code, { ...owner, redirectUri, expiresMs: this.now() + codeMs })
    return code
  }

  /** One-time: the code is gone whatever the answer. */
  redeemCode(code: string, redirectUri: string): Installation | 'unknown' | 'expired' | 'otherRedirect' {
    const issued = this.codes.get(code)
    this.codes.delete(code)
    if (!issued) return 'unknown'
    if (issued.expiresMs <= this.now()) return 'expired'
    if (issued.redirectUri !== redirectUri) return 'otherRedirect'
    return this.install({ companyId: issued.companyId, userId: issued.userId })
  }

  /** Each use puts off the expiry by 60 days; the token itself stays. */
  redeemRefreshToken(refreshToken: string): Installation | undefined {
    const installation = this.installations.get(refreshToken)
    if (!installation || installation.usedMs + refreshIdleMs <= this.now()) return undefined
    installation.usedMs = this.now()
    return installation
  }

  issueAccess({ companyId, userId }: Owner): { token: string; expiresIn: number } {
    const token = `v1u:${randomBytes(320).toString('base64url')}`
    this.access.set(token, { companyId, userId, expiresMs: this.now() + accessSeconds * 1000 })
    return { token, expiresIn: accessSeconds }
  }

  ownerOf(accessToken: string): Owner | undefined {
    const issued = this.access.get(accessToken)
    return issued && issued.expiresMs > this.now() ? issued : undefined
  }

  expireAccess(): void {
    this.access.clear()
  }

  revokeAccess(token: string): boolean {
    return this.access.delete(token)
  }

  installationOf(refreshToken: string): Installation | undefined {
    return this.installations.get(refreshToken)
  }

  find(owner: Owner): Installation | undefined {
    return this.list().find((one) => one.companyId === owner.companyId && one.userId === owner.userId)
  }

  list(): Installation[] {
    return [...this.installations.values()]
  }

  remove(owner: Owner): void {
    const same = (one: Owner) => one.companyId === owner.companyId && one.userId === owner.userId
    for (const [token, one] of this.installations) if (same(one)) this.installations.delete(token)
    for (const [token, one] of this.access) if (same(one)) this.access.delete(token)
  }

  /** A second consent of the same user takes the place of the first. */
  private install(owner: Owner): Installation {
    const before = this.find(owner)
    if (before) this.installations.delete(before.refreshToken)
    const refreshToken = `${owner.companyId}:${owner.userId}:${randomBytes(30).toString('hex')}`
    const installation = { ...owner, refreshToken, usedMs: this.now() }
    this.installations.set(refreshToken, installation)
    return installation
  }
}
