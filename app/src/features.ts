import * as signIn from './features/sign-in/routes.ts'
import * as people from './features/people/routes.ts'
import * as notices from './features/notices/routes.ts'
import * as needs from './features/needs/routes.ts'
import * as initiatives from './features/initiatives/routes.ts'
import * as rounds from './features/rounds/routes.ts'
import * as evidence from './features/evidence/routes.ts'
import * as prototypes from './features/prototypes/routes.ts'
import * as results from './features/results/routes.ts'
import * as decisions from './features/decisions/routes.ts'
import * as recognition from './features/recognition/routes.ts'
import * as privacy from './features/privacy/routes.ts'
import * as administration from './features/administration/routes.ts'
import * as home from './features/home/routes.ts'
import type { JobHandler } from './platform/jobs/run-jobs.ts'
import type { Route } from './platform/http/route.ts'

/** What a feature brings: its routes and, where it has any, its jobs. */
export type Feature = Readonly<{ routes: readonly Route[]; jobs?: readonly JobHandler[] }>

/** Every feature of the application, in the order of the loop. */
export const features: readonly Feature[] = [
  signIn,
  people,
  notices,
  needs,
  initiatives,
  evidence,
  rounds,
  prototypes,
  results,
  decisions,
  recognition,
  privacy,
  administration,
  home,
]
