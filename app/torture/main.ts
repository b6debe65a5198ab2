import { argv } from 'node:process'
import { type KillReport, killTrials } from './kill-trials.ts'
import { landingKills } from './landing-kills.ts'
import { makePowerDisk } from './power-disk.ts'
import { measureLinkage } from './linkage-attack.ts'

/**
 * `npm run torture [kills] [seed]`: 10 000 kills of the application and the durable database, then 100 power cuts,
 * the linkage attack and 500 kills of a landing. Prints the seed, so that what it finds can be found again.
 */
const kills = Number(argv[2] ?? 10_000)
const seed = Number(argv[3] ?? Math.floor(Math.random() * 2 ** 32))
console.log(`${kills} kills, seed ${seed}`)
const began = performance.now()
const describe = (report: KillReport): string =>
  `killed: ${Object.entries(report.kills)
    .map(([victim, count]) => `${victim} ${count}`)
    .join(', ')}; ` +
  `${report.people} people had ${report.acknowledged} answers acknowledged, ${report.retried} sent again, ` +
  `${report.violations.length} violations, ${Math.round((performance.now() - began) / 1000)} s`
const report = await killTrials({
  kills,
  seed,
  durable: true,
  chances: { app: 2, backend: 16, postmaster: 2 },
  onRound: (soFar) => console.log(describe(soFar)),
})
for (const violation of report.violations.slice(0, 50)) console.log(violation)
console.log(
  report.violations.length === 0
    ? 'Every acknowledged answer is there exactly once.'
    : `${report.violations.length} violations.`,
)
const disk = makePowerDisk()
if (disk === null) console.log('SKIPPED: power cuts need root, loop devices, mkfs.ext4 and python3')
else {
  const cuts = await killTrials({
    kills: Math.ceil(kills / 100),
    seed,
    durable: true,
    disk,
    chances: { power: 1 },
    onRound: (soFar) => console.log(describe(soFar)),
  })
  for (const violation of cuts.violations.slice(0, 50)) console.log(violation)
  if (cuts.violations.length > 0) process.exitCode = 1
}
const linkage = await measureLinkage({
  people: 40,
  seeds: 200,
  replies: { people: 40, seeds: 60 },
})
const { replies, ...votes } = linkage
for (const [name, { mean, standardError }] of [
  ...Object.entries(votes),
  ['replies before the end', replies.before] as const,
  ...replies.after,
])
  console.log(
    `re-identified ${name}: ${(100 * mean).toFixed(1)} % (standard error ${(100 * standardError).toFixed(1)})`,
  )
if (report.violations.length > 0) process.exitCode = 1
const landing = await landingKills({ kills: Math.ceil(kills / 20), seed, patients: 450 })
const { old, new: replaced, late } = landing.outcomes
console.log(`a landing killed: ${old} times the old data, ${replaced} the new, ${late} too late`)
for (const violation of landing.violations.slice(0, 50)) console.log(violation)
if (landing.violations.length > 0) process.exitCode = 1
