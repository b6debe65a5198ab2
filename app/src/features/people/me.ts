import { markDevice, revokeSession, revokeSessionsOf } from '../../platform/auth/session.ts'
import { NotFound } from '../../platform/errors.ts'
import { type Context, actorOf } from '../../platform/http/context.ts'
import { FormRefused } from '../../platform/http/route.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { Id } from '../../platform/ids.ts'
import { may } from './permissions.ts'

/** A question about oneself that nobody has to answer. */
export type SelfQuestion = Readonly<{
  id: string
  label: Bilingual
  chosen: string | null
  choices: readonly { id: string; label: Bilingual }[]
}>

/** What a person sees and may change of themself. */
export async function ownSettings(context: Context) {
  context.authorize(may.me)
  const { db, now } = context
  const actor = actorOf(context)
  const person = await db
    .selectFrom('person')
    .select(['email', 'language', 'messages_per_week'])
    .where('id', '=', actor.personId)
    .executeTakeFirstOrThrow()
  const phones = await db
    .selectFrom('session')
    .select(['id', 'device', 'own_device', 'opened_on', 'expires_at'])
    .where('person_id', '=', actor.personId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now)
    .orderBy('opened_on', 'desc')
    .orderBy('id')
    .execute()
  return {
    name: actor.name,
    email: person.email,
    language: person.language,
    messagesPerWeek: person.messages_per_week,
    questions: [...(await selfQuestions(context))],
    phones: phones.map((phone) => ({
      id: phone.id,
      device: phone.device,
      openedOn: phone.opened_on,
      expiresAt: phone.expires_at,
      here: phone.id === actor.sessionId,
      own: phone.own_device,
    })),
  }
}

async function selfQuestions(context: Context): Promise<readonly SelfQuestion[]> {
  const { db } = context
  const strata = await db
    .selectFrom('stratum')
    .select(['id', 'label'])
    .where('source', '=', 'self')
    .orderBy('position')
    .execute()
  const values = await db
    .selectFrom('stratum_value')
    .select(['id', 'stratum_id', 'label'])
    .orderBy('position')
    .execute()
  const declared = await db
    .selectFrom('declared_value')
    .select(['stratum_id', 'value_id'])
    .where('person_id', '=', actorOf(context).personId)
    .execute()
  return strata.map((stratum) => ({
    id: stratum.id,
    label: stratum.label,
    chosen: declared.find((one) => one.stratum_id === stratum.id)?.value_id ?? null,
    choices: values
      .filter((value) => value.stratum_id === stratum.id)
      .map((value) => ({ id: value.id, label: value.label })),
  }))
}

/**
 * Changes what is one's own: language, messages a week, what one says of oneself.
 *
 * @param input.declared stratum → value; an empty value removes what was said
 */
export async function changeOwnSettings(
  context: Context,
  input: { language: 'en' | 'fr'; messagesPerWeek: number; declared: Readonly<Record<string, string>> },
): Promise<void> {
  context.authorize(may.me)
  const { db, network } = context
  const person = actorOf(context).personId
  await db
    .updateTable('person')
    .set({ language: input.language, messages_per_week: input.messagesPerWeek })
    .where('id', '=', person)
    .execute()
  for (const question of await selfQuestions(context)) {
    const value = input.declared[question.id]
    if (value === undefined) continue
    await db
      .deleteFrom('declared_value')
      .where('person_id', '=', person)
      .where('stratum_id', '=', question.id)
      .execute()
    if (value === '') continue
    if (!question.choices.some((choice) => choice.id === value))
      throw new FormRefused({ form: 'me.unknownChoice' })
    await db
      .insertInto('declared_value')
      .values({ network_id: network.id, person_id: person, stratum_id: question.id, value_id: value })
      .execute()
  }
}

/** Forgets one remembered phone of one's own. */
export async function forgetPhone(context: Context, session: Id<'session'>): Promise<void> {
  const person = actorOf(context).personId
  const row = await context.db
    .selectFrom('session')
    .select('person_id')
    .where('id', '=', session)
    .executeTakeFirst()
  if (!row || row.person_id !== person) throw new NotFound()
  context.authorize(may['me.phone'], ['self'])
  await revokeSession(context.db, session, context.now)
}

/** Records that the device at hand is the person's alone, or is not. */
export async function setOwnDevice(context: Context, own: boolean): Promise<void> {
  context.authorize(may.me)
  await markDevice(context.db, actorOf(context).sessionId, own)
}

/** Forgets every remembered phone; all but this one unless it is `here` too. */
export async function forgetPhones(context: Context, { here }: Readonly<{ here: boolean }>): Promise<void> {
  context.authorize(may.me)
  const { personId, sessionId } = actorOf(context)
  await revokeSessionsOf(context.db, [personId], { now: context.now, ...(here ? {} : { except: sessionId }) })
}
