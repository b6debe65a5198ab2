import type { z } from 'zod'
import type { Context } from '../../platform/http/context.ts'
import { NotFound } from '../../platform/errors.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { lockNeeds, withdrawContribution } from '../contributions/public.ts'
import { forgetNoticesAbout } from '../notices/public.ts'
import { ownContribution } from './authorship.ts'
import type { TakeBackModel } from './models.ts'
import { passOnPlace } from './pass-on-place.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

async function ownNeed(context: Context, id: string) {
  const { said } = await ownContribution(context, id).catch((error: unknown) => {
    throw error instanceof NotFound ? refuse('not_here') : error
  })
  context.authorize(permissions['decisions.take-back-need'], ['author'])
  if (said.kind !== 'need' || said.purged_at !== null) throw refuse('not_here')
  if (said.initiative_id !== null) throw refuse('taken_up')
  if (said.state === 'decided' || said.state === 'done') throw refuse('answered_already')
  return said
}

/** What its author is asked before a need is taken back. */
export async function loadTakeBackNeed(context: Context, id: string): Promise<z.input<typeof TakeBackModel>> {
  const { text, language } = await ownNeed(context, id)
  return { id, words: { text, language } }
}

/**
 * Its author takes a need back, while it is in no initiative and no answer has gone out: nothing of it stays, nor of an
 * answer that was signed, which nobody has been told. Who joined it goes on without, with what was prepared for them all.
 * Not for the audit log: it is an act of who has no power.
 */
export async function takeBackNeed(context: Context, id: string): Promise<void> {
  await lockNeeds(context)
  await context.db.selectFrom('answer').select('id').where('contribution_id', '=', id).forUpdate().execute()
  await ownNeed(context, id)
  await context.db.deleteFrom('answer').where('contribution_id', '=', id).execute()
  await passOnPlace(context, id as ContributionId)
  await context.db.deleteFrom('answer_draft').where('contribution_id', '=', id).execute()
  await withdrawContribution(context, id as ContributionId)
  await forgetNoticesAbout(context, id)
}
