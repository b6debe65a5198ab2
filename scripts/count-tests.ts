import fs from 'node:fs'

/** How a test run ended; `skippedNames` tells what was left out. */
export type Counts = { passed: number; failed: number; skipped: number; skippedNames: string[] }

type Report = {
  testResults: {
    name: string
    status: string
    assertionResults: { status: string; fullName: string }[]
  }[]
}

/**
 * Reads a report of Vitest's JSON reporter.
 *
 * A file that failed before its tests, a report that is missing and a run that failed although its tests
 * passed (an unhandled error) each count as one failure.
 */
export function countTests(reportFile: string, runPassed: boolean): Counts {
  const counts: Counts = { passed: 0, failed: 0, skipped: 0, skippedNames: [] }
  if (fs.existsSync(reportFile)) {
    const report = JSON.parse(fs.readFileSync(reportFile, 'utf8')) as Report
    for (const file of report.testResults) {
      const failedBefore = counts.failed
      for (const { status, fullName } of file.assertionResults) {
        if (status === 'passed') counts.passed += 1
        else if (status === 'failed') counts.failed += 1
        else {
          counts.skipped += 1
          counts.skippedNames.push(fullName.trim())
        }
      }
      if (file.status === 'failed' && counts.failed === failedBefore) counts.failed += 1
    }
  }
  if (!runPassed && counts.failed === 0) counts.failed += 1
  return counts
}
