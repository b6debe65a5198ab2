import { answerNeed } from '../features/decisions/answer-need.ts'
import { deliverAnswers } from '../features/decisions/deliver-answers.ts'
import {
  addContribution,
  approveWording,
  markRead,
  mergeContributions,
  proposeWording,
  setContributionStates,
} from '../features/contributions/public.ts'
import { type ContributionId, type PersonId, newId } from '../platform/ids.ts'
import type { CastMember, Chronicle } from './chronicle.ts'
import { content } from './content.ts'

/** Ids that needs get before anybody says them, so that an initiative can name them. */
export const needIds = (): ReadonlyMap<string, ContributionId> =>
  new Map(content.needs.map(({ id }) => [id, newId<'contribution'>()]))

/** Everything that happened to the needs outside of any initiative: said, read, worded, merged, answered. */
export function tellNeeds(
  chronicle: Chronicle,
  cast: ReadonlyMap<string, CastMember>,
  voices: ReadonlyMap<string, string>,
  ids: ReadonlyMap<string, ContributionId>,
): void {
  const idOf = (need: string): ContributionId => {
    const id = ids.get(need)
    if (!id) throw new Error(`no need ${need}`)
    return id
  }
  for (const need of content.needs) {
    const id = idOf(need.id)
    const author = voices.get(need.id) ?? ''
    const person = cast.get(author)?.id as PersonId
    const { language, text } = need.original
    chronicle.on({ day: need.receivedDay, hour: 12, who: author, language }, async (context) => {
      await addContribution(context, { id, kind: 'need', text, language, author: { person } })
    })
    if (need.readDay !== null)
      chronicle.on({ day: need.readDay, hour: 13, who: need.readBy }, async (context) => {
        await markRead(context, [id])
        await proposeWording(context, id, need.wording)
      })
    if (need.wordingApprovedDay !== null)
      chronicle.on({ day: need.wordingApprovedDay, hour: 14, who: author }, (context) =>
        approveWording(context, id, need.wording),
      )
    const { mergedInto, answer, done } = need
    if (mergedInto !== null && need.readDay !== null)
      chronicle.on({ day: need.readDay, hour: 15, who: need.readBy }, async (context) => {
        await mergeContributions(context, id, idOf(mergedInto))
      })
    if (answer !== null && need.initiative === null && mergedInto === null) {
      chronicle.on({ day: answer.day, hour: 13, who: answer.by }, (context) =>
        answerNeed(context, id, { outcome: answer.outcome, reason: answer.reason }),
      )
      chronicle.on({ day: answer.day, hour: 14, who: null }, (context) =>
        deliverAnswers(context, context.now),
      )
    }
    if (done !== null)
      chronicle.on({ day: done.day, hour: 16, who: null }, (context) =>
        setContributionStates(context, [id], 'done'),
      )
  }
}
