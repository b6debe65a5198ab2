import { answerRoutes } from './answer-routes.tsx'
import { commitmentRoutes } from './commitment-routes.tsx'
import { decisionRoutes } from './decision-routes.tsx'
import { deliverAnswers, deliveriesDue } from './deliver-answers.ts'
import { endRoundsOwingNothing } from './rounds-owing-nothing.ts'
import { tellOfObjections } from './tell-of-objections.ts'
import type { Route } from '../../platform/http/route.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'

/**
 * What deciding can do.
 *
 * /initiatives/:id/decision      the decider decides, or changes what was decided
 * /decisions/:id                 what was decided, its reason, dissent, evidence, promises, and whether the level was kept
 * /initiatives/:id/answers       everything said in an initiative gets its answer
 * /rounds/:id/answers            the same for one round
 * /rounds/:id/archive           put away, once nothing is owed
 * /needs/:id/answer              one need, at once
 * /needs/:id/answer/take-back    before it has gone out
 * /answers/:id/again             a second reader answers again
 * /said/:id/take-back            who said a need takes it back
 * /said/:id/objection, /fixed    the person who said it: "this does not answer me", "did this fix it?"
 * /commitments/:id               a promise, kept with evidence
 */
export const routes: readonly Route[] = [...decisionRoutes, ...answerRoutes, ...commitmentRoutes]

export const jobs: readonly JobHandler[] = [
  { queue: 'deliver-answers', run: deliverAnswers },
  { queue: 'sweep', due: deliveriesDue, run: deliverAnswers },
  { queue: 'sweep', run: tellOfObjections },
  { queue: 'sweep', run: endRoundsOwingNothing },
]
