import { isLoopback } from '../config.ts'

/**
 * The origin that a token answer names for API requests, or undefined when it must not be trusted with a token: it must be
 * https on a host name, without credentials. Only when Pipedrive's OAuth server is played by this machine may the API be
 * here too, also without TLS: otherwise an answer could point our requests at inner hosts.
 */
export function toApiDomain(value: unknown, oauthUrl: string): string | undefined {
  if (typeof value !== 'string' || !URL.canParse(value)) return undefined
  const url = new URL(value)
  if (url.username !== '' || url.password !== '') return undefined
  if (isLoopback(url.href)) return isLoopback(oauthUrl) && /^https?:$/.test(url.protocol) ? url.origin : undefined
  const isHostName = /^(?=.*[a-z])[a-z0-9-]+(\.[a-z0-9-]+)+$/.test(url.hostname)
  return url.protocol === 'https:' && isHostName ? url.origin : undefined
}
