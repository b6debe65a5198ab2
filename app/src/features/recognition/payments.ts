import { sql } from 'kysely'
import type { z } from 'zod'
import { definePermissions } from '../../platform/auth/authorization.ts'
import { defineRefusals } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import type { FileReply } from '../../platform/http/route.ts'
import { type Bilingual, inLanguage } from '../../platform/i18n/bilingual.ts'
import type { PersonId, RoundId } from '../../platform/ids.ts'
import { addDays, todayIn } from '../../platform/calendar-day.ts'
import {
  type Round,
  canSayWho,
  expectedTimeOf,
  listOwed,
  relationsToRounds,
  roundOf,
  takingPart,
  tookPart,
} from '../rounds/public.ts'
import { csvFile } from '../../platform/csv.ts'
import { recognitionMessages } from './messages.ts'
import type { PaymentsModel } from './payments-page.tsx'

export const permissions = definePermissions({
  'recognition.payments': [{ role: 'network-administrator' }],
})

const refuse = defineRefusals(recognitionMessages, {
  round_unpaid: { status: 409, message: 'refused.unpaid' },
  round_still_open: { status: 409, message: 'refused.still-open' },
  list_not_made: { status: 409, message: 'refused.not-made' },
  nobody_took_part: { status: 409, message: 'refused.nobody' },
  payer_apart: { status: 403, message: 'refused.payer-apart' },
  list_gone: { status: 410, message: 'refused.list-gone' },
})

/** Who must not learn who took part, whatever else they are. */
const apart = ['dyad', 'decider', 'sponsor', 'champion', 'creator'] as const

/** Minutes of a measured time, to a tenth. */
export const minutesOf = (seconds: number): number => Math.ceil(seconds / 6) / 10

/** Of these rounds, those that the person who asks leads or decides where names are not known: they learn neither who took part nor how few. */
async function standsApart(
  context: Context,
  rounds: readonly Pick<Round, 'id' | 'anonymity_level'>[],
): Promise<ReadonlySet<string>> {
  const unnamed = rounds.filter((round) => round.anonymity_level !== 'A').map(({ id }) => id)
  const parts = await relationsToRounds(context, unnamed)
  return new Set(unnamed.filter((id) => apart.some((part) => parts.get(id)?.has(part))))
}

type PaidRound = Round & Readonly<{ paid: true; pay_cents: number; pay_on: string }>

/** A closed round that is paid, for somebody who may learn who took part. */
async function paidRound(context: Context, id: RoundId): Promise<PaidRound> {
  const round = await roundOf(context, id)
  context.authorize(permissions['recognition.payments'])
  if ((await standsApart(context, [round])).has(id)) throw refuse('payer_apart')
  if (!round.paid || round.pay_cents === null || round.pay_on === null) throw refuse('round_unpaid')
  if (round.state === 'draft' || round.state === 'open') throw refuse('round_still_open')
  return round as PaidRound
}

/**
 * Makes the list of who is paid for a round: who took part and for how many minutes, never an answer.
 *
 * It is derived with the round's key and kept as an unordered list, so that people can see what they were paid
 * after the key is destroyed. Made again, it stays as it is.
 */
export async function makePayments(context: Context, id: RoundId): Promise<void> {
  await writeList(context, await paidRound(context, id))
}

/** Days before its key is destroyed, or its network ends, on which the list of a paid round is made by itself. */
const madeBefore = 7

/** The paid rounds whose list nobody has made, and whose key, which alone can say who took part, is destroyed soon. */
export async function listsDue(context: Context): Promise<readonly RoundId[]> {
  const soon = addDays(todayIn(context), madeBefore)
  const { rows } = await sql<Pick<Round, 'id' | 'anonymity_level'>>`
    select r.id, r.anonymity_level from round r where ${listOwed} and r.key_destroyed_at is null
      and least(r.key_destroy_on, ${context.network.settings.endsOn ?? null}::date) <= ${soon}`.execute(
    context.db,
  )
  const due: RoundId[] = []
  for (const round of rows) if (await canSayWho(context, round)) due.push(round.id)
  return due
}

/** Makes a list that is due, so that nobody goes unpaid because it was forgotten until its key was gone. */
export async function makeListDue(context: Context, id: RoundId): Promise<void> {
  await writeList(context, (await roundOf(context, id)) as PaidRound)
}

async function writeList(context: Context, round: PaidRound): Promise<void> {
  const { id } = round
  if (await isMade(context, id)) return
  const people = await tookPart(context, round)
  if (people === null) throw refuse('list_gone')
  if (people.length === 0) throw refuse('nobody_took_part')
  const time = await expectedTimeOf(context, round)
  const minutes = time.measured ? minutesOf(time.seconds) : round.minutes
  for (let from = 0; from < people.length; from += 1000)
    await context.db
      .insertInto('payment')
      .values(
        people.slice(from, from + 1000).map((person) => ({
          network_id: context.network.id,
          round_id: id,
          person_id: person,
          cents: round.pay_cents,
          minutes,
          pay_on: round.pay_on,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  await context.audit({
    action: 'recognition.make-payments',
    subject: { type: 'round', id },
    details:
      (await takingPart(context, id)).tookPart === null
        ? {}
        : { people: people.length, cents: round.pay_cents * people.length },
  })
}

/** The list that was made, for the payer. That it was looked at is written to the audit log. */
export async function payments(context: Context, id: RoundId): Promise<FileReply> {
  const round = await paidRound(context, id)
  if (!(await isMade(context, id))) throw refuse('list_not_made')
  await context.audit({ action: 'recognition.payments', subject: { type: 'round', id } })
  return {
    kind: 'file',
    type: 'text/csv; charset=utf-8',
    filename: `payments-${round.pay_on}.csv`,
    content: await asCsv(context, id, {
      title: inLanguage(round.title, context.locale).text,
      payer: inLanguage(round.payer, context.locale).text,
      measured: (await expectedTimeOf(context, round)).measured,
    }),
  }
}

async function isMade(context: Context, round: RoundId): Promise<boolean> {
  const row = await context.db
    .selectFrom('payment')
    .select('person_id')
    .where('round_id', '=', round)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** The closed rounds that are paid, but for those the person who asks leads or decides, with what was put on their lists. */
export async function paidRounds(context: Context): Promise<z.input<typeof PaymentsModel>> {
  const { rows } = await sql<{
    id: RoundId
    anonymity_level: Round['anonymity_level']
    title: Bilingual
    payer: Bilingual | null
    pay_on: string
    people: number
    cents: number
    gone: boolean
    owed: boolean
  }>`
    select r.id, r.anonymity_level, r.title, r.payer, r.pay_on::text as pay_on, count(y.person_id)::int as people,
      coalesce(sum(y.cents), 0)::int as cents, r.key_destroyed_at is not null as gone, ${listOwed} as owed
    from round r left join payment y on y.network_id = r.network_id and y.round_id = r.id
    where r.paid and r.pay_cents is not null and r.pay_on is not null and r.state in ('closed', 'published', 'archived')
      and r.source = 'asked'
    group by r.network_id, r.id order by r.pay_on, r.id`.execute(context.db)
  const hidden = await standsApart(context, rows)
  const shown = rows.filter(({ id }) => !hidden.has(id))
  return {
    rounds: shown.map(({ id, title, payer, pay_on, people, cents, gone, owed }) => ({
      id,
      title,
      payer,
      payOn: pay_on,
      made: people > 0 ? { people, cents } : null,
      standing: people > 0 ? 'made' : gone ? 'gone' : owed ? 'owed' : 'nobody',
    })),
  }
}

async function asCsv(
  context: Context,
  round: RoundId,
  facts: { title: string; payer: string; measured: boolean },
): Promise<string> {
  const t = recognitionMessages(context.locale)
  const { rows } = await sql<{
    roster_key: string
    family_name: string
    given_name: string
    email: string
    minutes: number
    cents: number
    pay_on: string
  }>`
    select p.roster_key, p.family_name, p.given_name, p.email, y.minutes, y.cents, y.pay_on
    from payment y join person p on p.network_id = y.network_id and p.id = y.person_id
    where y.round_id = ${round} order by p.family_name, p.given_name, p.id`.execute(context.db)
  return csvFile(
    [
      t('csv.key'),
      t('csv.family-name'),
      t('csv.given-name'),
      t('csv.email'),
      t('csv.round'),
      t('csv.minutes'),
      t('csv.minutes-from'),
      t('csv.amount'),
      t('csv.payer'),
      t('csv.pay-on'),
    ],
    rows.map((row) => [
      row.roster_key,
      row.family_name,
      row.given_name,
      row.email,
      facts.title,
      row.minutes,
      facts.measured ? t('csv.measured') : t('csv.stated'),
      row.cents / 100,
      facts.payer,
      row.pay_on,
    ]),
    context.locale,
  )
}

/** What the person who asks was paid for rounds this calendar year, in cents, and for how many rounds. */
export async function paidThisYear(
  context: Context,
  person: PersonId,
): Promise<{ cents: number; rounds: number }> {
  const year = todayIn(context).slice(0, 4)
  const row = await context.db
    .selectFrom('payment')
    .select((eb) => [eb.fn.sum<number | null>('cents').as('cents'), eb.fn.countAll<number>().as('rounds')])
    .where('person_id', '=', person)
    .where('pay_on', '>=', `${year}-01-01`)
    .where('pay_on', '<=', `${year}-12-31`)
    .executeTakeFirstOrThrow()
  return { cents: row.cents ?? 0, rounds: row.rounds }
}
