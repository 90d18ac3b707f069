import rateLimit from '@fastify/rate-limit'
import type { App } from './app-type.ts'
import { readSession } from './session-guard.ts'

/** Generous: a person never meets them, a script that tries tokens does. */
const perMinute = { user: 1_800, address: 600 }

/**
 * Counts by user behind the session guard, since many users share an office's address, else by address. The plugin checks
 * after the guard: its hook belongs to the route, the guard's to the scope around it.
 */
export async function registerRateLimit(app: App): Promise<void> {
  await app.register(rateLimit, {
    timeWindow: 60_000,
    keyGenerator: (request) => {
      const session = readSession(request)
      return session ? `user ${session.companyId} ${session.userId}` : rateLimit.normalizeIP(request.ip)
    },
    max: (request) => (readSession(request) ? perMinute.user : perMinute.address),
  })
}
