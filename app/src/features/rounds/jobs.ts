import type { RoundId } from '../../platform/ids.ts'
import type { JobHandler } from '../../platform/jobs/run-jobs.ts'
import { closeRoundDue, closeRoundsOverdue } from './close-round.ts'
import { remindParticipants } from './remind-participants.ts'
import { destroyKeysDue } from './round-key-life.ts'

/** What rounds do by themselves. */
export const jobs: readonly JobHandler[] = [
  { queue: 'close-round', run: (context, id) => closeRoundDue(context, id as RoundId) },
  { queue: 'remind', run: (context, id) => remindParticipants(context, id as RoundId) },
  { queue: 'destroy-keys', run: (context) => destroyKeysDue(context) },
  {
    queue: 'sweep',
    async run(context) {
      await closeRoundsOverdue(context)
      await destroyKeysDue(context)
    },
  },
]
