import { keepPreviousData, type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { ReadingChoice, SourceFile } from '../src/api/file-types.ts'
import { isFinished, type Migration, type RunView } from '../src/api/types.ts'
import { useDeps } from '../src/ui/deps.ts'

export const migrationsKey = ['migrations']

const soonMs = 3_000
const readingMs = 2_000
const laterMs = 15_000

/** Asked again every few seconds, so that a run that somebody else starts is seen. */
export function useMigrations() {
  const { api } = useDeps()
  return useQuery({ queryKey: migrationsKey, queryFn: api.migrations, refetchInterval: 5_000 })
}

/** Puts a newer view of a run where `useMigrations` shows it. */
export function storeRun(client: QueryClient, run: RunView): void {
  client.setQueryData<Migration[]>(migrationsKey, (migrations) =>
    migrations?.map((migration) => (migration.run?.id === run.id ? { ...migration, run } : migration)),
  )
}

export function useFiles(migrationId: string) {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['files', migrationId],
    queryFn: () => api.files(migrationId),
    refetchInterval: ({ state }) => (state.data?.some(isOnItsWay) ? readingMs : laterMs),
  })
}

function isOnItsWay({ state }: SourceFile): boolean {
  return state === 'uploading' || state === 'uploaded' || state === 'staging'
}

/** After files were added, changed or removed: what is shown of them, and of the plan that they make outdated. */
export async function refreshFiles(client: QueryClient, migrationId: string): Promise<void> {
  await Promise.all(['files', 'plan'].map((part) => client.invalidateQueries({ queryKey: [part, migrationId] })))
}

/** The first rows as `choice` has them read; those of the choice before stay until they have come. */
export function usePreview(migrationId: string, fileId: string, choice: ReadingChoice) {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['preview', migrationId, fileId, choice],
    queryFn: ({ signal }) => api.preview(migrationId, fileId, choice, signal),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
  })
}

export function useDataset(migrationId: string, datasetId: string) {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['dataset', migrationId, datasetId],
    queryFn: () => api.dataset(migrationId, datasetId),
  })
}

/** Rows that could not be read, page by page. */
export function useRejectedRows(migrationId: string, datasetId: string) {
  const { api } = useDeps()
  return useInfiniteQuery({
    queryKey: ['rejected', migrationId, datasetId],
    queryFn: ({ pageParam }) => api.rejectedRows(migrationId, datasetId, pageParam),
    initialPageParam: 0,
    getNextPageParam: ({ next }) => next,
  })
}

export function usePlan(migrationId: string) {
  const { api } = useDeps()
  return useQuery({
    queryKey: ['plan', migrationId],
    queryFn: () => api.plan(migrationId),
    refetchInterval: ({ state }) => (state.data?.state === 'confirmed' ? laterMs : soonMs),
  })
}

/** The report of a run: now and then while it runs, once more when it has finished. */
export function useReport(run: RunView) {
  const { api } = useDeps()
  const finished = isFinished(run)
  return useQuery({
    queryKey: ['report', run.id, finished],
    // Undefined is no value for the cache.
    queryFn: async () => (await api.report(run.id)) ?? null,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (finished ? !state.data && soonMs : laterMs),
  })
}
