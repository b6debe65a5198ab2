import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import type { InitiativeId, RoundId } from '../../platform/ids.ts'
import { readAudience } from './audience.ts'
import type { Draft } from './draft-fields.ts'
import { createRound } from './save-draft.ts'

/**
 * Begins a round about a version of a prototype, as a draft.
 *
 * With an earlier round it asks the same people again, as far as they are still members: their invitations are
 * copied, and so are the anonymity level, the pay, the payer and the minutes, which can still be changed. Their
 * strata are frozen anew when the round opens. Without one it asks whom the initiative's last round asked.
 */
export async function draftAboutVersion(
  context: Context,
  input: {
    initiative: InitiativeId
    version: string
    title: Bilingual
    question: Bilingual
    follows: RoundId | null
  },
): Promise<RoundId> {
  const { follows } = input
  const before = follows
    ? await context.db.selectFrom('round').selectAll().where('id', '=', follows).executeTakeFirst()
    : undefined
  const id = await createRound(
    context,
    input.initiative,
    {
      title: input.title,
      question: input.question,
      anonymity_level: before?.anonymity_level ?? 'C',
      participants_may_add: false,
      paid: before?.paid ?? false,
      pay_cents: before?.pay_cents ?? null,
      payer: before?.payer ?? null,
      pay_on: before?.pay_on ?? null,
      minutes: before?.minutes ?? 3,
      closes_at: null,
      audience: follows ? nobody : await lastAudience(context, input.initiative),
      statements: [],
    },
    { kind: 'prototype', versionId: input.version, followsId: follows },
  )
  if (follows) await inviteSamePeople(context, follows, id)
  return id
}

const nobody = { organisations: [], values: [], callings: [] }

async function lastAudience(context: Context, initiative: InitiativeId): Promise<Draft['audience']> {
  const last = await context.db
    .selectFrom('round')
    .select('audience')
    .where('initiative_id', '=', initiative)
    .where('opened_at', 'is not', null)
    .orderBy('opened_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return nobody
  const { organisations, values, callings } = readAudience(last.audience)
  return { organisations: [...organisations], values: [...values], callings: [...callings] }
}

async function inviteSamePeople(context: Context, from: RoundId, to: RoundId): Promise<void> {
  const today = todayIn(context)
  const people = await context.db
    .selectFrom('round_invitation as i')
    .innerJoin('person as p', (join) =>
      join.onRef('p.network_id', '=', 'i.network_id').onRef('p.id', '=', 'i.person_id'),
    )
    .select('i.person_id')
    .where('i.round_id', '=', from)
    .where((eb) => eb.or([eb('p.left_on', 'is', null), eb('p.left_on', '>', today)]))
    .orderBy('i.person_id')
    .execute()
  for (let start = 0; start < people.length; start += 1000)
    await context.db
      .insertInto('round_invitation')
      .values(
        people
          .slice(start, start + 1000)
          .map(({ person_id }) => ({ network_id: context.network.id, round_id: to, person_id })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
}
