import { createContext, useContext } from 'react'
import type { Api } from '../api/api.ts'
import type { UploadQueue } from '../api/upload-queue.ts'
import type { Host } from '../host/connect.ts'

/** What the parts of a page reach the world through. */
export interface Deps {
  host: Host
  api: Api
  /** Goes on while other parts of the page are shown. */
  uploads: UploadQueue
}

export const DepsContext = createContext<Deps | undefined>(undefined)

/** Throws outside of `DepsContext`. */
export function useDeps(): Deps {
  const deps = useContext(DepsContext)
  if (!deps) throw new Error('DepsContext is missing')
  return deps
}
