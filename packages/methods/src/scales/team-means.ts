import { withinGroupAgreement } from '../agreement/within-group-agreement.ts'
import { fTails } from '../distributions/f.ts'
import { InvalidInput } from '../errors.ts'
import { compareNaturally } from '../ordering/compare-naturally.ts'

export type TeamAnswers = Readonly<{ team: string; answers: readonly number[] }>

/** A team's mean, or why it is not said. */
export type TeamMean =
  | Readonly<{ kind: 'mean'; team: string; members: number; mean: number; rwg: number }>
  | Readonly<{ kind: 'withheld'; team: string; reason: 'too-few-members' }>
  | Readonly<{ kind: 'withheld'; team: string; reason: 'members-differ'; rwg: number }>

/** Whether teams differ at all. */
export type BetweenTeams =
  | Readonly<{ kind: 'estimate'; icc1: number; icc2: number; f: number; p: number }>
  | Readonly<{
      kind: 'not-estimable'
      reason: 'fewer-than-two-teams' | 'no-two-members' | 'no-variation-within'
    }>

/**
 * Means of a scale by team, each said only where its members answered alike.
 *
 *   ICC(1) = (B − W)/(B + (n₀−1)W),  n₀ = (N − Σn²/N)/(G−1);   ICC(2) = (B − W)/B;   B, W mean squares of the members'
 *   scores between and within teams
 *
 * @param people   each person's team and answers to the items, whole numbers on a scale of `options`, none missing
 * @param options  number of answers an item offers, ≥ 2
 * @param limits   least members (≥ 2; 5 keeps a member's answer from being told) and least r_wg in [0, 1] (0.70 is a
 *                 custom)
 * @returns        teams in natural order; and whether teams differ: with an ICC(1) near 0 the means of teams are noise,
 *                 whatever r_wg says
 * @throws {InvalidInput} if nobody answered, rows differ in length, an answer is no option, or a limit is out of range
 *
 * Source: Bliese PD, in Klein KJ, Kozlowski SWJ. Multilevel theory, research, and methods in organizations, 2000.
 * Checked: equal teams against the intraclass correlation of Shrout and Fleiss; by hand.
 * Not for: ranking teams; a scale that is about persons rather than about their organisation.
 */
export function teamMeans(
  people: readonly TeamAnswers[],
  options: number,
  limits: Readonly<{ members: number; rwg: number }>,
): Readonly<{ teams: readonly TeamMean[]; between: BetweenTeams }> {
  if (people.length === 0) throw new InvalidInput('people', 'nobody', 'at least one person')
  if (!Number.isInteger(limits.members) || limits.members < 2) {
    throw new InvalidInput('limits.members', limits.members, 'a whole number ≥ 2')
  }
  if (!(limits.rwg >= 0 && limits.rwg <= 1))
    throw new InvalidInput('limits.rwg', limits.rwg, 'a number in [0, 1]')
  withinGroupAgreement(
    people.map(({ answers }) => answers),
    options,
  )
  const teams = new Map<string, (readonly number[])[]>()
  for (const { team, answers } of people) teams.set(team, [...(teams.get(team) ?? []), answers])
  const named = [...teams].toSorted(([a], [b]) => compareNaturally(a, b))
  return {
    teams: named.map(([team, rows]) => teamMean(team, rows, options, limits)),
    between: betweenTeams(named.map(([, rows]) => rows.map(meanOf))),
  }
}

function teamMean(
  team: string,
  rows: readonly (readonly number[])[],
  options: number,
  limits: Readonly<{ members: number; rwg: number }>,
): TeamMean {
  const agreement = withinGroupAgreement(rows, options)
  if (rows.length < limits.members || agreement.kind === 'not-estimable') {
    return { kind: 'withheld', team, reason: 'too-few-members' }
  }
  const { rwg, members } = agreement
  if (rwg < limits.rwg) return { kind: 'withheld', team, reason: 'members-differ', rwg }
  return { kind: 'mean', team, members, mean: meanOf(rows.map(meanOf)), rwg }
}

function betweenTeams(teams: readonly (readonly number[])[]): BetweenTeams {
  const groups = teams.length
  const all = teams.flat()
  const people = all.length
  if (groups < 2) return { kind: 'not-estimable', reason: 'fewer-than-two-teams' }
  if (people === groups) return { kind: 'not-estimable', reason: 'no-two-members' }
  const grand = meanOf(all)
  const between =
    teams.reduce((sum, team) => sum + team.length * (meanOf(team) - grand) ** 2, 0) / (groups - 1)
  const within =
    teams.reduce((sum, team) => team.reduce((s, score) => s + (score - meanOf(team)) ** 2, sum), 0) /
    (people - groups)
  const square = all.reduce((sum, score) => sum + score * score, 0) / people
  if (within <= 1e-20 * square) return { kind: 'not-estimable', reason: 'no-variation-within' }
  const size = (people - teams.reduce((sum, team) => sum + team.length ** 2, 0) / people) / (groups - 1)
  const f = between / within
  return {
    kind: 'estimate',
    icc1: (f - 1) / (f + size - 1),
    icc2: f === 0 ? 0 : 1 - 1 / f,
    f,
    p: fTails(f, groups - 1, people - groups).upper,
  }
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
