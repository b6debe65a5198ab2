import { controlChart, seededRandom } from '@rounds/methods'
import type { ChartKind, ControlChart, RuleSet } from '@rounds/methods'

/**
 * How often the rules call something more than chance, by simulation.
 *
 * `node app/bench/signal-rates.ts [REPETITIONS [SEED]]` prints the tables of docs/methods/process-control.md. Every rule
 * set sees the same series: independent normal values of spread 1, from which a change is added to the second half.
 */
const repetitions = Number(process.argv[2] ?? 20_000)
const random = seededRandom(Number(process.argv[3] ?? 1))

type Way = {
  readonly name: string
  readonly chart: ChartKind
  readonly rules: RuleSet
  readonly screenOutliers: boolean
}

const ways: readonly Way[] = [
  { name: 'making-data-count, screened', chart: 'xmr', rules: 'making-data-count', screenOutliers: true },
  { name: 'making-data-count', chart: 'xmr', rules: 'making-data-count', screenOutliers: false },
  { name: 'anhoej, run chart', chart: 'run', rules: 'anhoej', screenOutliers: false },
  { name: 'anhoej, xmr', chart: 'xmr', rules: 'anhoej', screenOutliers: false },
  { name: 'shewhart, xmr', chart: 'xmr', rules: 'shewhart', screenOutliers: false },
]

const lengths = [12, 24, 36]

/** What is added to each value of the second half. */
const changes: readonly { readonly name: string; readonly added: (step: number, steps: number) => number }[] =
  [
    { name: 'nothing (false alarms)', added: () => 0 },
    { name: 'a step of 1 sd', added: () => 1 },
    { name: 'a step of 2 sd', added: () => 2 },
    { name: 'a step of 3 sd', added: () => 3 },
    { name: 'a drift to 2 sd', added: (step, steps) => (2 * step) / steps },
    { name: 'one value 4 sd off, the last', added: (step, steps) => (step === steps ? 4 : 0) },
  ]

const questions: readonly { readonly name: string; readonly isYes: (chart: ControlChart) => boolean }[] = [
  {
    name: 'A signal anywhere on the chart',
    isYes: ({ points }) => points.some(({ signals }) => signals.length > 0),
  },
  {
    name: 'A signal at the last point (the icon)',
    isYes: ({ variation }) => variation !== 'common-cause' && variation !== 'too-few-to-say',
  },
]

function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

const dates = Array.from({ length: Math.max(...lengths) }, (_, i) =>
  new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10),
)

/** Share of repetitions with yes: question × way. */
function rates(n: number, added: (step: number, steps: number) => number): readonly number[][] {
  const counts = questions.map(() => ways.map(() => 0))
  const before = n / 2
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const series = Array.from({ length: n }, (_, i) => ({
      date: dates[i]!,
      value: normal() + (i < before ? 0 : added(i - before + 1, n - before)),
    }))
    for (const [w, { chart, rules, screenOutliers }] of ways.entries()) {
      const result = controlChart(series, { chart, rules, screenOutliers, improvement: 'neutral' })
      for (const [q, { isYes }] of questions.entries()) if (isYes(result)) counts[q]![w]!++
    }
  }
  return counts.map((row) => row.map((count) => count / repetitions))
}

const measured = changes.map(({ added }) => lengths.map((n) => rates(n, added)))
const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
for (const [q, { name }] of questions.entries()) {
  console.log(`${name}, in % of series.\n`)
  console.log(row(['the second half has', 'n', ...ways.map((way) => way.name)]))
  console.log(row(['---', '--:', ...ways.map(() => '--:')]))
  for (const [c, change] of changes.entries()) {
    for (const [l, n] of lengths.entries()) {
      const shares = ways.map((_, w) => (100 * measured[c]![l]![q]![w]!).toFixed(1))
      console.log(row([l === 0 ? change.name : '', String(n), ...shares]))
    }
  }
  console.log('')
}
const error = 100 * Math.sqrt(0.25 / repetitions)
console.log(`${repetitions} series a cell, standard error at most ${error.toFixed(2)} points.`)
