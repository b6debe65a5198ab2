import fs from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DataError } from '../data-error.ts'
import type { Engine } from '../engine.ts'
import { planView } from '../plan/plan-view.ts'
import { asList, asObject, asText, type JsonObject } from '../read-json.ts'
import { readView } from '../read-view.ts'
import { viewRows } from '../view-rows.ts'
import type { Row } from '../stream-rows.ts'
import { ViewError } from '../view-error.ts'
import { sameRows } from './same-rows.ts'

/** TypeScript 7.0 does not know it yet. */
const { rawJSON: rawJson } = JSON as unknown as { readonly rawJSON: (text: string) => unknown }

export type TestResult = { readonly passed: boolean; readonly reason?: string }
/** The form in which implementations of SQL on FHIR register what they pass: a file of the suite, its tests. */
export type SuiteReport = Readonly<
  Record<string, { readonly tests: readonly { readonly name: string; readonly result: TestResult }[] }>
>

/**
 * Runs a suite of the SQL on FHIR specification: each view over the resources of its file.
 *
 * @param folder  the suite's JSON files
 * @throws {DataError} for a file that is not as `tests.schema.json` says
 */
export async function runSuite(engine: Engine, folder: string): Promise<SuiteReport> {
  const names = suiteFiles(folder)
  const scratch = fs.mkdtempSync(path.join(tmpdir(), 'rounds-suite-'))
  const report: Record<string, SuiteReport[string]> = {}
  try {
    for (const name of names) report[name] = await runFile(engine, path.join(folder, name), scratch)
  } finally {
    fs.rmSync(scratch, { recursive: true })
  }
  return report
}

function suiteFiles(folder: string): readonly string[] {
  const stat = fs.statSync(folder, { throwIfNoEntry: false })
  const names =
    stat?.isDirectory() === true ? fs.readdirSync(folder).filter((name) => name.endsWith('.json')) : []
  if (names.length === 0) throw new DataError(folder, null, 'expected a folder with JSON files, found none')
  return names.toSorted()
}

async function runFile(engine: Engine, file: string, scratch: string): Promise<SuiteReport[string]> {
  const { resources, tests } = readFile(file)
  const data = path.join(scratch, 'resources.ndjson')
  fs.writeFileSync(data, resources.map((line) => `${line}\n`).join(''))
  const results = []
  for (const test of tests) {
    results.push({ name: test.title, result: await runTest(engine, test.json, data) })
  }
  return { tests: results }
}

type Test = { readonly title: string; readonly json: JsonObject }

function readFile(file: string): { readonly resources: readonly string[]; readonly tests: readonly Test[] } {
  try {
    const text = fs.readFileSync(file, 'utf8')
    const suite = asObject(JSON.parse(text), '$')
    const written = asObject(JSON.parse(text, asWritten), '$')
    return {
      resources: asList(written['resources'], '$.resources').map((resource) => JSON.stringify(resource)),
      tests: asList(suite['tests'], '$.tests').map((one, index) => {
        const json = asObject(one, `$.tests[${index}]`)
        return { json, title: asText(json['title'], `$.tests[${index}].title`) }
      }),
    }
  } catch (error) {
    throw new DataError(file, null, (error as Error).message)
  }
}

/** Keeps numbers in the digits of the file: the boundaries of 1.0 are not those of 1. */
function asWritten(_key: string, value: unknown, { source }: { source?: string } = {}): unknown {
  return typeof value === 'number' && source !== undefined ? rawJson(source) : value
}

async function runTest(engine: Engine, test: JsonObject, data: string): Promise<TestResult> {
  const rows: Row[] = []
  try {
    const plan = planView(readView(test['view']))
    const source = { kind: 'ndjson', files: [data], mixed: true } as const
    for await (const some of viewRows(engine, plan, source)) rows.push(...some)
    return judged(
      test,
      rows,
      plan.columns.map(({ name }) => name),
    )
  } catch (error) {
    if (!(error instanceof Error)) throw error
    if (test['expectError'] !== true) return { passed: false, reason: error.message }
    if (error instanceof ViewError && error.kind === 'unsupported')
      return { passed: false, reason: error.message }
    if (error instanceof ViewError || error instanceof DataError) return { passed: true }
    return { passed: false, reason: `failed, but not with an error of its own: ${error.message}` }
  }
}

function judged(test: JsonObject, rows: readonly Row[], columns: readonly string[]): TestResult {
  if (test['expectError'] === true)
    return { passed: false, reason: `expected an error, found ${rows.length} rows` }
  const wanted = test['expectColumns']
  if (wanted !== undefined && JSON.stringify(wanted) !== JSON.stringify(columns)) {
    return {
      passed: false,
      reason: `expected the columns ${JSON.stringify(wanted)}, found ${JSON.stringify(columns)}`,
    }
  }
  const { expectCount, expect } = test
  if (expectCount !== undefined) {
    return expectCount === rows.length
      ? { passed: true }
      : { passed: false, reason: `expected ${JSON.stringify(expectCount)} rows, found ${rows.length}` }
  }
  if (sameRows(rows, asList(expect, '$.expect') as readonly Row[])) return { passed: true }
  return { passed: false, reason: `expected ${JSON.stringify(expect)}, found ${JSON.stringify(rows)}` }
}
