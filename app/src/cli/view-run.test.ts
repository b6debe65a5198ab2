import { Buffer } from 'node:buffer'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  read,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'
import { findSource, landBulkData } from '@rounds/fhir-tables'
import { Command } from 'commander'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { outputsOf } from './run-in-test.ts'
import { viewRunCommand } from './view-run.ts'
import { viewTestCommand } from './view-test.ts'

const folder = mkdtempSync(join(tmpdir(), 'view-run-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  process.exitCode = undefined
})

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name)
  mkdirSync(join(path, '..'), { recursive: true })
  writeFileSync(path, content)
  return path
}

async function run(...args: readonly string[]) {
  const view = new Command('view').addCommand(viewRunCommand()).addCommand(viewTestCommand())
  const { out, error } = await outputsOf(() => view.parseAsync([...args], { from: 'user' }))
  const code = process.exitCode ?? 0
  process.exitCode = undefined
  return { out, error: error.replaceAll(`${folder}/`, ''), code }
}

const patients = [
  { resourceType: 'Patient', id: 'a', active: true, name: [{ family: 'Ng', given: ['Ada', 'Éve'] }] },
  { resourceType: 'Patient', id: 'b', name: [{ family: "O'Neil, Jr" }] },
]
const lines = (resources: readonly object[]) => resources.map((one) => `${JSON.stringify(one)}\n`).join('')
const data = file('plain/Patient.ndjson', lines(patients))
const column = [
  { name: 'id', path: 'id' },
  { name: 'family', path: 'name.family.first()' },
  { name: 'given', path: 'name.given', collection: true },
]
const view = file('view.json', JSON.stringify({ resource: 'Patient', select: [{ column }] }))
const rows = [
  { id: 'a', family: 'Ng', given: ['Ada', 'Éve'] },
  { id: 'b', family: "O'Neil, Jr", given: [] },
]

describe('view run', () => {
  it('writes rows as NDJSON on standard output', async () => {
    expect(await run('run', '--view', view, '--data', data)).toEqual({ out: lines(rows), error: '', code: 0 })
  })

  it('reads many files, those of the type alone', () => {
    file('many/Patient.1.ndjson', lines(patients.slice(0, 1)))
    file('many/Patient.2.ndjson.gz', gzipSync(lines(patients.slice(1))))
    file('many/Observation.ndjson', 'not read')
    expect(findSource([join(folder, 'many')], 'Patient').files).toHaveLength(2)
    const unnamed = file('Basic/all.ndjson', lines(patients))
    expect(findSource([unnamed], 'Patient')).toEqual({
      kind: 'ndjson',
      files: [unnamed],
      mixed: true,
      misshapen: null,
    })
  })

  it('reads what has landed', async () => {
    const landed = join(folder, 'landed')
    await landBulkData({ from: join(data, '..'), to: landed, now: new Date(0), mostRejected: 0 })
    const { out, error, code } = await run('run', '--view', view, '--data', landed)
    expect([out.split('\n').toSorted(), error, code]).toEqual([lines(rows).split('\n').toSorted(), '', 0])
    expect(findSource([landed], 'Goal')).toMatchObject({ kind: 'parquet', files: [] })
    const parts = join(landed, 'parts', 'Patient')
    for (const inside of [parts, join(parts, '*.parquet')]) {
      expect(await run('run', '--view', view, '--data', inside)).toEqual({
        out: '',
        error:
          `${inside}: expected the landed directory ${landed}, which says what of this holds\n`.replaceAll(
            `${folder}/`,
            '',
          ),
        code: 2,
      })
    }
  })

  it('writes a file', async () => {
    const own = file('out/out.csv.part', 'somebody’s own')
    const out = join(folder, 'out/out.csv')
    expect(await run('run', '--view', view, '--data', data, '--out', out)).toEqual({
      out: '',
      error: '',
      code: 0,
    })
    expect([readdirSync(join(folder, 'out')), readFileSync(own, 'utf8')]).toEqual([
      ['out.csv', 'out.csv.part'],
      'somebody’s own',
    ])
    expect(readFileSync(out, 'utf8')).toBe('id,family,given\na,Ng,"[""Ada"",""Éve""]"\nb,"O\'Neil, Jr",[]\n')
  })

  it('stands by the rows that came before a bad line, and names it', async () => {
    const late = file('late/Patient.ndjson', `${'{"resourceType":"Patient"}\n'.repeat(40_000)}bad`)
    const ids = file(
      'ids.json',
      JSON.stringify({ resource: 'Patient', select: [{ column: column.slice(0, 1) }] }),
    )
    const { out, error, code } = await run('run', '--view', ids, '--data', late)
    expect(out.length).toBeGreaterThan(1e5)
    expect([error, code]).toEqual(['late/Patient.ndjson, line 40001: expected JSON, found bad\n', 2])
  })

  it('explains the plan and the SQL without data', async () => {
    const { out, code } = await run('run', '--view', view, '--explain')
    expect(code).toBe(0)
    expect(out).toContain('"op": "field"')
    expect(out).toContain("FROM read_json(['Patient.ndjson']")
    const mixed = file('mixed.ndjson', lines(patients))
    const ofMixed = await run('run', '--view', view, '--explain', '--data', mixed)
    expect(ofMixed.out.replace(/.*COPY/s, 'COPY')).toMatch(
      /^COPY .*mixed\.ndjson.*\sTO 'Patient\.ndjson'.*read_json\(\['Patient\.ndjson'\]/s,
    )
  })

  it('stops at a signal while DuckDB waits for data, and leaves no file', async () => {
    const silent = file('silent/Patient.ndjson', '')
    rmSync(silent)
    execFileSync('mkfifo', [silent])
    const out = join(silent, '..', 'out.csv')
    const listening = process.listenerCount('SIGTERM')
    const running = run('run', '--view', view, '--data', silent, '--out', out)
    const writer = await open(silent, 'w')
    process.emit('SIGTERM', 'SIGTERM')
    expect(await running).toEqual({ out: '', error: '', code: 143 })
    await writer.close()
    expect([readdirSync(join(silent, '..')), process.listenerCount('SIGTERM')]).toEqual([
      ['Patient.ndjson'],
      listening,
    ])
  })

  it('stops where nobody reads on', () => {
    const many = file('long/Patient.ndjson', lines(patients).repeat(20_000))
    const main = join(import.meta.dirname, 'main.ts')
    const command = `"${process.execPath}" "${main}" view run --view "${view}" --data "${many}" | head -1`
    const temporary = mkdtempSync(join(folder, 'temporary-'))
    const env = { ...process.env, TMPDIR: temporary }
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env })
    expect([stdout, stderr, readdirSync(temporary)]).toEqual([lines(rows.slice(0, 1)), '', []])
  })

  it('stops at the first signal where the reader waits', async () => {
    const many = file('long/Patient.ndjson', lines(patients).repeat(20_000))
    const pipe = join(folder, 'nobody-reads')
    execFileSync('mkfifo', [pipe])
    const end = openSync(pipe, 'r+')
    const { fd } = process.stdout
    Object.defineProperty(process.stdout, 'fd', { value: end })
    const running = viewRunCommand().parseAsync(['--view', view, '--data', many], { from: 'user' })
    const first = Buffer.alloc(1)
    await promisify(read)(end, first, 0, 1, null)
    process.emit('SIGINT', 'SIGINT')
    await running
    Object.defineProperty(process.stdout, 'fd', { value: fd })
    closeSync(end)
    expect([first.toString(), process.exitCode]).toEqual(['{', 130])
  })
})

describe('what cannot be run', () => {
  it.each([
    ['no view', [], 2, '--view: expected a file, found nothing'],
    ['no data', ['--view', view], 2, '--data: expected files or folders, found nothing'],
    [
      'a view that is not there',
      ['--view', join(folder, 'none.json')],
      2,
      'none.json: expected a file that can be read, found ENOENT',
    ],
    [
      'data that are not there',
      ['--view', view, '--data', join(folder, 'none')],
      2,
      'none: expected a file or folder with data, found nothing',
    ],
    [
      'data of another type',
      ['--view', view, '--data', join(folder, 'Device.ndjson')],
      2,
      'Device.ndjson: expected files of Patient, found none',
    ],
    [
      'another form of output',
      ['--view', view, '--data', data, '--out', 'x.xlsx'],
      2,
      '--out: expected a name that ends in .csv, .ndjson or .parquet, found "x.xlsx"',
    ],
    [
      'the data as output',
      ['--view', view, '--data', data, '--out', data],
      2,
      '--out: expected another file than the data, found "plain/Patient.ndjson"',
    ],
    [
      'no threads',
      ['--view', view, '--data', data, '--threads', '0'],
      2,
      '--threads: expected a whole number in [1, 1024], found "0"',
    ],
    [
      'a memory that is no size',
      ['--view', view, '--data', data, '--memory', 'much'],
      2,
      '--memory: expected a size as 500MB or 2GB, found "much"',
    ],
  ])('%s', async (_what, args, code, error) => {
    file('Device.ndjson', '{}')
    expect(await run('run', ...args)).toEqual({ out: '', error: `${error}\n`, code })
  })

  it('names what cannot be held', async () => {
    const { out, error, code } = await run('run', '--view', view, '--data', data, '--memory', '1KB')
    expect([out, code]).toEqual(['', 2])
    expect(error).toMatch(/^--memory: expected enough, found .*\n$/)
  })

  it('names the place in a view, and tells what is invalid from what is unsupported', async () => {
    const of = (path: string) =>
      file('one.json', JSON.stringify({ resource: 'Patient', select: [{ column: [{ name: 'x', path }] }] }))
    expect(await run('run', '--view', of('name.famly'), '--data', data)).toEqual({
      out: '',
      error:
        'one.json: $.select[0].column[0].path: expected an element of HumanName, found famly at character 6\n',
      code: 2,
    })
    expect(await run('run', '--view', of('name.trace(1)'), '--data', data)).toEqual({
      out: '',
      error: 'one.json: $.select[0].column[0].path: the function trace() is not supported at character 6\n',
      code: 4,
    })
    expect(await run('run', '--view', of('name.given'), '--data', data)).toMatchObject({
      error:
        'one.json: $.select[0].column[0].path: expected at most one value, found 2 in plain/Patient.ndjson, line 1\n',
      code: 2,
    })
    expect(await run('run', '--view', file('cut.json', '{"resource":'), '--data', data)).toMatchObject({
      code: 2,
    })
  })
})

describe('view test', () => {
  const suite = (expect_: readonly object[]) => {
    const tests = [
      {
        title: 'one',
        view: { resource: 'Patient', select: [{ column: column.slice(0, 1) }] },
        expect: expect_,
      },
    ]
    file('suite/one.json', JSON.stringify({ title: 'one', resources: patients, tests }))
    return join(folder, 'suite')
  }

  it('counts, and writes the report', async () => {
    const report = join(folder, 'report.json')
    const passed = await run('test', '--suite', suite([{ id: 'a' }, { id: 'b' }]), '--report', report)
    expect(passed).toEqual({ out: '1 passed, 0 failed, 0 skipped\n', error: '', code: 0 })
    expect(JSON.parse(readFileSync(report, 'utf8'))).toEqual({
      'one.json': { tests: [{ name: 'one', result: { passed: true } }] },
    })
  })

  it('skips what a file gives a reason for, and fails where that passes', async () => {
    const skips = (json: object) => file('skips.json', JSON.stringify(json))
    const wrong = suite([{ id: 'a' }])
    const known = skips({ 'one.json': { one: 'a row too many' } })
    expect(await run('test', '--suite', wrong, '--skips', known)).toEqual({
      out: '0 passed, 0 failed, 1 skipped\n',
      error: '',
      code: 0,
    })
    expect(await run('test', '--suite', suite([{ id: 'a' }, { id: 'b' }]), '--skips', known)).toEqual({
      out: '1 passed, 0 failed, 0 skipped\n',
      error: 'one.json: one: passes, but is to be skipped: a row too many\n',
      code: 1,
    })
    const none = skips({ 'one.json': { two: 'gone' } })
    expect((await run('test', '--suite', suite([{ id: 'a' }, { id: 'b' }]), '--skips', none)).error).toBe(
      'one.json: two: is to be skipped, but is not in the suite\n',
    )
    const without = skips({ 'one.json': { one: '' } })
    expect(await run('test', '--suite', wrong, '--skips', without)).toMatchObject({ out: '', code: 2 })
  })

  it('fails with what was found', async () => {
    expect(await run('test', '--suite', suite([{ id: 'a' }]))).toEqual({
      out: '0 passed, 1 failed, 0 skipped\n',
      error: 'one.json: one: expected [{"id":"a"}], found [{"id":"a"},{"id":"b"}]\n',
      code: 1,
    })
    expect(await run('test')).toEqual({
      out: '',
      error: '--suite: expected a folder, found nothing\n',
      code: 2,
    })
  })
})
