import { InvalidInput } from '../errors.ts'

/** How people were drawn. All by simple chance, from a very large population, where nothing is given. */
export type SampleDesign = {
  /** Stratum per person. */
  readonly strata?: readonly string[]
  /** Cluster per person, told apart within its stratum; each person one by default. */
  readonly clusters?: readonly string[]
  /** Per person how many clusters (people, without clusters) their stratum has in the population. */
  readonly populations?: readonly number[]
}

/** A variance with its degrees of freedom, or why there is none. */
export type DesignVariance =
  | { readonly kind: 'estimate'; readonly variance: number; readonly degreesOfFreedom: number }
  | { readonly kind: 'not-estimable'; readonly reason: 'one-cluster'; readonly stratum: string | null }

type Stratum = {
  readonly name: string | null
  readonly population: number
  readonly totals: Map<string, number>
}

/**
 * Variance of a total of a stratified cluster sample, between the clusters of each stratum.
 *
 *   V = Σ_h (1 − n_h/N_h) · n_h/(n_h − 1) · Σ_c (z_hc − z̄_h)²
 *
 * z_hc is the sum of the contributions of the people of cluster c. Degrees of freedom: clusters less strata, of the
 * strata of which a part was asked; one asked in full adds neither variance nor degrees.
 *
 * @param contributions  z per person: weight × linearised value
 * @returns              `not-estimable` where a stratum has one cluster and more in the population
 * @throws {InvalidInput} if lists differ in length, a stratum has two populations, or fewer than its clusters
 *
 * Source: Wolter KM. Introduction to Variance Estimation, 2nd ed. (2007), ch. 1 and 6; first stage only.
 */
export function designVariance(contributions: readonly number[], design: SampleDesign): DesignVariance {
  const strata = stratify(contributions, design)
  let variance = 0
  let degreesOfFreedom = 0
  for (const { name, population, totals } of strata) {
    const n = totals.size
    if (n > population) {
      throw new InvalidInput('populations', population, `at least the clusters of the stratum (${n})`)
    }
    if (n === population) continue
    if (n === 1) return { kind: 'not-estimable', reason: 'one-cluster', stratum: name }
    const values = [...totals.values()]
    const mean = values.reduce((sum, value) => sum + value, 0) / n
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
    variance += ((1 - n / population) * n * squares) / (n - 1)
    degreesOfFreedom += n - 1
  }
  return { kind: 'estimate', variance, degreesOfFreedom }
}

function stratify(
  contributions: readonly number[],
  { strata, clusters, populations }: SampleDesign,
): readonly Stratum[] {
  for (const [name, list] of Object.entries({ strata, clusters, populations })) {
    if (list !== undefined && list.length !== contributions.length) {
      throw new InvalidInput(name, `${list.length} of them`, `one per person (${contributions.length})`)
    }
  }
  const found = new Map<string | null, Stratum>()
  for (const [person, value] of contributions.entries()) {
    const name = strata?.[person] ?? null
    const population = populations?.[person] ?? Infinity
    const stratum = found.get(name) ?? { name, population, totals: new Map<string, number>() }
    found.set(name, stratum)
    if (!(population > 0) || population !== stratum.population) {
      throw new InvalidInput('populations', population, 'one number above 0 per stratum')
    }
    const cluster = clusters?.[person] ?? String(person)
    stratum.totals.set(cluster, (stratum.totals.get(cluster) ?? 0) + value)
  }
  return [...found.values()]
}
