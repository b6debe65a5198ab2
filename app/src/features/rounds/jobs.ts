import type { RoundId } from '../../platform/ids.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'
import { closeRoundDue, closeRoundsOverdue } from './close-round.ts'

/** What rounds do by themselves. */
export const jobs: readonly JobHandler[] = [
  { queue: 'close-round', run: (context, id) => closeRoundDue(context, id as RoundId) },
  { queue: 'sweep', run: (context) => closeRoundsOverdue(context) },
]
