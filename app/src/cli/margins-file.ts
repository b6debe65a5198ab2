import type { Auxiliary, Margin } from '@rounds/methods'
import { InputError } from './input-error.ts'
import { readColumns } from './read-columns.ts'
import type { NamedRow } from './read-columns.ts'

/** What is known of the population: counts of categories, and totals of numbers. */
export type PopulationFile = {
  readonly margins: readonly Margin[]
  readonly auxiliaries: readonly Auxiliary[]
}

/**
 * Reads `variable,category,count`: how many people of the population are in each category of a column of the sample.
 * A line with an empty category holds the total of a column of numbers.
 *
 * @param sample  lines of the sample, which has to have a column per variable
 * @throws {InputError} with line and column, of either file
 */
export function readMargins(
  file: string,
  sample: { readonly file: string; readonly header: readonly string[]; readonly rows: readonly NamedRow[] },
): PopulationFile {
  const { rows } = readColumns(file, { required: ['variable', 'category', 'count'] })
  const totals = new Map<string, number>()
  const populations = new Map<string, Map<string, number>>()
  for (const row of rows) {
    const [variable, category] = [row.text('variable'), row.text('category')]
    if (!sample.header.includes(variable)) throw row.expected('variable', `a column of ${sample.file}`)
    const number = category === '' ? row.number('count') : aboveZero(row)
    if (totals.has(variable) || (category === '' && populations.has(variable))) {
      throw row.expected('category', 'either one total or a count per category')
    }
    if (category === '') {
      totals.set(variable, number)
      continue
    }
    const population = populations.get(variable) ?? new Map<string, number>()
    if (population.has(category)) throw row.expected('category', 'each category once')
    if (!sample.rows.some((person) => person.text(variable) === category)) {
      throw row.expected('category', `a category of somebody in ${sample.file} (merge it with another)`)
    }
    populations.set(variable, population.set(category, number))
  }
  checkSizes(file, populations)
  return {
    margins: [...populations].map(([name, population]) => ({
      name,
      population,
      categories: sample.rows.map((row) => {
        if (population.has(row.text(name))) return row.text(name)
        throw row.expected(name, `a category of ${file} (${[...population.keys()].join(', ')})`)
      }),
    })),
    auxiliaries: [...totals].map(([name, total]) => ({
      name,
      total,
      values: sample.rows.map((row) => row.number(name)),
    })),
  }
}

function aboveZero(row: NamedRow): number {
  const number = row.number('count')
  if (number > 0) return number
  throw row.expected('count', 'a number above 0 (leave out what the population does not have)')
}

function checkSizes(file: string, populations: ReadonlyMap<string, ReadonlyMap<string, number>>): void {
  const sizes = [...populations].map(([name, population]) => ({
    name,
    size: [...population.values()].reduce((sum, people) => sum + people, 0),
  }))
  const [first] = sizes
  const other = sizes.find(({ size }) => Math.abs(size - first!.size) > 1e-6 * first!.size)
  if (other === undefined) return
  const found = `${other.size} of ${other.name}`
  throw new InputError(
    file,
    null,
    `expected counts that add up to ${first!.size}, as those of ${first!.name}, found ${found}`,
  )
}
