import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import { languageOf } from '../../platform/i18n/locale.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { addContribution, lockNeeds, mergeContributions } from '../contributions/public.ts'
import { permissions } from './permissions.ts'
import { wordedNeeds } from './queries.ts'
import { similarNeeds } from './similar-needs.ts'

/** What the form sends. `draft` is the id the need gets: the same form sent twice says it once. */
export type Said = Readonly<{
  text: string
  draft: ContributionId
  /** The need it is the same as. */
  same: ContributionId | null
  /** The writer has seen the needs that resemble it. */
  similarSeen: boolean
}>

/**
 * A person says one thing. Before it is kept they are shown the needs that say about the same. Joining one keeps both: the other author's words, and this person as an author.
 *
 * @throws {FormRefused} with `similar`: the view then shows the page between
 */
export async function sayOneThing(context: Context, said: Said): Promise<ContributionId> {
  context.authorize(permissions['needs.say'])
  if (said.text === '') throw new FormRefused({ text: 'error.empty' })
  const there = await saidAlready(context, said.draft)
  if (there) return there
  const worded = await wordedNeeds(context)
  if (said.same === null && !said.similarSeen && similarNeeds(said.text, worded).length > 0)
    throw new FormRefused({ similar: 'found' })
  const id = await addContribution(context, {
    kind: 'need',
    id: said.draft,
    text: said.text,
    language: languageOf(context.locale),
    author: { person: actorOf(context).personId },
  })
  const same = worded.find((need) => need.id === said.same)
  if (same) {
    await lockNeeds(context)
    await mergeContributions(context, id, same.id as ContributionId)
  }
  return id
}

/** What was said under this id before, by the same person. @throws {NotFound} it is somebody else's */
async function saidAlready(context: Context, id: ContributionId): Promise<ContributionId | null> {
  const there = await context.db
    .selectFrom('contribution')
    .select(['kind', 'author_id'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (!there) return null
  if (there.kind !== 'need' || there.author_id !== actorOf(context).personId) throw new NotFound()
  return id
}
