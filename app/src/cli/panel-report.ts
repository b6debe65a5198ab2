import type { Certificate, FairLottery, InfeasibleReason, QuotaChange } from '@rounds/methods'
import { textTable } from './text-table.ts'

export type PanelSelection = Readonly<{
  objective: string
  probabilities: readonly Readonly<{ row: number; probability: number; panels: number }>[]
  minimum: number
  gini: number
  geometricMean: number
  certificate: Certificate
  lottery: Readonly<{ panels: number; support: number }>
  draw: Readonly<{ seed: string; commitment: string; number: number }>
  panel: readonly number[]
  reserves: readonly number[]
  unreachable: readonly number[]
  seconds: number
}>

/** A selection as text: the panel first, then how fair it was. */
export function panelReport(selection: PanelSelection): string {
  const { panel, reserves, unreachable, lottery, draw } = selection
  const levels = Map.groupBy(selection.probabilities, ({ probability }) => percent(probability))
  const rows = [...levels]
    .toSorted(([, a], [, b]) => a[0]!.probability - b[0]!.probability)
    .map(([level, people]) => [level, String(people.length)])
  return [
    `Panel (rows, the header not counted): ${panel.join(', ')}`,
    `Reserves, in this order: ${reserves.join(', ') || 'none'}`,
    `In no panel that keeps the quotas: ${unreachable.join(', ') || 'nobody'}`,
    '',
    ...fairness(selection),
    `Gini ${selection.gini.toFixed(4)}, geometric mean ${percent(selection.geometricMean)}`,
    `Panel ${draw.number} of ${lottery.panels} equally likely ones, from ${lottery.support} kinds`,
    `Seed ${draw.seed}, SHA-256 ${draw.commitment}`,
    '',
    ...textTable(['probability', 'people'], rows),
  ].join('\n')
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`
}

/** Whether nothing fairer exists; otherwise why that is not proven, and how far from it a probability can be. */
export function fairness({
  certificate,
  objective,
  minimum,
}: Pick<PanelSelection, 'certificate' | 'objective' | 'minimum'>): readonly string[] {
  const smallest = `(${objective}): smallest probability ${percent(minimum)}`
  if (certificate.proven) return [`Proven fairest ${smallest}`]
  const distance = `nobody's further than ${percent(certificate.gap)} below a bound on the best`
  if (certificate.because === 'precision') {
    return [`The solver came to its precision, not proven fairest ${smallest}, ${distance}`]
  }
  return [
    `Time was over, not proven fairest ${smallest}, ${distance}`,
    'The seed alone need not give these panels again: what can be checked is their list (--write-panels)',
  ]
}

type Infeasible = Extract<FairLottery, { kind: 'infeasible' }>

export type Infeasibility = Readonly<{
  infeasible: true
  relaxation: readonly Readonly<{
    category: string
    feature: string
    min: number
    max: number
    newMin: number
    newMax: number
  }>[]
  reason: string
}>

/** Why there is no panel, and the smallest change of quotas that lets one be formed. */
export function infeasibility({ reason, relaxation }: Infeasible): Infeasibility {
  return {
    infeasible: true,
    relaxation: (relaxation ?? []).map(({ quota, newMin, newMax }) => ({
      category: quota.category,
      feature: quota.feature,
      min: quota.min,
      max: quota.max,
      newMin,
      newMax,
    })),
    reason: `${reasonText(reason)}; ${relaxationText(relaxation)}`,
  }
}

/** The same as text. */
export function infeasibilityReport({ reason, relaxation }: Infeasibility): string {
  const rows = relaxation.map(({ category, feature, min, max, newMin, newMax }) => [
    `${category}: ${feature}`,
    `${min}–${max}`,
    `${newMin}–${newMax}`,
  ])
  return [reason, '', ...textTable(['quota', 'now', 'would be'], rows)].join('\n')
}

function reasonText(reason: InfeasibleReason): string {
  switch (reason.key) {
    case 'too-few-people':
      return `there are ${reason.people} people for ${reason.seats} seats`
    case 'too-many-staying':
      return `${reason.people} who stay have ${reason.column} ${reason.value}, at most ${reason.max} may sit`
    case 'too-few-with-feature':
      return `${reason.category} ${reason.feature} needs ${reason.min}, there are ${reason.people}`
    case 'minimums-exceed-seats':
      return `the minimums of ${reason.category} add up to ${reason.sum}, there are ${reason.seats} seats`
    case 'maximums-below-seats':
      return `the maximums of ${reason.category} let in ${reason.sum}, there are ${reason.seats} seats`
    case 'limit-below-seats':
      return `at most ${reason.most} of the same ${reason.column} lets in ${reason.sum}, there are ${reason.seats} seats`
    default:
      return 'no panel keeps all quotas and limits together'
  }
}

function relaxationText(relaxation: readonly QuotaChange[] | null): string {
  if (relaxation === null) return 'no change of quotas that was found would be enough'
  return `the smallest change that lets a panel be formed moves ${relaxation.length} of the quotas`
}
