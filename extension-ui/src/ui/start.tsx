import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { type ReactNode, StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { exchangeToken, makeApi } from '../api/api.ts'
import { ApiError } from '../api/api-error.ts'
import { makeSession } from '../api/session.ts'
import { makeTusUploads } from '../api/tus-upload.ts'
import { makeUploadQueue } from '../api/upload-queue.ts'
import { connectHost, type Host, type Theme } from '../host/connect.ts'
import { followHeight } from '../host/follow-height.ts'
import { startI18n, toLanguage } from '../i18n/i18n.ts'
import { DepsContext } from './deps.ts'
import { OutsideHost } from './outside-host.tsx'
import { ignoreStrayDrops } from './stray-drops.ts'

/** Pipedrive gives a frame up after ten seconds. */
const connectTimeoutMs = 8_000

/** Composes a page: connects to the host first, then renders `page`; without a host, says where to open it. */
export async function start(page: ReactNode): Promise<void> {
  const element = document.getElementById('root')
  if (!element) throw new Error('The page has no #root')
  const connecting = connectHost(connectTimeoutMs)
  const i18n = await startI18n(toLanguage(navigator.language))
  document.documentElement.lang = i18n.language
  i18n.on('languageChanged', (language) => {
    document.documentElement.lang = language
  })
  ignoreStrayDrops(document)
  const root = createRoot(element)
  try {
    const host = await connecting
    showTheme(host.theme)
    host.onTheme(showTheme)
    followHeight(element, host.resize)
    root.render(<StrictMode>{withDeps(host, page)}</StrictMode>)
  } catch {
    root.render(<OutsideHost />)
  }
}

function withDeps(host: Host, page: ReactNode): ReactNode {
  const send = (path: string, init?: RequestInit) => fetch(path, init)
  const session = makeSession({
    exchange: (token) => exchangeToken(send, token),
    firstToken: host.firstToken,
    freshToken: host.freshToken,
    now: Date.now,
  })
  const api = makeApi({ send, session })
  const uploads = makeUploadQueue({ create: makeTusUploads(session), now: Date.now })
  return (
    <DepsContext value={{ host, api, uploads }}>
      <QueryClientProvider client={makeQueryClient()}>{page}</QueryClientProvider>
    </DepsContext>
  )
}

/** Asks again only where no answer came; an answer that says no is shown. */
function makeQueryClient(): QueryClient {
  const retry = (failures: number, error: Error) =>
    failures < 2 && error instanceof ApiError && (error.status === 0 || error.status >= 500)
  return new QueryClient({ defaultOptions: { queries: { retry, retryDelay: 1_000 } } })
}

function showTheme(theme: Theme): void {
  document.documentElement.dataset.theme = theme
}
