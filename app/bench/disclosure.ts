import { readFileSync } from 'node:fs'
import { attackTable, hideCells, primaryCells, protectCells, seededRandom, tableCells } from '@rounds/methods'
import type { CellStatus, CountCube, Dimension } from '@rounds/methods'
import { highsSolver } from '../src/platform/linear-program/highs-solver.ts'
import type { Figure } from './figure.ts'

type Example = { rows: string[]; columns: string[]; counts: number[][]; minimum: number; hidden: string[] }

const tables = 1000
const minimum = 5

/**
 * Hides the small counts of 1,000 random tables and lets the attacker at each; and compares with the suppressions
 * that GaussSuppression 1.2.3 gives for its example data.
 */
export async function benchDisclosure(): Promise<readonly Figure[]> {
  const solver = await highsSolver()
  const random = seededRandom(1)
  const sum = { recomputable: 0, small: 0, hidden: 0, byElimination: 0, leftByElimination: 0, cells: 0 }
  const times: number[] = []
  for (let table = 0; table < tables; table++) {
    const cells = tableCells(randomCube(random))
    const before = process.cpuUsage().user
    const result = protectCells(cells, solver, { minimum })
    times.push((process.cpuUsage().user - before) / 1e6)
    const statuses = result.cells.map(({ status }) => status)
    for (const [place, { lower, upper }] of attackTable(cells, statuses, solver)) {
      if (lower === upper) sum.recomputable++
      if (cells[place]!.count < minimum && upper !== null && upper < minimum) sum.small++
    }
    sum.cells += cells.length
    sum.hidden += hiddenOf(statuses)
    const eliminated = hideCells(cells, new Set(primaryCells(cells, minimum).keys()))
    sum.byElimination += hiddenOf(eliminated)
    for (const { lower, upper } of attackTable(cells, eliminated, solver).values()) {
      if (lower === upper) sum.leftByElimination++
    }
  }
  const given = examples().map((example) => {
    const { cells } = protectCells(tableCells(cubeOf(example)), solver, { minimum: example.minimum })
    return hiddenOf(cells.map(({ status }) => status)) / example.hidden.length - 1
  })
  const large = tableCells(largeCube(random))
  const began = process.cpuUsage().user
  const { audit } = protectCells(large, solver, { minimum })
  const seconds = (process.cpuUsage().user - began) / 1e6
  const percent = { unit: '%', digits: 1 }
  return [
    {
      what: 'hidden counts that can be worked out, 1,000 tables',
      measured: sum.recomputable,
      unit: '',
      target: { atMost: 0 },
    },
    { what: '  that are known to be small', measured: sum.small, unit: '', target: { atMost: 0 } },
    {
      what: 'hidden beyond GaussSuppression, worst of its examples',
      measured: 100 * Math.max(...given),
      ...percent,
      target: { atMost: 5 },
    },
    {
      what: 'hidden beyond elimination alone, 1,000 tables',
      measured: 100 * (sum.hidden / sum.byElimination - 1),
      ...percent,
      target: null,
    },
    {
      what: '  hidden counts that elimination alone would give away',
      measured: sum.leftByElimination,
      unit: '',
      target: null,
    },
    {
      what: '  share of all counts that is hidden',
      measured: (100 * sum.hidden) / sum.cells,
      ...percent,
      target: null,
    },
    {
      what: '  processor time of a table, median',
      measured: 1000 * times.toSorted((a, b) => a - b)[tables / 2]!,
      unit: 'ms',
      target: null,
    },
    {
      what: '  processor time of a table, longest',
      measured: 1000 * Math.max(...times),
      unit: 'ms',
      target: null,
    },
    {
      what: `540 combinations in four columns (${large.length} counts), processor time`,
      measured: seconds,
      unit: 's',
      digits: 1,
      target: { atMost: 30 },
    },
    {
      what: '  hidden counts that can be worked out',
      measured: audit.recomputable,
      unit: '',
      target: { atMost: 0 },
    },
  ]
}

const hiddenOf = (statuses: readonly CellStatus[]) =>
  statuses.filter((status) => status !== 'published').length

/** Two or three dimensions, some with two halves as groups; counts from sparse to full. */
function randomCube(random: () => number): CountCube {
  const upTo = (most: number) => Math.floor(random() * most)
  const number = random() < 0.4 ? 3 : 2
  const dimensions = Array.from({ length: number }, (_, d): Dimension => {
    const size = 2 + upTo(number === 2 ? 9 : 4)
    const categories = Array.from({ length: size }, (__, i) => `${d}-${i}`)
    if (size < 4 || random() < 0.5) return { name: String(d), categories }
    const half = size >> 1
    const groups = [
      { name: 'first half', categories: categories.slice(0, half) },
      { name: 'second half', categories: categories.slice(half) },
    ]
    return { name: String(d), categories, groups }
  })
  const size = dimensions.reduce((product, { categories }) => product * categories.length, 1)
  const mean = [3, 10, 30, 60][upTo(4)]!
  const counts = Array.from({ length: size }, () => exponential(random, mean))
  return { dimensions, counts }
}

/** Every combination of four columns of 6, 6, 5 and 3 categories, ten people in each on average. */
function largeCube(random: () => number): CountCube {
  const dimensions = [6, 6, 5, 3].map((size, d): Dimension => ({
    name: String(d),
    categories: Array.from({ length: size }, (_, i) => `${d}-${i}`),
  }))
  return { dimensions, counts: Array.from({ length: 540 }, () => exponential(random, 10)) }
}

/** A whole number, zero the likeliest. */
function exponential(random: () => number, mean: number): number {
  return Math.floor(-Math.log(1 - random()) * mean)
}

function examples(): readonly Example[] {
  const file = new URL('../../packages/methods/src/disclosure/hide-cells.oracle.json', import.meta.url)
  return (JSON.parse(readFileSync(file, 'utf8')) as { cases: Example[] }).cases
}

function cubeOf({ rows, columns, counts }: Example): CountCube {
  return {
    dimensions: [
      { name: 'row', categories: rows },
      { name: 'column', categories: columns },
    ],
    counts: counts.flat(),
  }
}
