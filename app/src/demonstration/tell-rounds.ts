import { seededRandom } from '@rounds/methods'
import { sql } from 'kysely'
import { publishResults } from '../features/results/public.ts'
import { addStatement } from '../features/rounds/add-statement.ts'
import { storeDurations } from '../features/rounds/close-round.ts'
import { durationsOf } from '../features/rounds/duration-memory.ts'
import { moderateStatement } from '../features/rounds/moderate-statement.ts'
import { closeRoundDue, openRound, participantsIn, statementsOf } from '../features/rounds/public.ts'
import { destroyKeyDue } from '../features/rounds/round-key-life.ts'
import { createRound } from '../features/rounds/save-draft.ts'
import type { Context } from '../platform/http/context.ts'
import type { ContributionId, RoundId } from '../platform/ids.ts'
import type { CastMember, Chronicle } from './chronicle.ts'
import type { Casting } from './cast.ts'
import { type Initiative, content } from './content.ts'
import { type DrawnPart, drawVotes } from './draw-votes.ts'
import { type Answered, type Told, begun, readerOf } from './tell-initiatives.ts'

export type ContentRound = Initiative['rounds'][number]
type Cast = ReadonlyMap<string, CastMember>

/** What a quarter of an hour is paid in the demonstration, in cents: an invented rate. */
const centsAQuarterHour = 4500
/** Participants answer until this hour of the closing day. */
const closingHour = 20

/** The draft of a round, as its lead would have filled it in. */
export function draftFrom(chronicle: Chronicle, round: ContentRound) {
  return {
    title: round.title,
    question: round.invitation,
    anonymity_level: round.anonymity,
    participants_may_add: round.statements.some(({ origin }) => origin === 'participant'),
    paid: true,
    pay_cents: Math.round((round.paidMinutes / 15) * centsAQuarterHour),
    payer: content.network.healthOrganisation.name,
    pay_on: chronicle.day(round.closesDay + 30),
    minutes: round.minutes,
    closes_at: chronicle.at(round.closesDay, closingHour),
    audience: {
      organisations: [],
      values: [],
      callings: round.invited === 'all-physicians' ? ['physician'] : [],
    },
    statements: round.statements.filter(({ origin }) => origin === 'lead').map(({ text }) => text),
  }
}

/** Closing on time, and results some days later, both by the system. */
export function tellClosing(chronicle: Chronicle, round: ContentRound, id: () => RoundId): void {
  chronicle.on({ day: round.closesDay, hour: closingHour + 0.5, who: null }, (context) =>
    closeRoundDue(context, id()),
  )
  chronicle.on({ day: round.publishedDay, hour: 12, who: null }, (context) => publishResults(context, id()))
  if (round.keyDestroyedDay !== null)
    chronicle.on({ day: round.keyDestroyedDay, hour: 12, who: null }, (context) =>
      destroyKeyDue(context, id()),
    )
}

/**
 * A round of statements whose votes are simulated.
 *
 * Directly written, because there is no command for it: that the round is a simulation, and its votes (several
 * thousand of them; pseudonyms, strata, closing and results are the round's own).
 *
 * @param spare physicians who have not answered yet, so that somebody who tries the demonstration can
 */
export function tellStatements(
  chronicle: Chronicle,
  cast: Cast,
  casting: Casting,
  of: Initiative,
  told: Told,
  round: ContentRound,
  spare: ReadonlySet<string>,
): readonly Answered[] {
  const lead = of.charter.dyad.physician
  let id: RoundId | null = null
  const opened = (): RoundId => {
    if (id === null) throw new Error(`${round.id} has not been opened`)
    return id
  }
  chronicle.on({ day: round.openedDay, hour: 11.5, who: lead }, async (context) => {
    id = await createRound(context, begun(told), draftFrom(chronicle, round))
    await context.db
      .updateTable('round')
      .set({ source: 'simulation', source_note: content.simulation.notice })
      .where('id', '=', id)
      .execute()
    await openRound(context, id, { confirmed: true })
  })
  const added = new Map<string, ContributionId>()
  for (const one of round.statements)
    if (one.origin === 'participant') tellAdded(chronicle, casting, of, one, opened, added)

  const openedAt = chronicle.at(round.openedDay, 12)
  const closesAt = chronicle.at(round.closesDay, closingHour)
  const takingPart = casting.physicians.filter(({ key }) => round.state !== 'open' || !spare.has(key))
  const random = seededRandom(content.simulation.seed)
  const parts = timed(drawVotes(takingPart, round, random), random, openedAt)
  chronicle.on(
    round.state === 'open'
      ? { day: 0, hour: -48, who: null }
      : { day: round.closesDay, hour: closingHour - 0.5, who: null },
    async (context) => {
      const until = round.state === 'open' ? context.services.clock() : closesAt
      await writeVotes(context, cast, opened(), round, parts, { chronicle, until, added })
    },
  )
  tellClosing(chronicle, round, opened)
  return round.statements.flatMap((one): Answered[] =>
    one.origin === 'participant' && one.outcome && one.reason
      ? [
          {
            id: () => added.get(one.id) ?? ('' as ContributionId),
            outcome: one.outcome,
            reason: one.reason,
          },
        ]
      : [],
  )
}

function tellAdded(
  chronicle: Chronicle,
  casting: Casting,
  of: Initiative,
  one: ContentRound['statements'][number],
  round: () => RoundId,
  added: Map<string, ContributionId>,
): void {
  const author = casting.voices.get(one.id) ?? ''
  const language = one.originalLanguage
  const text = one.text[language]
  chronicle.on({ day: one.addedDay ?? 0, hour: 16, who: author, language }, (context) =>
    addStatement(context, { round: round(), text }),
  )
  chronicle.on({ day: one.approvedDay ?? 0, hour: 13, who: readerOf(of) }, async (context) => {
    const row = await context.db
      .selectFrom('contribution')
      .select('id')
      .where('round_id', '=', round())
      .where('text', '=', text)
      .executeTakeFirstOrThrow()
    const id = row.id as ContributionId
    added.set(one.id, id)
    const translation = one.text[language === 'fr' ? 'en' : 'fr']
    await moderateStatement(context, round(), id, { kind: 'accepted', translation })
  })
}

type TimedPart = DrawnPart & Readonly<{ at: Date }>

/** Gives every part the moment at which it was answered: log-normal from the opening, as `simulation.json` says. */
function timed(parts: readonly DrawnPart[], random: () => number, openedAt: Date): readonly TimedPart[] {
  const { medianHoursToAnswer, logStandardDeviation } = content.simulation.timing
  return parts.map((part) => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const hours = medianHoursToAnswer * Math.exp(logStandardDeviation * normal)
    return { ...part, at: new Date(openedAt.getTime() + hours * 3_600_000) }
  })
}

/** Writes the votes given until a moment; an added statement is seen by those who answer after it was let in. */
async function writeVotes(
  context: Context,
  cast: Cast,
  id: RoundId,
  round: ContentRound,
  parts: readonly TimedPart[],
  when: { chronicle: Chronicle; until: Date; added: ReadonlyMap<string, ContributionId> },
): Promise<void> {
  const stored = await statementsOf(context, id)
  const lead = round.statements.filter(({ origin }) => origin === 'lead')
  const statementIds = new Map<string, { id: string; from: Date }>()
  for (const one of round.statements) {
    const contribution = when.added.get(one.id)
    const found =
      one.origin === 'lead'
        ? stored[lead.indexOf(one)]
        : stored.find((statement) => statement.contribution === contribution)
    const from = one.approvedDay === undefined ? new Date(0) : when.chronicle.at(one.approvedDay, 13)
    if (found) statementIds.set(one.id, { id: found.id, from })
  }
  const people = parts.flatMap(({ physician }) => cast.get(physician.key)?.id ?? [])
  const level = { id, anonymity_level: round.anonymity }
  const names = await participantsIn(context, level, people)
  const memory = durationsOf(context.services)
  const rows: { participant: string; statement: string; answer: string }[] = []
  for (const part of parts) {
    if (part.at > when.until) continue
    const person = cast.get(part.physician.key)?.id
    const participant = person && names.get(person)
    if (!participant) continue
    for (const vote of part.votes) {
      const statement = statementIds.get(vote.statement)
      if (statement && statement.from <= part.at)
        rows.push({ participant, statement: statement.id, answer: vote.answer })
    }
    memory.started(id, participant, part.at)
    memory.finished(id, participant, new Date(part.at.getTime() + part.seconds * 1000))
  }
  rows.sort((a, b) => (`${a.participant} ${a.statement}` < `${b.participant} ${b.statement}` ? -1 : 1))
  await sql`
    insert into vote (network_id, round_id, participant, statement_id, answer)
    select ${context.network.id}, ${id}, participant, statement, answer
    from unnest(${rows.map((row) => row.participant)}::uuid[], ${rows.map((row) => row.statement)}::uuid[],
      ${rows.map((row) => row.answer)}::text[]) as v (participant, statement, answer)`.execute(context.db)
  await storeDurations(context, id)
}
