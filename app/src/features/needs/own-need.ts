import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { approveWording, declineWording, resubmitContribution } from '../contributions/public.ts'
import { loadNeed } from './load-need.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

/** What an author does with their own need. */
export type OwnAct = Readonly<{
  act: 'approve' | 'decline' | 'resubmit'
  wording: Bilingual
  text: string
}>

/** The author approves a wording (theirs or the one proposed), keeps it from others, or says a returned need again. */
export async function actOnOwnNeed(context: Context, id: ContributionId, input: OwnAct): Promise<void> {
  const need = await loadNeed(context, id, { lock: true })
  context.authorize(permissions['needs.own'], need.relations)
  if (need.purged) throw refuse('purged')
  if (input.act === 'decline') return declineWording(context, id)
  if (input.act === 'resubmit') {
    if (input.text === '') throw new FormRefused({ text: 'error.empty' })
    return resubmitContribution(context, id, input.text)
  }
  const texts = [input.wording.en ?? '', input.wording.fr ?? '']
  if (texts.every((text) => text === '')) throw new FormRefused({ wording: 'error.wording' })
  await approveWording(context, id, input.wording)
}
