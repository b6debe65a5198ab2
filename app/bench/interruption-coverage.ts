import { interruptedModels, interruptedSeries, seededRandom } from '@rounds/methods'

/**
 * How often the 95 % interval of an interrupted series holds the change that was put in, by simulation.
 *
 * `node app/bench/interruption-coverage.ts [REPETITIONS [SEED]]` prints the table of
 * docs/methods/interrupted-time-series.md, with the share of series that a model gives no answer for: a trend, a jump of 2 half way, errors e_t = ρ e_{t−1} + u_t with normal u.
 */
const repetitions = Number(process.argv[2] ?? 1000)
const random = seededRandom(Number(process.argv[3] ?? 1))
const jump = 2

function normal(): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}

const month = (i: number) => new Date(Date.UTC(2000, i, 1)).toISOString().slice(0, 10)

/** Errors from their stationary distribution. */
function errors(n: number, rho: number): readonly number[] {
  let error = normal() / Math.sqrt(1 - rho * rho)
  return Array.from({ length: n }, () => (error = rho * error + normal()))
}

function coverage(n: number, rho: number): readonly string[] {
  const held = interruptedModels.map(() => 0)
  const estimated = interruptedModels.map(() => 0)
  for (let repetition = 0; repetition < repetitions; repetition++) {
    const noise = errors(n, rho)
    const points = noise.map((e, i) => ({
      date: month(i),
      value: 10 + 0.1 * i + e + (i >= n / 2 ? jump : 0),
    }))
    for (const [m, model] of interruptedModels.entries()) {
      const result = interruptedSeries(points, { change: month(n / 2), model, season: null })
      if (result.kind !== 'estimate') continue
      estimated[m]!++
      if (result.level.lower <= jump && jump <= result.level.upper) held[m]!++
    }
  }
  return held.map((count, m) => {
    const share = ((100 * count) / estimated[m]!).toFixed(1)
    const without = Math.round((100 * (repetitions - estimated[m]!)) / repetitions)
    return without === 0 ? share : `${share} (${without} without)`
  })
}

const row = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
console.log(row(['ρ', 'n', ...interruptedModels]))
console.log(row(['--:', '--:', ...interruptedModels.map(() => '--:')]))
for (const rho of [0, 0.3, 0.6]) {
  for (const n of [16, 24, 48, 120]) console.log(row([String(rho), String(n), ...coverage(n, rho)]))
}
const error = 100 * Math.sqrt((0.95 * 0.05) / repetitions)
console.log(`\n${repetitions} series a cell, standard error about ${error.toFixed(2)} points.`)
