import { keepPreviousData, type QueryClient, useQuery } from '@tanstack/react-query'
import { isFinished, type Migration, type RunView, type SourceFile } from '../src/api/types.ts'
import { useDeps } from '../src/ui/deps.ts'

export const migrationsKey = ['migrations']

const soonMs = 3_000
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
    refetchInterval: ({ state }) => (state.data?.some(isOnItsWay) ? soonMs : laterMs),
  })
}

function isOnItsWay({ state }: SourceFile): boolean {
  return state === 'uploading' || state === 'uploaded' || state === 'staging'
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
