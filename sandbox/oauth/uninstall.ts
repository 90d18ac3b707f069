import type { World } from '../world/world.ts'
import { basicAuth } from './basic-auth.ts'
import type { Owner } from './grants.ts'

/**
 * Ends an installation: its tokens stop working, then the app's callback is told by `DELETE`. The app's answer changes
 * nothing; its status is returned (undefined when it could not be reached or has no callback).
 */
export async function uninstall(world: World, owner: Owner): Promise<number | undefined> {
  world.grants.remove(owner)
  const { callbackUrl, clientId, now } = world.options
  if (callbackUrl === undefined) return undefined
  try {
    const answer = await fetch(callbackUrl, {
      method: 'DELETE',
      headers: { authorization: basicAuth(world), 'content-type': 'application/json' },
      body: JSON.stringify({
        client_id: clientId,
        company_id: owner.companyId,
        user_id: owner.userId,
        timestamp: new Date(now()).toISOString(),
      }),
    })
    await answer.arrayBuffer()
    return answer.status
  } catch {
    return undefined
  }
}
