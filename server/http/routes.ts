import type { Bearers } from '../auth/bearers.ts'
import type { App } from './app-type.ts'
import { registerDatasetRoutes } from './dataset-routes.ts'
import type { HttpDeps } from './deps.ts'
import { registerFieldRoutes } from './field-routes.ts'
import { registerFileChangeRoutes } from './file-change-routes.ts'
import { registerFileRoutes } from './file-routes.ts'
import { registerHealthRoutes } from './health-routes.ts'
import { registerMigrationRoutes } from './migration-routes.ts'
import { registerOAuthRoutes } from './oauth-routes.ts'
import { registerPlanDecisionsRoutes } from './plan-decisions-routes.ts'
import { registerPlanRoutes } from './plan-routes.ts'
import { registerPlanTransferRoutes } from './plan-transfer-routes.ts'
import { registerPlanVersionsRoutes } from './plan-versions-routes.ts'
import { registerResultRoutes } from './result-routes.ts'
import { registerRunEvents } from './run-events.ts'
import { registerRunRoutes } from './run-routes.ts'
import { registerSessionGuard } from './session-guard.ts'
import { registerSessionRoutes } from './session-routes.ts'
import { registerTitleRoutes } from './title-routes.ts'
import { registerTransformRoutes } from './transform-routes.ts'
import { registerUiPages } from './ui-pages.ts'
import { registerUploadRoutes } from './upload-routes.ts'
import { registerValueMapRoutes } from './value-map-routes.ts'

/** All routes: first those that need no session, then those behind the guard. */
export async function registerRoutes(app: App, deps: HttpDeps & { bearers: Bearers }): Promise<void> {
  registerHealthRoutes(app, deps)
  await registerUiPages(app, deps)
  await registerOAuthRoutes(app, deps)
  registerSessionRoutes(app, deps)

  await app.register(async (guarded: App) => {
    registerSessionGuard(guarded, deps)
    registerMigrationRoutes(guarded, deps)
    registerFileRoutes(guarded, deps)
    registerFileChangeRoutes(guarded, deps)
    registerDatasetRoutes(guarded, deps)
    registerPlanRoutes(guarded, deps)
    registerPlanDecisionsRoutes(guarded, deps)
    registerPlanVersionsRoutes(guarded, deps)
    registerPlanTransferRoutes(guarded, deps)
    registerValueMapRoutes(guarded, deps)
    registerFieldRoutes(guarded, deps)
    registerTitleRoutes(guarded, deps)
    registerTransformRoutes(guarded, deps)
    registerRunRoutes(guarded, deps)
    registerRunEvents(guarded, deps)
    registerResultRoutes(guarded, deps)
    await guarded.register((uploads: App) => registerUploadRoutes(uploads, deps))
  })
}
