import { createHash, timingSafeEqual } from 'node:crypto'

export interface ClientCredentials {
  clientId: string
  clientSecret: string
}

/** `Authorization` value by which we show ourselves to Pipedrive's token endpoint, and Pipedrive to our uninstall route. */
export function toBasicAuth({ clientId, clientSecret }: ClientCredentials): string {
  return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`
}

/** Whether the header carries our credentials, in a time that does not depend on where it differs. */
export function isBasicAuth(header: string | undefined, credentials: ClientCredentials): boolean {
  const [scheme = '', encoded = ''] = (header ?? '').split(' ')
  const expected = `${credentials.clientId}:${credentials.clientSecret}`
  const isSame = timingSafeEqual(toDigest(Buffer.from(encoded, 'base64')), toDigest(Buffer.from(expected)))
  return isSame && scheme.toLowerCase() === 'basic'
}

/** Whether two texts are equal, in a time that does not depend on where they differ. */
export function isSameSecret(one: string, other: string): boolean {
  return timingSafeEqual(toDigest(Buffer.from(one)), toDigest(Buffer.from(other)))
}

/** Digests have equal lengths, which the comparison demands and which hides the secret's. */
function toDigest(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest()
}
