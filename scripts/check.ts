/**
 * `npm run check` and `npm run check:fast`: what has to hold before a change goes in.
 *
 * --land: format, types, lint, architecture, nothing removed unsaid. --fast: and the unit tests. Both look by type, and
 * test, only what changed since the work left main, or since the last commit of main. Neither: all unit and database
 * tests, lint by type of everything, unused code, the schema's listing.
 */
import { whereWorkBegan } from './changed-files.ts'
import { branchStep, changedTestsStep, schemaStep, staticSteps, testStep, unusedStep } from './check-steps.ts'
import { runSteps, type Step } from './run-step.ts'

const wanted = process.argv.slice(2)
const unknown = wanted.filter((flag) => !['--fast', '--land'].includes(flag))
if (unknown.length > 0) {
  console.error(`check: ${unknown.join(' ')} is unknown; it takes --fast or --land`)
  process.exit(2)
}
const land = wanted.includes('--land')
const fast = wanted.includes('--fast')
const since = land || fast ? whereWorkBegan() : undefined
const steps: Step[] = [
  ...(land || fast ? [] : [testStep('database'), testStep('unit')]),
  ...(since !== undefined && fast ? [changedTestsStep(since)] : []),
  ...staticSteps(since),
  ...(land ? [branchStep()] : []),
  ...(land || fast ? [] : [unusedStep(), schemaStep()]),
]
const outcomes = await runSteps(steps)
const failed = outcomes.filter((outcome) => !outcome.passed)
console.log(
  failed.length === 0
    ? `${outcomes.length} checks passed`
    : `failed: ${failed.map(({ name }) => name).join(', ')}`,
)
if (failed.length > 0) process.exitCode = 1
