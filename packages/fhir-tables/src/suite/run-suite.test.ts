import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Engine, openEngine } from '../engine.ts'
import { runSuite, type SuiteReport } from './run-suite.ts'

const suite = path.join(import.meta.dirname, '../../suite')
const scratch = fs.mkdtempSync(path.join(tmpdir(), 'suite-test-'))
let engine: Engine
beforeAll(async () => {
  engine = await openEngine({ threads: 1 })
})
afterAll(() => {
  engine.close()
  fs.rmSync(scratch, { recursive: true })
})

function failures(report: SuiteReport): readonly string[] {
  return Object.entries(report).flatMap(([file, { tests }]) =>
    tests.flatMap(({ name, result }) => (result.passed ? [] : [`${file}: ${name}: ${result.reason}`])),
  )
}

function count(report: SuiteReport): number {
  return Object.values(report).reduce((sum, { tests }) => sum + tests.length, 0)
}

describe('the suite of the specification', () => {
  it('passes, all 134 tests', async () => {
    const report = await runSuite(engine, path.join(suite, 'official'))
    expect(failures(report)).toEqual([])
    expect(count(report)).toBe(134)
  })

  it('passes as later changed, all 7 tests', async () => {
    const report = await runSuite(engine, path.join(suite, 'newer'))
    expect(failures(report)).toEqual([])
    expect(count(report)).toBe(7)
  })
})

describe('runSuite', () => {
  const patients = [
    { resourceType: 'Patient', id: 'a', active: true },
    { resourceType: 'Patient', id: 'b' },
  ]
  const column = { name: 'id', path: 'id' }
  const view = { resource: 'Patient', select: [{ column: [column] }] }

  async function resultOf(test: object) {
    const folder = fs.mkdtempSync(path.join(scratch, 'one-'))
    const file = { title: 'x', resources: patients, tests: [{ title: 't', view, ...test }] }
    fs.writeFileSync(path.join(folder, 'x.json'), JSON.stringify(file))
    const report = await runSuite(engine, folder)
    return report['x.json']?.tests[0]?.result
  }

  it('passes a test in any order of rows', async () => {
    expect(await resultOf({ expect: [{ id: 'b' }, { id: 'a' }] })).toEqual({ passed: true })
  })

  it.each([
    ['a row too few', { expect: [{ id: 'a' }] }, /expected .* found/],
    ['another value', { expect: [{ id: 'a' }, { id: 'c' }] }, /expected .* found/],
    ['a row twice', { expect: [{ id: 'a' }, { id: 'a' }] }, /expected .* found/],
    ['another count', { expectCount: 3 }, /expected 3 rows, found 2/],
    [
      'another order of columns',
      { expect: [{ id: 'a' }, { id: 'b' }], expectColumns: ['x'] },
      /the columns \["x"\]/,
    ],
    ['no error', { expectError: true }, /expected an error, found 2 rows/],
    [
      'an error, where the view is only not supported',
      {
        view: { resource: 'Patient', select: [{ column: [{ name: 'x', path: 'iif(true, 1, 2)' }] }] },
        expectError: true,
      },
      /not supported/,
    ],
    ['an error', { view: { select: [] }, expect: [] }, /\$\.resource: expected text, found nothing/],
  ])('fails a test that expects %s', async (_what, test, reason) => {
    const result = await resultOf(test)
    expect(result?.passed).toBe(false)
    expect(result?.reason).toMatch(reason)
  })

  it('refuses a folder without files and a file that is no suite', async () => {
    await expect(runSuite(engine, path.join(scratch, 'none'))).rejects.toThrow(/expected a folder with JSON/)
    const folder = fs.mkdtempSync(path.join(scratch, 'bad-'))
    fs.writeFileSync(path.join(folder, 'x.json'), '{"tests": 1}')
    await expect(runSuite(engine, folder)).rejects.toThrow(
      /x\.json: \$\.resources: expected a list, found nothing/,
    )
  })
})
