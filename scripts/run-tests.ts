/**
 * Every check and every test, one after the other; `npm test` runs it.
 *
 * The last line is `N passed, N failed, N skipped`, where each check counts as one. Exit code 1 on a failure.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { findChromium } from '../app/src/cli/find-chromium.ts'
import { generatedSteps, staticSteps, testStep } from './check-steps.ts'
import { countTests, type Counts } from './count-tests.ts'
import { runSteps } from './run-step.ts'

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rounds-reports-'))
const total: Counts = { passed: 0, failed: 0, skipped: 0, skippedNames: [] }

for (const { passed } of await runSteps([...staticSteps(), ...generatedSteps()])) {
  total[passed ? 'passed' : 'failed'] += 1
}

for (const project of ['unit', 'database', 'browser'] as const) {
  if (project === 'browser' && findChromium() === undefined) {
    const specs = fs.globSync('e2e/**/*.spec.ts')
    total.skipped += specs.length
    total.skippedNames.push(...specs.map((file) => `${file}: no Chromium is installed`))
    continue
  }
  const report = path.join(folder, `${project}.json`)
  console.log(`${project} tests …`)
  const [outcome] = await runSteps([testStep(project, report)])
  const counts = countTests(report, outcome?.passed === true)
  console.log(`  ${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
  total.passed += counts.passed
  total.failed += counts.failed
  total.skipped += counts.skipped
  total.skippedNames.push(...counts.skippedNames)
}

fs.rmSync(folder, { recursive: true, force: true })
if (total.skipped > 0) {
  console.log(
    `\nSKIPPED, so not checked here:\n${total.skippedNames.map((name) => `  - ${name}`).join('\n')}`,
  )
}
if (total.failed > 0) process.exitCode = 1
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`)
