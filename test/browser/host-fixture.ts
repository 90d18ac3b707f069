import Fastify from 'fastify'
import { registerHostPages } from '../../sandbox/host/host-pages.ts'

export interface HostFixture {
  /** The settings page of the CRM that embeds ours. */
  settingsPage: string
  recordPage: string
  /** Tokens that were signed for the frame, in sequence. */
  signed: string[]
  close(): Promise<void>
}

/** The sandbox's host pages around the panel at `appUrl`, with tokens that say only how many were signed before. */
export async function startHostFixture(appUrl: string): Promise<HostFixture> {
  const app = Fastify({ forceCloseConnections: true })
  const signed: string[] = []
  app.post<{ Body: { companyId: number; userId: number } }>('/__sandbox/embed-token', (request) => {
    const token = `token-${signed.length + 1}-${request.body.companyId}-${request.body.userId}`
    signed.push(token)
    return { token }
  })
  registerHostPages(app, () => ({
    clientId: 'sandbox-client',
    settingsUrl: `${appUrl}/settings/`,
    panelUrl: `${appUrl}/panel/`,
    companies: [
      {
        id: 4711,
        name: 'Северный ветер',
        users: [
          { id: 21, name: 'Anna Petrova', isAdmin: true },
          { id: 22, name: 'Boris Orlov', isAdmin: false },
        ],
      },
    ],
  }))
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return {
    settingsPage: `${url}/settings/marketplace/app/sandbox-client/app-settings`,
    recordPage: `${url}/record/person/77`,
    signed,
    close: () => app.close(),
  }
}
