import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { CountCube, Dimension } from '@rounds/methods'
import { InputError } from './input-error.ts'
import { readColumns } from './read-columns.ts'
import type { NamedRow } from './read-columns.ts'

/** Counts of a file, with a hash of the file: the cube of the columns asked for. */
export type CubeFile = {
  readonly cube: CountCube & { readonly fingerprint: string }
  /** What stands in the columns of a dimension for a label of it; null is its margin. */
  readonly columnsOf: (dimension: string, label: string | null) => Readonly<Record<string, string>>
}

type Wanted = {
  /** Column with the number of people. */
  readonly count: string
  /** Columns of the dimensions; null for all but the count and coarser ones. */
  readonly by: readonly string[] | null
  /** Columns from coarse to fine, each category of a finer one in one of the coarser. */
  readonly hierarchies: readonly (readonly string[])[]
  /** What a margin is called, which nothing else may be. */
  readonly total: string
}

/** Combinations above which eliminating alone would take more than minutes. */
const mostCombinations = 5_000

/**
 * Reads a table of counts: a line per combination of categories, with the number of people in it. Combinations that
 * the file does not have count nobody.
 *
 * @throws {InputError} with line and column
 */
export function readCountCube(file: string, { count, by, hierarchies, total }: Wanted): CubeFile {
  const coarser = new Set(hierarchies.flatMap((columns) => columns.slice(0, -1)))
  const { header, rows } = readColumns(file, {
    required: [...new Set([count, ...(by ?? []), ...hierarchies.flat()])],
  })
  const names = by ?? header.filter((name) => name !== count && !coarser.has(name))
  const wrong = names.find((name) => name === count || coarser.has(name))
  if (wrong !== undefined || names.length === 0) {
    throw new InputError('--by', null, `expected the finest columns to divide by, found "${wrong ?? ''}"`)
  }
  const columns = new Map(
    names.map((name) => [name, hierarchies.filter((h) => h.at(-1) === name).flatMap((h) => h.slice(0, -1))]),
  )
  for (const row of rows)
    checkLabels(
      row,
      [...columns].flatMap(([name, more]) => [name, ...more]),
      total,
    )
  const read = names.map((name) => dimensionOf(rows, name, columns.get(name)!, total))
  const dimensions = read.map(({ dimension }) => dimension)
  const size = dimensions.reduce((product, { categories }) => product * categories.length, 1)
  if (size > mostCombinations) {
    throw new InputError(
      '--by',
      null,
      `expected columns with at most ${mostCombinations} combinations, found ${size}`,
    )
  }
  const counts = Array.from({ length: size }, () => 0)
  const seen = new Set<string>()
  for (const row of rows) {
    const place = dimensions.reduce(
      (at, { name, categories }) => at * categories.length + categories.indexOf(row.text(name)),
      0,
    )
    counts[place]! += row.number(count, { least: 0, most: Number.MAX_SAFE_INTEGER, whole: true })
    const combination = header
      .filter((name) => name !== count)
      .map((name) => row.text(name))
      .join('\u0000')
    if (seen.has(combination)) throw row.expected(names[0]!, 'each combination once')
    seen.add(combination)
  }
  const fingerprint = createHash('sha256').update(readFileSync(file)).digest('hex')
  const columnsOf = (name: string, label: string | null) => read[names.indexOf(name)]!.columnsOf.get(label)!
  return { cube: { dimensions, counts, fingerprint }, columnsOf }
}

function checkLabels(row: NamedRow, columns: readonly string[], total: string): void {
  for (const column of columns) {
    if (row.text(column) === '') throw row.expected(column, 'a category')
    if (row.text(column) === total) {
      throw row.expected(column, 'a category, not a margin (margins are added up here; --total names them)')
    }
  }
}

function dimensionOf(rows: readonly NamedRow[], name: string, coarser: readonly string[], total: string) {
  const categories = [...new Set(rows.map((row) => row.text(name)))]
  const margin = Object.fromEntries([...coarser, name].map((column) => [column, total]))
  const columnsOf = new Map<string | null, Record<string, string>>([
    [null, margin],
    ...categories.map((category): [string, Record<string, string>] => [
      category,
      { ...margin, [name]: category },
    ]),
  ])
  const groups = coarser.flatMap((column) => {
    const groupOf = new Map<string, string>()
    for (const row of rows) {
      const [category, group] = [row.text(name), row.text(column)]
      if ((groupOf.get(category) ?? group) !== group) {
        throw row.expected(column, `"${groupOf.get(category)}" as for ${name} "${category}" before`)
      }
      groupOf.set(category, group)
      columnsOf.get(category)![column] = group
    }
    return [...new Set(groupOf.values())].map((group) => {
      const label = JSON.stringify([column, group])
      columnsOf.set(label, { ...margin, [column]: group })
      return { name: label, categories: categories.filter((category) => groupOf.get(category) === group) }
    })
  })
  const dimension: Dimension = { name, categories, groups }
  return { dimension, columnsOf }
}
