import type { Omega, ScaleReliability, TeamMean, teamMeans } from '@rounds/methods'
import { textTable } from './text-table.ts'

type Estimate = Extract<ScaleReliability, { kind: 'estimate' }>

/** What `analyze scale` computed. */
export type ScaleResult = Readonly<{ n: number; excluded: number; byTeam?: ReturnType<typeof teamMeans> }> &
  (
    | Extract<ScaleReliability, { kind: 'not-estimable' }>
    | (Omit<Estimate, 'feldt' | 'items'> &
        Readonly<{
          feldt: readonly [number, number]
          items: readonly Readonly<{
            item: string
            itemTotal: number | null
            alphaIfDropped: number | null
          }>[]
        }>)
  )

/** The reliability of a scale as text for a terminal. */
export function scaleReport(result: ScaleResult): string {
  const lines = [`${result.n} people with every item, ${result.excluded} left out for a missing answer`]
  if (result.kind === 'not-estimable') lines.push(`Not estimable: ${result.reason}`, '')
  else {
    lines.push(
      `alpha ${figure(result.alpha)} (95 % interval by Feldt ${result.feldt.map(figure).join(' to ')})`,
      `alpha of the correlations ${figure(result.alphaStandardized)}`,
      `omega ${omegaText(result.omega)}`,
      ...(result.reading === 'allowed' ? [] : ['Fewer than 20 people: too few to read anything into this']),
      '',
      ...textTable(
        ['item', 'with the others', 'alpha without it'],
        result.items.map(({ item, itemTotal, alphaIfDropped }) => [
          item,
          figure(itemTotal),
          figure(alphaIfDropped),
        ]),
      ),
    )
  }
  if (result.byTeam !== undefined) lines.push(...teamLines(result.byTeam))
  return lines.join('\n')
}

function teamLines({ teams, between }: ReturnType<typeof teamMeans>): readonly string[] {
  return [
    between.kind === 'estimate'
      ? `Between teams: ICC(1) ${figure(between.icc1)}, ICC(2) ${figure(between.icc2)}, p ${figure(between.p)}`
      : `Between teams: not estimable (${between.reason})`,
    ...textTable(['team', 'members', 'mean', 'rwg'], teams.map(teamCells)),
  ]
}

function teamCells(team: TeamMean): readonly string[] {
  if (team.kind === 'mean') {
    return [team.team, String(team.members), team.mean.toFixed(2), figure(team.rwg)]
  }
  return team.reason === 'members-differ'
    ? [team.team, '', 'members differ', figure(team.rwg)]
    : [team.team, '', 'too few members', '']
}

function omegaText(omega: Omega): string {
  if (omega.kind === 'not-estimable') return `not estimable (${omega.reason})`
  return `${figure(omega.value)} (${omega.estimator})`
}

function figure(value: number | null): string {
  return value === null ? '–' : value.toFixed(4)
}
