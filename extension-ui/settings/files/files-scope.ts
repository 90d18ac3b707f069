import { createContext, useContext } from 'react'

export type FilePart = 'reading' | 'columns' | 'rejected'

/** What the parts of the file list share. */
export interface FilesScope {
  migrationId: string
  /** The person may change files, and no confirmed plan uses them. */
  canChange: boolean
  /** Opens what is known of a file, at one of its parts. */
  show(fileId: string, part?: FilePart): void
}

export const FilesScopeContext = createContext<FilesScope | undefined>(undefined)

/** Throws outside of `FilesScopeContext`. */
export function useFilesScope(): FilesScope {
  const scope = useContext(FilesScopeContext)
  if (!scope) throw new Error('FilesScopeContext is missing')
  return scope
}
