import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { countTests } from './count-tests.ts'

let folder: string
beforeAll(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'rounds-count-'))
})
afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

function counted(files: [status: string, tests: string[]][], runPassed: boolean) {
  const report = path.join(folder, 'report.json')
  const testResults = files.map(([status, tests]) => ({
    name: 'x.test.ts',
    status,
    assertionResults: tests.map((one) => ({ status: one, fullName: ` is ${one}` })),
  }))
  fs.writeFileSync(report, JSON.stringify({ testResults }))
  const { passed, failed, skipped } = countTests(report, runPassed)
  return [passed, failed, skipped]
}

test('counts what passed, failed and was left out', () => {
  expect(counted([['failed', ['passed', 'failed', 'pending', 'todo', 'skipped']]], false)).toEqual([1, 1, 3])
})

test('a file that failed before its tests is a failure', () => {
  expect(counted([['failed', []]], false)).toEqual([0, 1, 0])
  const two: [string, string[]][] = [
    ['failed', []],
    ['failed', ['failed']],
  ]
  expect(counted(two, false)).toEqual([0, 2, 0])
})

test('a run that failed although its tests passed is a failure', () => {
  expect(counted([['passed', ['passed']]], false)).toEqual([1, 1, 0])
})

test('a run without a report is a failure', () => {
  expect(countTests(path.join(folder, 'nothing.json'), false).failed).toBe(1)
})
