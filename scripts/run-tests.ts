/**
 * Every check and every test; `npm test` runs it.
 *
 * The browser tests run beside all the rest: they wait for pages, as the database tests wait for the database, and one
 * after the other they left two processors idle for a third of the time.
 *
 * The last line is `N passed, N failed, N skipped`, where each check counts as one. Exit code 1 on a failure.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findChromium } from '../app/src/cli/find-chromium.ts'
import { schemaStep, staticSteps, testStep } from './check-steps.ts'
import { countTests, type Counts } from './count-tests.ts'
import { runSteps } from './run-step.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rounds-reports-'))
const total: Counts = { passed: 0, failed: 0, skipped: 0, skippedNames: [] }

const reportOf = (project: string) => path.join(folder, `${project}.json`)
const tests = (project: 'unit' | 'database' | 'browser') => testStep(project, reportOf(project))
const hasBrowser = findChromium() !== undefined

const outcomes = await runSteps([
  ...(hasBrowser ? [tests('browser')] : []),
  schemaStep(),
  ...staticSteps(),
  tests('unit'),
  tests('database'),
])

for (const { name, passed } of outcomes) {
  if (!['unit', 'database', 'browser'].includes(name)) {
    total[passed ? 'passed' : 'failed'] += 1
    continue
  }
  const counts = countTests(reportOf(name), passed)
  console.log(`${name} tests: ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  total.skippedNames.push(...counts.skippedNames)
}
if (!hasBrowser) {
  const specs = fs.globSync('e2e/**/*.spec.ts')
  total.skipped += specs.length
  total.skippedNames.push(...specs.map((file) => `${file}: no Chromium is installed`))
}

fs.rmSync(folder, { recursive: true, force: true })
if (total.skipped > 0) {
  console.log(
    `\nSKIPPED, so not checked here:\n${total.skippedNames.map((name) => `  - ${name}`).join('\n')}`,
  )
}
if (total.failed > 0) process.exitCode = 1
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
