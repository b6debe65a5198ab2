import { InvalidInput } from '../errors.ts'
import type { Matrix } from '../linear-algebra/matrix.ts'
import { requireTable } from './kendalls-w.ts'

/** How far the members of one group answered alike. */
export type WithinGroupAgreement =
  | Readonly<{ kind: 'estimate'; members: number; items: number; rwg: number }>
  | Readonly<{ kind: 'not-estimable'; reason: 'fewer-than-two-members' }>

/**
 * Within-group agreement r_wg(J) against answers spread evenly over the options.
 *
 *   r = J(1 − v) / (J(1 − v) + v),   v = (mean variance of the J items) / ((A² − 1)/12);   0 where v > 1
 *
 * @param answers  a row a member, a column an item; whole numbers on a scale of A options
 * @param options  A ≥ 2
 * @returns        r in [0, 1]; `not-estimable` for one member
 * @throws {InvalidInput} if the table is ragged or empty, an answer is not whole, or the answers span more than A
 *
 * Variances divide by n − 1. A mean of a group is shown as the group's only where r is high (0.70 is a custom, not a
 * law) and the intraclass correlation says that groups differ. Answers pulled to one end by courtesy raise r.
 * Source: James LR, Demaree RG, Wolf G. J Appl Psychol 1984;69:85–98. doi:10.1037/0021-9010.69.1.85
 * Checked: by hand on small groups; 1 for equal answers, 0 for answers split between the ends.
 */
export function withinGroupAgreement(answers: Matrix, options: number): WithinGroupAgreement {
  requireTable(answers)
  if (!Number.isInteger(options) || options < 2) {
    throw new InvalidInput('options', options, 'a whole number ≥ 2')
  }
  const items = answers[0]?.length ?? 0
  if (items === 0) throw new InvalidInput('answers', 'no answer', 'at least one member and one item')
  const all = answers.flat()
  const bad = all.find((answer) => !Number.isInteger(answer))
  if (bad !== undefined) throw new InvalidInput('answers', bad, 'whole numbers')
  if (Math.max(...all) - Math.min(...all) > options - 1) {
    throw new InvalidInput('answers', Math.max(...all), `answers on a scale of ${options} options`)
  }
  const members = answers.length
  if (members < 2) return { kind: 'not-estimable', reason: 'fewer-than-two-members' }
  let variance = 0
  for (let item = 0; item < items; item++) {
    const values = answers.map((row) => row[item]!)
    const mean = values.reduce((sum, value) => sum + value, 0) / members
    variance += values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (members - 1) / items
  }
  const v = variance / ((options ** 2 - 1) / 12)
  const rwg = v >= 1 ? 0 : (items * (1 - v)) / (items * (1 - v) + v)
  return { kind: 'estimate', members, items, rwg }
}
