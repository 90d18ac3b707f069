import type { Routes } from '../api/call.ts'
import type { World } from '../world/world.ts'
import { activityRoutes } from './activities/routes.ts'
import { dealProductRoutes } from './deal-products/routes.ts'
import { dealRoutes } from './deals/routes.ts'
import { fieldRoutes } from './fields/routes.ts'
import { fieldV1Routes } from './fields/routes-v1.ts'
import { fileRoutes } from './files/routes.ts'
import { filterRoutes } from './filters/routes.ts'
import { lookupRoutes } from './lookups/routes.ts'
import { noteRoutes } from './notes/routes.ts'
import { organizationRoutes } from './organizations/routes.ts'
import { personRoutes } from './persons/routes.ts'
import { pipelineRoutes } from './pipelines/routes.ts'
import { variationRoutes } from './product-variations/routes.ts'
import { productRoutes } from './products/routes.ts'
import { searchRoutes } from './search/routes.ts'
import { userRoutes } from './users/routes.ts'

export const allRoutes = (world: World): Routes => ({
  ...personRoutes(world),
  ...organizationRoutes(world),
  ...dealRoutes(world),
  ...dealProductRoutes(world),
  ...productRoutes(world),
  ...variationRoutes(world),
  ...activityRoutes(world),
  ...fieldRoutes(world),
  ...pipelineRoutes(),
  ...searchRoutes(world),
  ...userRoutes(),
  ...lookupRoutes(),
  ...fieldV1Routes(),
  ...noteRoutes(),
  ...fileRoutes(world),
  ...filterRoutes(),
})
