import type { Context } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { ContributionId, InitiativeId } from '../../platform/ids.ts'
import {
  type ModerationReason,
  bringIntoInitiative,
  lockNeeds,
  markRead,
  mergeContributions,
  moderateContribution,
  proposeWording,
  unmergeContribution,
} from '../contributions/public.ts'
import { initiativeOf } from '../initiatives/public.ts'
import { tell } from '../notices/public.ts'
import { type Need, loadNeed } from './load-need.ts'
import { permissions } from './permissions.ts'
import { refuse } from './refusals.ts'

/** A reader opens a need as it was written: the look is logged, and its author sees who read it first, and when. */
export async function readNeed(context: Context, need: Need): Promise<void> {
  if (need.state === 'received') {
    await markRead(context, [need.id])
    if (need.authorId !== null)
      await tell(context, {
        kind: 'need-read',
        subject: { type: 'contribution', id: need.id },
        people: [need.authorId],
      })
  }
  await context.audit({ action: 'needs.read', subject: { type: 'contribution', id: need.id } })
}

async function loadForTriage(
  context: Context,
  id: ContributionId,
  options: { lock: boolean } = { lock: true },
): Promise<Need> {
  const need = await loadNeed(context, id, options)
  context.authorize(permissions['needs.triage'], need.relations)
  if (need.purged) throw refuse('purged')
  return need
}

/** Proposes the wording that others would read; its author is asked. */
export async function proposeNeedWording(
  context: Context,
  id: ContributionId,
  input: { wording: Bilingual },
): Promise<void> {
  const need = await loadForTriage(context, id)
  const texts = [input.wording.en ?? '', input.wording.fr ?? '']
  if (texts.every((text) => text === '')) throw new FormRefused({ wording: 'error.wording' })
  await proposeWording(context, id, input.wording)
  await context.audit({ action: 'needs.wording', subject: { type: 'contribution', id } })
  if (need.authorId !== null)
    await tell(context, {
      kind: 'wording-proposed',
      subject: { type: 'contribution', id },
      people: [need.authorId],
      again: true,
    })
}

/** Locks the initiatives that a need leaves and enters, so that nobody signs its answer there meanwhile. @throws {NotFound} */
async function lockInitiatives(context: Context, ids: readonly (InitiativeId | null)[]): Promise<void> {
  const known = new Set(ids.filter((id) => id !== null))
  for (const id of [...known].toSorted((a, b) => (a < b ? -1 : 1)))
    await initiativeOf(context, id, { lock: true })
}

/** Merges a need into another: every author stays an author and gets the answer. */
export async function mergeNeed(
  context: Context,
  id: ContributionId,
  into: ContributionId | null,
): Promise<void> {
  await lockNeeds(context)
  const need = await loadForTriage(context, id, { lock: false })
  if (into === null) return
  const target = await loadNeed(context, into)
  if (target.purged) throw refuse('purged')
  await lockInitiatives(context, [need.initiativeId, target.initiativeId])
  const merged = await mergeContributions(context, id, into)
  if (merged === null) throw refuse('merge_itself')
  if ((await loadNeed(context, merged)).answered) throw refuse('merge_answered')
  await context.audit({
    action: 'needs.merge',
    subject: { type: 'contribution', id },
    details: { into: merged },
  })
}

/** Takes a need out of what it was merged into. */
export async function unmergeNeed(context: Context, id: ContributionId): Promise<void> {
  await lockNeeds(context)
  await loadForTriage(context, id)
  await unmergeContribution(context, id)
  await context.audit({ action: 'needs.unmerge', subject: { type: 'contribution', id } })
}

/** Brings a need, with what was merged into it, into an initiative: its answer is now due there. */
export async function bringNeed(
  context: Context,
  id: ContributionId,
  initiative: InitiativeId | null,
): Promise<void> {
  await lockNeeds(context)
  const need = await loadForTriage(context, id, { lock: false })
  if (initiative === null) return
  await lockInitiatives(context, [need.initiativeId, initiative])
  await bringIntoInitiative(context, [id], initiative)
  await context.audit({
    action: 'needs.bring',
    subject: { type: 'contribution', id },
    details: { initiative },
  })
}

/** Returns a need to its author for other words, or says why it is not taken up. */
export async function returnNeed(
  context: Context,
  id: ContributionId,
  input: {
    verdict: 'returned' | 'rejected'
    reason: ModerationReason | null
    note: Bilingual
  },
): Promise<void> {
  const need = await loadForTriage(context, id)
  if (input.reason === null) throw new FormRefused({ reason: 'error.reason' })
  const said = Object.values(input.note).some((text) => text !== '')
  await moderateContribution(context, id, {
    kind: input.verdict,
    reason: input.reason,
    note: said ? input.note : null,
  })
  await context.audit({
    action: 'needs.return',
    subject: { type: 'contribution', id },
    details: { verdict: input.verdict, reason: input.reason },
  })
  if (need.authorId !== null)
    await tell(context, {
      kind: 'statement-returned',
      subject: { type: 'contribution', id },
      people: [need.authorId],
      parameters: { address: `/said/${id}` },
      again: true,
    })
}
