import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SourceFile } from '../../src/api/file-types.ts'
import { isolate } from '../../src/i18n/isolate.ts'
import { errorText } from '../../src/i18n/reason-text.ts'
import { useDeps } from '../../src/ui/deps.ts'
import { refreshFiles } from '../queries.ts'
import { useFilesScope } from './files-scope.ts'

export interface FileActions {
  pending: boolean
  stop(): void
  readAgain(): void
  /** Asks first. */
  remove(): Promise<void>
  replaceBy(replacement: File): void
}

/** What can be done with a file; a refusal is told in Pipedrive's snackbar. */
export function useFileActions(file: SourceFile): FileActions {
  const { t, i18n } = useTranslation()
  const { api, host, uploads } = useDeps()
  const client = useQueryClient()
  const { migrationId } = useFilesScope()
  const act = useMutation({
    mutationFn: (work: () => Promise<void>) => work(),
    onError: (error) => host.notify(errorText(i18n, error)),
    onSettled: () => refreshFiles(client, migrationId),
  })

  function confirmRemoval(): Promise<boolean> {
    return host.confirm({
      title: t('files.removeTitle'),
      description: t(file.rows === null ? 'files.removeText' : 'files.removeTextRows', {
        name: isolate(file.name),
        count: file.rows ?? 0,
      }),
      okText: t('files.removeYes'),
      cancelText: t('files.removeNo'),
    })
  }

  return {
    pending: act.isPending,
    stop: () => act.mutate(() => api.stopReading(migrationId, file.id)),
    readAgain: () => act.mutate(() => api.readAgain(migrationId, file.id)),
    remove: async () => {
      if (await confirmRemoval()) act.mutate(() => api.removeFile(migrationId, file.id))
    },
    replaceBy: (replacement) => uploads.add(migrationId, [replacement], { id: file.id, name: file.name }),
  }
}
