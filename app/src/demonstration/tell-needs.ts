import { answerNeed } from '../features/decisions/answer-need.ts'
import { deliverAnswers } from '../features/decisions/deliver-answers.ts'
import { setContributionStates, withMerged } from '../features/contributions/public.ts'
import { actOnOwnNeed } from '../features/needs/own-need.ts'
import { loadNeed, nameTriager, readNeed } from '../features/needs/public.ts'
import { sayOneThing } from '../features/needs/say-one-thing.ts'
import { mergeNeed, proposeNeedWording } from '../features/needs/triage-need.ts'
import { type ContributionId, newId } from '../platform/ids.ts'
import type { CastMember, Chronicle } from './chronicle.ts'
import { content } from './content.ts'

/** Who reads needs, and since when. */
const readers = content.network.people.filter(({ roles }) => roles.includes('triager')).map(({ id }) => id)
const namedDay = -120

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
  chronicle.on({ day: namedDay, hour: 12, who: 'abara' }, async (context) => {
    for (const key of readers) {
      const reader = cast.get(key)
      if (reader) await nameTriager(context, { person: reader.id })
    }
  })
  for (const need of content.needs) {
    const id = idOf(need.id)
    const author = voices.get(need.id) ?? ''
    const { language, text } = need.original
    const wording = { wording: need.wording }
    chronicle.on({ day: need.receivedDay, hour: 12, who: author, language }, async (context) => {
      const said = { text, draft: id, same: null, similarSeen: true }
      await sayOneThing(context, said)
    })
    if (need.readDay !== null)
      chronicle.on({ day: need.readDay, hour: 13, who: need.readBy }, async (context) => {
        await readNeed(context, await loadNeed(context, id))
        await proposeNeedWording(context, id, wording)
      })
    if (need.wordingApprovedDay !== null)
      chronicle.on({ day: need.wordingApprovedDay, hour: 14, who: author }, (context) =>
        actOnOwnNeed(context, id, { act: 'approve', text: '', ...wording }),
      )
    const { mergedInto, answer, done } = need
    if (mergedInto !== null && need.readDay !== null)
      chronicle.on({ day: need.readDay, hour: 15, who: need.readBy }, (context) =>
        mergeNeed(context, id, idOf(mergedInto)),
      )
    if (answer !== null && need.initiative === null && mergedInto === null) {
      chronicle.on({ day: answer.day, hour: 13, who: answer.by }, (context) =>
        answerNeed(context, id, { outcome: answer.outcome, reason: answer.reason }),
      )
      chronicle.on({ day: answer.day, hour: 14, who: null }, (context) => deliverAnswers(context))
    }
    if (done !== null)
      chronicle.on({ day: done.day, hour: 16, who: null }, async (context) =>
        setContributionStates(context, await withMerged(context, [id]), 'done'),
      )
  }
}
