import { DemoFailure } from './failure.ts'

export interface Installed {
  companyId: number
  userId: number
  companyDomain: string
  /** The app's settings page inside Pipedrive. */
  settingsUrl: string
}

const mostRedirects = 20

/**
 * Installs the app as a browser would: begins at the app, follows the redirects through the OAuth host back to the app's
 * callback, with cookies per origin. Stops at the first redirect that leaves the two. Throws `DemoFailure` when somebody would have to be
 * asked, or consent was refused.
 */
export async function install(appUrl: string, oauthUrl: string, signal: AbortSignal): Promise<Installed> {
  const origins = [new URL(appUrl).origin, new URL(oauthUrl).origin]
  const cookies = makeCookies()
  let url = new URL('/oauth/install', appUrl)
  for (let i = 0; i < mostRedirects; i += 1) {
    const headers = { accept: 'application/json', ...cookies.headerFor(url) }
    const answer = await fetch(url, { redirect: 'manual', headers, signal })
    cookies.keep(url, answer.headers)
    const location = answer.headers.get('location')
    if (answer.status < 300 || answer.status > 399 || location === null) return readEnd(url, answer, appUrl)
    url = new URL(location, url)
    if (!origins.includes(url.origin))
      throw new DemoFailure(`The installation went on to ${url.origin}, without a result.`)
  }
  throw new DemoFailure(`The installation did not end after ${mostRedirects} redirects.`)
}

async function readEnd(url: URL, answer: Response, appUrl: string): Promise<Installed> {
  const text = await answer.text()
  if (!answer.headers.get('content-type')?.includes('json')) {
    const who = url.origin === new URL(appUrl).origin ? 'The app' : url.host
    throw new DemoFailure(
      `${who} answered the installation with a page for a person (status ${answer.status}): open ${appUrl}/oauth/install in a browser.`,
    )
  }
  const body = JSON.parse(text)
  if (!answer.ok) throw new DemoFailure(`The installation failed (status ${answer.status}): ${text.slice(0, 300)}`)
  return body
}

/** Cookies by origin; paths and expiry play no part in one installation. */
function makeCookies() {
  const jar = new Map<string, Map<string, string>>()
  return {
    keep({ origin }: URL, headers: Headers): void {
      const own = jar.get(origin) ?? new Map<string, string>()
      for (const cookie of headers.getSetCookie()) {
        const [pair = ''] = cookie.split(';')
        own.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
      }
      jar.set(origin, own)
    },
    headerFor({ origin }: URL): { cookie?: string } {
      const pairs = [...(jar.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`)
      return pairs.length === 0 ? {} : { cookie: pairs.join('; ') }
    },
  }
}
