import {
  type ParticipationLine,
  type StratumLine,
  hideAcrossStrata,
  participationByStratum,
} from '@rounds/methods'
import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { Bilingual } from '../../platform/i18n/bilingual.ts'
import { highsSolver } from '../../platform/linear-program/highs-solver.ts'

/** A stratum among those invited to a round: how many of each value, before disclosure control, and what may leave. */
export type Participation = Readonly<{
  code: string
  label: Bilingual
  values: readonly Readonly<{
    code: string
    label: Bilingual
    respondents: number
    invited: number
    roster: number
    /** A value that its steward has not released. */
    stewarded: boolean
  }>[]
  /** What may leave; values are named by their place in `values`. */
  lines: readonly ParticipationLine[]
}>

/** A closed round: how many were invited, and how many took part of them. */
export type CountedRound = Readonly<{ id: string; invited: number; tookPart: number }>

/** People who are alike in all strata, as they were counted when their round closed. */
type Kind = Readonly<{ values: ReadonlySet<string>; people: number }>

type Counted = Omit<Participation, 'lines'> & Readonly<{ ids: readonly string[] }>

/** What was decided of a round, as it was counted at its end: whether each line may leave, those of all strata in their order. */
type Decided = Readonly<{
  invited: number
  tookPart: number
  held: readonly string[]
  shown: readonly boolean[]
  /** Each line that was ever shown, by `nameOf`. */
  told: readonly string[]
}>

/**
 * Who took part in closed rounds, by stratum, as it may leave: nothing under five, nor by what strata say of each other.
 *
 * Numbers are hidden until it is decided which may leave, and again from when a steward holds or releases a value until it
 * is decided anew.
 */
export async function participationIn(
  context: Context,
  rounds: readonly CountedRound[],
): Promise<ReadonlyMap<string, readonly Participation[]>> {
  const inRounds = await countedIn(context, rounds)
  const decided = await decidedOf(context, rounds)
  return new Map(
    rounds.map((round) => {
      const strata = inRounds.get(round.id) ?? []
      const told = decided.get(round.id)
      const holds = told?.held.join() === heldAmong(strata).join()
      let next = 0
      const found = strata.map(({ code, label, values }) => ({
        code,
        label,
        values,
        lines: linesOf(told ?? round, { values }).lines.map((line) =>
          holds && told?.shown[next++] === true
            ? line
            : { ...line, participation: { kind: 'hidden' as const } },
        ),
      }))
      return [round.id, found]
    }),
  )
}

/**
 * Decides which numbers of a closed round may leave. It may take a second where thousands were asked: not for a page.
 *
 * Once it is decided, how many were asked and took part in all stays what it was, as the counts by stratum do.
 */
export async function decideParticipation(context: Context, counts: CountedRound): Promise<void> {
  const known = (await decidedOf(context, [counts])).get(counts.id)
  const { invited, tookPart } = known ?? counts
  const round = { id: counts.id, invited, tookPart }
  const strata = (await countedIn(context, [round])).get(round.id) ?? []
  const before = known?.told ?? []
  const shown = [...(await decide(context, round, strata, before))]
  const names = strata.flatMap((stratum) =>
    linesOf(round, stratum).lines.map((line) => nameOf(stratum, line.strata)),
  )
  const values = {
    invited: round.invited,
    took_part: round.tookPart,
    held: heldAmong(strata),
    shown,
    told: [...new Set([...before, ...names.filter((_, place) => shown[place])])],
  }
  await context.db
    .insertInto('participation_decided')
    .values({ network_id: context.network.id, round_id: round.id, ...values })
    .onConflict((conflict) => conflict.columns(['network_id', 'round_id']).doUpdateSet(values))
    .execute()
}

/** The published rounds of which it is not decided what may leave of who took part, or what stewards hold has changed since. */
export async function participationUndecided(context: Context): Promise<readonly string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from round r
    left join participation_decided d on d.network_id = r.network_id and d.round_id = r.id
    where r.source <> 'import' and r.state in ('published', 'archived')
      and d.held is distinct from array(
        select v.id from stratum_value v
        where v.steward_id is not null and v.released_at is null
          and exists (select from round_participation p
            where p.network_id = r.network_id and p.round_id = r.id and p.value_id = v.id)
        order by v.id)
    order by r.closed_at desc, r.id`.execute(context.db)
  return rows.map(({ id }) => id)
}

async function decidedOf(
  context: Context,
  rounds: readonly CountedRound[],
): Promise<ReadonlyMap<string, Decided>> {
  if (rounds.length === 0) return new Map()
  const rows = await context.db
    .selectFrom('participation_decided')
    .select(['round_id', 'invited', 'took_part as tookPart', 'held', 'shown', 'told'])
    .where(
      'round_id',
      'in',
      rounds.map(({ id }) => id),
    )
    .execute()
  return new Map(rows.map(({ round_id, ...decided }) => [round_id, decided]))
}

const heldAmong = (strata: readonly Counted[]): string[] =>
  strata.flatMap(({ ids, values }) => ids.filter((_, place) => values[place]?.stewarded === true)).toSorted()

/**
 * What the strata of one kind may say by themselves: no number where the counts do not add up, as where the key was lost
 * before the end, and nobody could say which values those had who took part.
 */
const linesOf = (round: Omit<CountedRound, 'id'>, { values }: Pick<Participation, 'values'>) => {
  const restOf = (all: number, of: 'invited' | 'respondents') =>
    values.reduce((rest, value) => rest - value[of], all)
  const rest = restOf(round.tookPart, 'respondents')
  const fits = rest >= 0 && rest <= restOf(round.invited, 'invited')
  return participationByStratum(
    values.map(({ respondents, invited, stewarded }, place) => ({
      stratum: String(place),
      invited,
      took: fits ? respondents : 0,
      held: stewarded,
    })),
    { everybody: { invited: round.invited, took: fits ? round.tookPart : 0 } },
  )
}

async function countedIn(
  context: Context,
  rounds: readonly CountedRound[],
): Promise<ReadonlyMap<string, readonly Counted[]>> {
  const { rows } = await sql<{
    round: string
    stratum: string
    label: Bilingual
    id: string
    code: string
    value: Bilingual
    stewarded: boolean
    invited: number
    respondents: number
    roster: number
  }>`
    select p.round_id as round, s.code as stratum, s.label, v.id, v.code, v.label as value,
      v.steward_id is not null and v.released_at is null as stewarded, p.invited, p.respondents, p.roster
    from round_participation p
    join stratum s on s.network_id = p.network_id and s.id = p.stratum_id
    join stratum_value v on v.network_id = p.network_id and v.id = p.value_id
    where p.round_id = any(${rounds.map(({ id }) => id)}::uuid[])
    order by s.position, s.code, v.position, v.code`.execute(context.db)
  return new Map(
    [...Map.groupBy(rows, ({ round }) => round)].map(([round, own]) => [
      round,
      [...Map.groupBy(own, ({ stratum }) => stratum)].map(([stratum, values]) => ({
        code: stratum,
        label: values[0]?.label ?? {},
        ids: values.map(({ id }) => id),
        values: values.map(({ code, value, stewarded, invited, respondents, roster }) => ({
          code,
          label: value,
          respondents: Math.min(respondents, invited),
          invited,
          roster,
          stewarded,
        })),
      })),
    ]),
  )
}

async function decide(
  context: Context,
  round: CountedRound,
  strata: readonly Counted[],
  told: readonly string[],
): Promise<readonly boolean[]> {
  const alone = strata.map((stratum) => linesOf(round, stratum))
  const hidden = alone.flatMap(({ lines }) => lines.map(() => false))
  if (alone.every(({ lines }) => lines.every(({ participation }) => participation.kind === 'hidden')))
    return hidden
  const kinds = await kindsIn(context, round.id)
  const perStratum = strata.map((stratum, place) =>
    alone[place]!.lines.map((line) => counted(stratum, line, kinds, round)),
  )
  const together = strata.flatMap((stratum, place) =>
    alone[place]!.lines.filter((line) => line.strata.length > 1)
      .flatMap((line) => line.strata.map((one) => counted(stratum, { ...line, strata: [one] }, kinds, round)))
      .map((line) => ({ ...line, shown: false })),
  )
  const before = strata.flatMap((stratum) =>
    told
      .map((name) => placesOf(stratum, name))
      .filter((places) => places !== null)
      .map((places) => ({
        ...counted(stratum, { strata: places, participation: { kind: 'hidden' } }, kinds, round),
        shown: true,
        told: true,
      })),
  )
  const among = ({ people }: StratumLine) => people.reduce((sum, kind) => sum + (kinds[kind]?.people ?? 0), 0)
  const fits = alone.every(({ lines: own }, stratum) =>
    own.every(({ invited }, place) => among(perStratum[stratum]![place]!) === invited),
  )
  // Counts that do not fit those invited can't be compared, and are nobody's to see.
  if (!fits) return hidden
  const isKnown = alone[0]?.everybody.participation.kind === 'shown'
  const shown = hideAcrossStrata(
    kinds.map(({ people }) => people),
    [...perStratum.flat(), ...together, ...before],
    isKnown ? round.tookPart : null,
    await (solver ??= highsSolver()),
  )
  return shown.slice(0, hidden.length)
}

/** A line as it is remembered: its stratum and its values, null for people of none. */
const nameOf = ({ code, ids }: Counted, strata: ParticipationLine['strata']): string =>
  JSON.stringify([code, ...strata.map((one) => (one === null ? null : ids[Number(one)]))])

/** The places of a remembered line in its stratum; null where it is of another. */
function placesOf({ code, ids }: Counted, name: string): ParticipationLine['strata'] | null {
  const [stratum, ...values] = JSON.parse(name) as [string, ...(string | null)[]]
  if (stratum !== code) return null
  return values.map((value) => (value === null ? null : String(ids.indexOf(value))))
}

let solver: ReturnType<typeof highsSolver> | null = null

/** A line with who they are and how many of them took part; those of no value in the stratum are the rest. */
function counted(
  { ids, values }: Counted,
  { strata, participation }: Pick<ParticipationLine, 'strata' | 'participation'>,
  kinds: readonly Kind[],
  round: CountedRound,
): StratumLine {
  const rest = round.tookPart - values.reduce((sum, { respondents }) => sum + respondents, 0)
  const has = ({ values: own }: Kind) =>
    strata.some((one) => (one === null ? ids.every((id) => !own.has(id)) : own.has(ids[Number(one)] ?? '')))
  return {
    people: [...kinds.keys()].filter((place) => has(kinds[place]!)),
    took: strata.reduce(
      (sum, one) => sum + (one === null ? rest : (values[Number(one)]?.respondents ?? 0)),
      0,
    ),
    shown: participation.kind === 'shown',
    held:
      strata.length === 1 && strata.some((one) => one !== null && values[Number(one)]?.stewarded === true),
  }
}

async function kindsIn(context: Context, round: string): Promise<readonly Kind[]> {
  const rows = await context.db
    .selectFrom('round_kind')
    .select(['value_ids', 'people'])
    .where('round_id', '=', round)
    .orderBy('kind')
    .execute()
  return rows.map(({ value_ids, people }) => ({ values: new Set(value_ids), people }))
}
