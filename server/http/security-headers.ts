import helmet from '@fastify/helmet'
import { type Config, isLoopback } from '../config.ts'
import type { App } from './app-type.ts'

/** For everything but our iframes: nothing may be framed, loaded or run. */
export async function registerSecurityHeaders(app: App, config: Config): Promise<void> {
  await app.register(helmet, {
    ...toCommonHeaders(config),
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        formAction: ["'self'"],
        styleSrc: ["'unsafe-inline'"],
        frameAncestors: ["'none'"],
      },
    },
    frameguard: { action: 'deny' as const },
  })
}

/**
 * For the pages that Pipedrive embeds: it may frame them, nobody else. No X-Frame-Options, which knows no list of origins,
 * and no opener or resource policy, which cross-origin frames trip over. A stand-in of Pipedrive on this machine may frame
 * them as well.
 */
export function toFramedHeaders(config: Config) {
  const standIn = isLoopback(config.pipedrive.oauthUrl) ? [config.pipedrive.oauthUrl] : []
  return {
    ...toCommonHeaders(config),
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        objectSrc: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        frameAncestors: ['https://*.pipedrive.com', ...standIn],
      },
    },
    frameguard: false,
  }
}

function toCommonHeaders({ publicUrl }: Config) {
  return {
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: false,
    crossOriginEmbedderPolicy: false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'no-referrer' as const },
    hsts: publicUrl.startsWith('https:') ? { maxAge: 15_552_000 } : false,
  }
}
