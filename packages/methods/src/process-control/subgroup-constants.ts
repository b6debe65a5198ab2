/** Factors of charts of means and standard deviations of subgroups. */
export type SubgroupConstants = {
  readonly c4: number
  readonly a3: number
  readonly b3: number
  readonly b4: number
}

const known = new Map<number, SubgroupConstants>()

/**
 * c₄, A₃, B₃ and B₄ for subgroups of n measurements.
 *
 *   c₄ = √(2/(n−1)) · Γ(n/2)/Γ((n−1)/2),   A₃ = 3/(c₄√n),   B₃, B₄ = 1 ∓ 3√(1−c₄²)/c₄, B₃ ≥ 0
 *
 * The ratio r(n) of the gamma functions follows r(n+1) = (n−1)/(2·r(n)), r(2) = 1/√π; relative error ≤ n·2⁻⁵³.
 *
 * @param n  whole number ≥ 2
 *
 * Source: Montgomery DC. Introduction to Statistical Quality Control, Appendix VI.
 * Checked: process-control.oracle.json, the printed table to its last digit.
 */
export function subgroupConstants(n: number): SubgroupConstants {
  let constants = known.get(n)
  if (constants === undefined) {
    let ratio = 1 / Math.sqrt(Math.PI)
    for (let size = 2; size < n; size++) ratio = (size - 1) / (2 * ratio)
    const c4 = Math.sqrt(2 / (n - 1)) * ratio
    const spread = (3 * Math.sqrt(1 - c4 * c4)) / c4
    constants = { c4, a3: 3 / (c4 * Math.sqrt(n)), b3: Math.max(0, 1 - spread), b4: 1 + spread }
    known.set(n, constants)
  }
  return constants
}
