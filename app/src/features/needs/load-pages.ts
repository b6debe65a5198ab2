import { may } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import { type ContributionId, newId } from '../../platform/ids.ts'
import { personName } from '../people/public.ts'
import { type Need, loadNeed } from './load-need.ts'
import type { ListQuery } from './models.ts'
import { permissions } from './permissions.ts'
import {
  comparableNeeds,
  firstUnread,
  isOwedAnswer,
  listNeeds,
  openInitiatives,
  wordedNeeds,
} from './queries.ts'
import { similarNeeds } from './similar-needs.ts'
import { readNeed } from './triage-need.ts'
import { networkTriagers } from './triagers.ts'

const readers = async (context: Context): Promise<string[]> =>
  (await networkTriagers(context)).map((one) => one.name)

/** How many needs stand in the list of those that one could be merged into, newest first. */
const othersShown = 200

/** The form to say one thing. */
export async function loadSay(context: Context) {
  return {
    draft: newId(),
    readers: await readers(context),
    worded: [...(await wordedNeeds(context))],
  }
}

async function initiativeTitle(context: Context, need: Need) {
  if (need.initiativeId === null) return null
  const row = await context.db
    .selectFrom('initiative')
    .select('title')
    .where('id', '=', need.initiativeId)
    .executeTakeFirst()
  return row ? { id: need.initiativeId, title: row.title } : null
}

/** What its author alone sees of a need. */
export async function loadOwnNeed(context: Context, id: ContributionId) {
  const need = await loadNeed(context, id)
  context.authorize(permissions['needs.own'], need.relations)
  const others = await context.db
    .selectFrom('contribution')
    .select('id')
    .where('merged_into_id', '=', need.mergedIntoId ?? need.id)
    .executeTakeFirst()
  return {
    ...need,
    joined: need.mergedIntoId !== null || others !== undefined,
    mayTakeBack:
      need.initiativeId === null && !need.purged && (need.state === 'received' || need.state === 'read'),
    initiative: await initiativeTitle(context, need),
  }
}

/** The list for leads. */
export async function loadList(context: Context, filter: ListQuery) {
  const triagers = await networkTriagers(context)
  const reader = triagers.some((one) => one.id === context.actor?.personId)
  const listed = await listNeeds(context, filter)
  return {
    filter,
    total: listed.total,
    needs: listed.needs.map((need) => ({
      ...need,
      people: need.people < 5 ? ('fewer-than-5' as const) : need.people,
    })),
    readers: triagers.map((one) => one.name),
    reader,
    firstUnread: reader ? await firstUnread(context) : null,
  }
}

/** Needs that say about the same in words alike, and the other ones that it could be merged into. */
async function othersFor(context: Context, need: Need) {
  const others = (await comparableNeeds(context)).filter((one) => one.id !== need.id)
  const found = similarNeeds(`${need.text} ${Object.values(need.wording).join(' ')}`, others, { limit: 5 })
  const alike = new Map(found.map(({ id, likeness }) => [id, likeness]))
  const shown = ({ id, wording, receivedAt, answered }: (typeof others)[number]) => ({
    id,
    wording,
    receivedAt,
    answered,
  })
  return {
    similar: found.flatMap(({ id, likeness }) => {
      const other = others.find((one) => one.id === id)
      return other ? [{ ...shown(other), likeness }] : []
    }),
    others: others
      .filter((one) => !alike.has(one.id) && !one.answered)
      .slice(0, othersShown)
      .map(shown),
  }
}

/** One need: with its raw text, logged, for its readers; with what its author approved for others. */
export async function loadNeedPage(context: Context, id: ContributionId) {
  const need = await loadNeed(context, id)
  context.authorize(permissions['needs.see'], need.relations)
  const reader = may(context.actor, permissions['needs.triage'], need.relations)
  const bare = {
    ...need,
    wording: reader || need.wordingState === 'approved' ? need.wording : {},
    raw: null,
    initiative: await initiativeTitle(context, need),
    similar: [],
    others: [],
    initiatives: [],
    nextUnread: null,
    owed: false,
  }
  if (!reader || need.purged) return bare
  await readNeed(context, need)
  return {
    ...bare,
    state: need.state === 'received' ? ('read' as const) : need.state,
    raw: {
      text: need.text,
      language: need.language,
      author: (await personName(context, need.authorId)) ?? '',
    },
    ...(need.answered ? {} : await othersFor(context, need)),
    initiatives: await openInitiatives(context),
    nextUnread: await firstUnread(context),
    owed: await isOwedAnswer(context, id),
  }
}

/** The page on which a need is returned to its author. */
export async function loadReturn(context: Context, id: ContributionId) {
  const need = await loadNeed(context, id)
  context.authorize(permissions['needs.triage'], need.relations)
  return { id }
}

/** Who reads needs. */
export const loadTriagers = async (context: Context) => ({ triagers: [...(await networkTriagers(context))] })
