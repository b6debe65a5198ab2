import type { Route } from '../../platform/http/route.ts'
import { leadRoutes } from './lead-routes.ts'
import { participantRoutes } from './participant-routes.ts'
import { trustRoutes } from './trust-routes.ts'

export { jobs } from './jobs.ts'

/** Everything that can be done with a round. */
export const routes: readonly Route[] = [...leadRoutes, ...participantRoutes, ...trustRoutes]
