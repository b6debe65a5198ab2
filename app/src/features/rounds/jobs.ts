import type { RoundId } from '../../platform/ids.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'
import { closeRoundDue, roundsOverdue } from './close-round.ts'
import { remindParticipants, roundsToRemindOf } from './remind-participants.ts'
import { destroyKeyDue, keysDue } from './round-key-life.ts'

/** What rounds do by themselves. */
export const jobs: readonly JobHandler[] = [
  { queue: 'close-round', run: (context, id) => closeRoundDue(context, id as RoundId) },
  { queue: 'sweep', due: roundsToRemindOf, run: (context, id) => remindParticipants(context, id as RoundId) },
  { queue: 'sweep', due: roundsOverdue, run: (context, id) => closeRoundDue(context, id as RoundId) },
  { queue: 'sweep', due: keysDue, run: (context, id) => destroyKeyDue(context, id as RoundId) },
]
