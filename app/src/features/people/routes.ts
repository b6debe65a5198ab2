import type { Route } from '../../platform/http/route.ts'
import { meRoutes } from './me-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import { rosterRoutes } from './roster-routes.ts'
import { sweepUploads } from './roster-upload.ts'
import { strataRoutes } from './strata-routes.ts'

export const routes: readonly Route[] = [...rosterRoutes, ...peopleRoutes, ...strataRoutes, ...meRoutes]
export const jobs = [sweepUploads]
