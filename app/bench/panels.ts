import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { equalPanels, fairLottery, panelPool, seededRandom } from '@rounds/methods'
import type { FairLottery, PanelPool, PanelRequest } from '@rounds/methods'
import { highsSolver } from '../src/platform/linear-program/highs-solver.ts'
import type { Figure } from './figure.ts'
import { generatedPool, solvedPool } from './panel-pools.ts'
import type { PoolShape } from './panel-pools.ts'

const usual: readonly PoolShape[] = [
  { people: 300, size: 45, categories: 4, width: 3 },
  { people: 500, size: 75, categories: 4, width: 4 },
  { people: 825, size: 75, categories: 4, width: 1 },
  { people: 1500, size: 225, categories: 4, width: 8 },
]
const hard: readonly PoolShape[] = [
  { people: 160, size: 44, categories: 7, width: 1 },
  { people: 320, size: 35, categories: 7, width: 1 },
  { people: 800, size: 60, categories: 7, width: 1 },
  { people: 1700, size: 110, categories: 7, width: 1 },
]
/** What a command is told as `--time-limit`, and has to end within. */
const mostSeconds = 120
const draws = 10_000

type Lottery = Extract<FairLottery, { kind: 'lottery' }>

/** Measures how long the fairest lottery takes on one processor, how near it is proven to the best, and its draws. */
export async function benchPanels(): Promise<readonly Figure[]> {
  const figures: Figure[] = []
  const first = await measured(solvedPool())
  figures.push(...told('panel of 20 from 250, 6 categories', first, 3))
  for (const shape of usual) {
    figures.push(...told(named(shape), await measured(generatedPool(shape, 1)), 5))
  }
  for (const shape of hard) figures.push(...limited(shape))
  return [...figures, frequencies(first.pool, first.lottery)]
}

function named({ people, size, categories, width }: PoolShape): string {
  return `panel of ${size} from ${people}, ${categories} categories, quotas of width ${width}`
}

async function measured(request: PanelRequest) {
  const solver = await highsSolver()
  const pool = panelPool(request)
  const start = process.cpuUsage()
  const limits = { solver, random: seededRandom(1), secondsLeft: () => Infinity }
  const lottery = fairLottery(pool, 'leximin', limits)
  const { user, system } = process.cpuUsage(start)
  if (lottery.kind !== 'lottery') throw new Error(`expected a lottery, found ${lottery.kind}`)
  return { pool, lottery, seconds: (user + system) / 1e6 }
}

function told(
  what: string,
  { lottery, seconds }: Readonly<{ lottery: Lottery; seconds: number }>,
  most: number,
): readonly Figure[] {
  return [
    { what, measured: seconds, unit: 's of one processor', digits: 1, target: { atMost: most } },
    gapOf(lottery.minimum, lottery.certificate.gap, { atMost: 0 }),
  ]
}

function gapOf(minimum: number, gap: number, target: Figure['target']): Figure {
  const what = `  smallest probability ${minimum.toFixed(5)}; nobody's is below the best by more than`
  return { what, measured: gap, unit: '', digits: 6, target }
}

/** The command with a time limit, from its start to its end. */
function limited(shape: PoolShape): readonly Figure[] {
  const { quotas, people } = generatedPool(shape, 1)
  const folder = mkdtempSync(join(tmpdir(), 'rounds-panels-'))
  try {
    const table = (name: string, rows: readonly (readonly (string | number)[])[]) => {
      writeFileSync(join(folder, name), rows.map((row) => `${row.join()}\n`).join(''))
      return join(folder, name)
    }
    const columns = Object.keys(people[0]!)
    const categories = table('categories.csv', [
      ['category', 'feature', 'min', 'max'],
      ...quotas.map(({ category, feature, min, max }) => [category, feature, min, max]),
    ])
    const respondents = table('respondents.csv', [
      columns,
      ...people.map((person) => columns.map((column) => person[column]!)),
    ])
    const began = performance.now()
    const request = `--size ${shape.size} --time-limit ${mostSeconds} --seed 1 --json`.split(' ')
    const { stdout, status, error } = spawnSync(
      fileURLToPath(new URL('../../rounds', import.meta.url)),
      ['panel', 'select', '--categories', categories, '--respondents', respondents, ...request],
      { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 2 ** 26 },
    )
    if (status !== 0)
      throw new Error(`${named(shape)}: expected the command to end with 0, found ${status}`, {
        cause: error,
      })
    const seconds = (performance.now() - began) / 1000
    const { minimum, certificate } = JSON.parse(stdout) as Pick<Lottery, 'minimum' | 'certificate'>
    const what = `${named(shape)}, the command with --time-limit ${mostSeconds}`
    return [
      { what, measured: seconds, unit: 's', digits: 1, target: { atMost: mostSeconds } },
      gapOf(minimum, certificate.gap, null),
    ]
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** 10,000 draws, each from a list of its own: the largest distance of a frequency from its probability. */
function frequencies(pool: PanelPool, { panels, probabilities }: Lottery): Figure {
  const random = seededRandom(2)
  const copies = 20
  const times = new Int32Array(pool.people)
  for (let draw = 0; draw < draws; draw++) {
    const list = equalPanels(pool, panels, copies, random)
    for (const place of list.panels[Math.floor(random() * copies)]!) times[place] = times[place]! + 1
  }
  const distances = Array.from(probabilities, (probability, place) => {
    const spread = Math.sqrt((probability * (1 - probability)) / draws)
    return spread < 1e-6 ? 0 : Math.abs(times[place]! / draws - probability) / spread
  })
  return {
    what: `frequencies over ${draws.toLocaleString('en')} draws, furthest of 250 people`,
    measured: Math.max(...distances),
    unit: 'standard errors',
    digits: 2,
    // 99.9 % for 250 people at once: two-sided 0.001/250 each
    target: { atMost: 4.61 },
  }
}
