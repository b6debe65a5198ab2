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

/** People who are alike in all strata, as they were when they were invited. */
type Kind = Readonly<{ values: ReadonlySet<string>; people: number }>

type Counted = Omit<Participation, 'lines'> & Readonly<{ ids: readonly string[] }>

/** What may leave of rounds that were looked at lately: what was counted at the end never changes, what stewards hold may. */
const lately = new Map<string, readonly Participation[]>()
const mostKept = 500

/** Who took part in closed rounds, by stratum, as it may leave: nothing under five, nor by what strata say of each other. */
export async function participationIn(
  context: Context,
  rounds: readonly CountedRound[],
): Promise<ReadonlyMap<string, readonly Participation[]>> {
  const inRounds = await countedIn(context, rounds)
  const found = new Map<string, readonly Participation[]>()
  for (const round of rounds) {
    const strata = inRounds.get(round.id) ?? []
    const key = JSON.stringify([round, strata])
    const known = lately.get(key) ?? (await disclosed(context, round, strata))
    if (lately.size >= mostKept) lately.delete(lately.keys().next().value ?? '')
    lately.set(key, known)
    found.set(round.id, known)
  }
  return found
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

async function disclosed(
  context: Context,
  round: CountedRound,
  strata: readonly Counted[],
): Promise<readonly Participation[]> {
  const everybody = { invited: round.invited, took: round.tookPart }
  const alone = strata.map(({ values }) =>
    participationByStratum(
      values.map(({ respondents, invited, stewarded }, place) => ({
        stratum: String(place),
        invited,
        took: respondents,
        held: stewarded,
      })),
      { everybody },
    ),
  )
  const shows = alone.some(({ lines }) => lines.some(({ participation }) => participation.kind === 'shown'))
  const kinds = shows ? await kindsIn(context, round.id) : []
  const perStratum = strata.map((stratum, place) =>
    alone[place]!.lines.map((line) => counted(stratum, line, kinds, round)),
  )
  const together = strata.flatMap((stratum, place) =>
    alone[place]!.lines.filter((line) => line.strata.length > 1)
      .flatMap((line) => line.strata.map((one) => counted(stratum, { ...line, strata: [one] }, kinds, round)))
      .map((line) => ({ ...line, shown: false })),
  )
  const lines = [...perStratum.flat(), ...together]
  const among = ({ people }: StratumLine) => people.reduce((sum, kind) => sum + (kinds[kind]?.people ?? 0), 0)
  // Counts that do not fit those invited can't be compared, and are nobody's to see.
  const fits = alone.every(({ lines: own }, stratum) =>
    own.every(({ invited }, place) => among(perStratum[stratum]![place]!) === invited),
  )
  const isKnown = alone[0]?.everybody.participation.kind === 'shown'
  const may =
    shows && fits
      ? hideAcrossStrata(
          kinds.map(({ people }) => people),
          lines,
          isKnown ? round.tookPart : null,
          await (solver ??= highsSolver()),
        )
      : []
  let next = 0
  return strata.map(({ code, label, values }, place) => ({
    code,
    label,
    values,
    lines: alone[place]!.lines.map((line) =>
      may[next++] === true ? line : { ...line, participation: { kind: 'hidden' as const } },
    ),
  }))
}

let solver: ReturnType<typeof highsSolver> | null = null

/** A line with who they are and how many of them took part; those of no value in the stratum are the rest. */
function counted(
  { ids, values }: Counted,
  { strata, participation }: ParticipationLine,
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
  const { rows } = await sql<{ values: string[]; people: number }>`
    select values, count(*)::int as people from (
      select coalesce(array_agg(v.value_id::text order by v.value_id) filter (where v.value_id is not null), '{}') as values
      from round_invitation i left join invitation_value v
        on v.network_id = i.network_id and v.round_id = i.round_id and v.person_id = i.person_id
      where i.round_id = ${round} group by i.network_id, i.person_id) one
    group by values order by values`.execute(context.db)
  return rows.map(({ values, people }) => ({ values: new Set(values), people }))
}
