import { InvalidInput } from '../errors.ts'

/** How many people the population has in each category of something that is known of everybody in the sample. */
export type Margin = {
  readonly name: string
  /** Category per person of the sample. */
  readonly categories: readonly string[]
  /** People of the population per category, > 0. A category that nobody has is left out. */
  readonly population: ReadonlyMap<string, number>
}

/** The total over the population of a number that is known of everybody in the sample, hours worked for instance. */
export type Auxiliary = { readonly name: string; readonly values: readonly number[]; readonly total: number }

/** Share of a total up to which two totals of the same people count as equal. */
const rounding = 1e-6

/** Refuses base weights and margins that do not describe one sample of one population. */
export function checkMargins(base: readonly number[], margins: readonly Margin[]): void {
  if (base.length === 0) throw new InvalidInput('base', 'nobody', 'at least one person')
  for (const weight of base) {
    if (!(weight > 0) || weight === Infinity) throw new InvalidInput('base', weight, 'weights above 0')
  }
  for (const [index, { name, categories, population }] of margins.entries()) {
    if (margins.findIndex((other) => other.name === name) !== index) {
      throw new InvalidInput('margins', `${name} twice`, 'each once')
    }
    if (categories.length !== base.length) {
      throw new InvalidInput(name, `${categories.length} categories`, `one per person (${base.length})`)
    }
    for (const [category, people] of population) {
      if (!(people > 0) || people === Infinity) {
        throw new InvalidInput(`population of ${name} ${category}`, people, 'above 0')
      }
    }
    const stranger = categories.find((category) => !population.has(category))
    if (stranger !== undefined) {
      throw new InvalidInput(
        name,
        stranger,
        `categories of the population (${[...population.keys()].join(', ')})`,
      )
    }
    const [own, first] = [populationSize(margins[index]!), populationSize(margins[0]!)]
    if (Math.abs(own - first) > rounding * first) {
      throw new InvalidInput(`population of ${name}`, own, `that of ${margins[0]!.name}, ${first}`)
    }
  }
}

/** People of the population, by one margin. */
export function populationSize({ population }: Margin): number {
  return [...population.values()].reduce((sum, people) => sum + people, 0)
}

/** A category of the population of which the sample has nobody: no weights can make up for that. */
export function emptyCategory(
  margins: readonly Margin[],
): { readonly margin: string; readonly category: string } | null {
  for (const { name, categories, population } of margins) {
    const present = new Set(categories)
    for (const category of population.keys()) if (!present.has(category)) return { margin: name, category }
  }
  return null
}
