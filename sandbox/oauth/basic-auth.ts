import type { World } from '../world/world.ts'

/** How the app shows its secret to the platform, and the platform to the app. */
export const basicAuth = ({ options }: World): string =>
  `Basic ${Buffer.from(`${options.clientId}:${options.clientSecret}`).toString('base64')}`
