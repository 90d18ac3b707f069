import { defineConfig } from 'vitest/config'

const common = { testTimeout: 60_000, hookTimeout: 120_000, pool: 'forks' as const, maxConcurrency: 3 }
const withDatabase = { ...common, globalSetup: ['test/support/postgres-setup.ts'] }

/** One project per layer, named as its folder; all but the unit tests get one real PostgreSQL for the whole run. */
export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { ...common, name: 'unit', include: ['test/unit/**/*.test.ts'] } },
      ...['db', 'http', 'contract', 'faults', 'browser'].map((name) => ({
        test: { ...withDatabase, name, include: [`test/${name}/**/*.test.ts`] },
      })),
    ],
  },
})
