import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import type { UploadItem } from '../../src/api/upload-queue.ts'
import { useDeps } from '../../src/ui/deps.ts'
import { refreshFiles } from '../queries.ts'

/** The uploads of a migration that are not done; the list of files is asked for anew when their number changes. */
export function useUploads(migrationId: string): UploadItem[] {
  const { uploads } = useDeps()
  const client = useQueryClient()
  const items = useSyncExternalStore(uploads.subscribe, uploads.items).filter(
    (item) => item.migrationId === migrationId,
  )
  const created = items.filter(({ fileId }) => fileId !== null).length
  const state = `${items.length} ${created}`
  useEffect(() => {
    if (state !== '') refreshFiles(client, migrationId)
  }, [client, migrationId, state])
  return items
}
