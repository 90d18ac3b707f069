import type { Bearers } from '../auth/bearers.ts'
import type { App } from './app-type.ts'
import { registerBudgetRoutes } from './budget-routes.ts'
import { registerDatasetRoutes } from './dataset-routes.ts'
import { registerDeltaRoutes } from './delta-routes.ts'
import type { HttpDeps } from './deps.ts'
import { registerFieldRoutes } from './field-routes.ts'
import { registerFileChangeRoutes } from './file-change-routes.ts'
import { registerFileRoutes } from './file-routes.ts'
import { registerGateRoutes } from './gate-routes.ts'
import { registerHealthRoutes } from './health-routes.ts'
import { registerMatchRuleRoutes } from './match-rule-routes.ts'
import { registerMigrationRoutes } from './migration-routes.ts'
import { registerOAuthRoutes } from './oauth-routes.ts'
import { registerOutcomeRoutes } from './outcome-routes.ts'
import { registerPlanDecisionsRoutes } from './plan-decisions-routes.ts'
import { registerPlanRoutes } from './plan-routes.ts'
import { registerPlanTransferRoutes } from './plan-transfer-routes.ts'
import { registerPlanVersionsRoutes } from './plan-versions-routes.ts'
import { registerRecordQuestionRoutes } from './record-question-routes.ts'
import { registerResultRoutes } from './result-routes.ts'
import { registerRetryRoutes } from './retry-routes.ts'
import { registerRunEvents } from './run-events.ts'
import { registerRunRoutes } from './run-routes.ts'
import { registerSessionGuard } from './session-guard.ts'
import { registerSessionRoutes } from './session-routes.ts'
import { registerSettingsRoutes } from './settings-routes.ts'
import { registerTimelineRoutes } from './timeline-routes.ts'
import { registerTitleRoutes } from './title-routes.ts'
import { registerTransformRoutes } from './transform-routes.ts'
import { registerUiPages } from './ui-pages.ts'
import { registerUndoRoutes } from './undo-routes.ts'
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
    registerMatchRuleRoutes(guarded, deps)
    registerTimelineRoutes(guarded, deps)
    registerTransformRoutes(guarded, deps)
    registerRunRoutes(guarded, deps)
    registerGateRoutes(guarded, deps)
    registerRetryRoutes(guarded, deps)
    registerOutcomeRoutes(guarded, deps)
    registerRunEvents(guarded, deps)
    registerSettingsRoutes(guarded, deps)
    registerBudgetRoutes(guarded, deps)
    registerRecordQuestionRoutes(guarded, deps)
    registerDeltaRoutes(guarded, deps)
    registerResultRoutes(guarded, deps)
    registerUndoRoutes(guarded, deps)
    await guarded.register((uploads: App) => registerUploadRoutes(uploads, deps))
  })
}
