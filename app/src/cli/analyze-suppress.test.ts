import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { suppressCommand } from './analyze-suppress.ts'
import { writeReleaseLog } from './release-log-file.ts'
import { commandInTest } from './run-in-test.ts'

type Cell = { cell: Record<string, string>; count: number | null; status: string; rule: string | null }
type Result = {
  cells: Cell[]
  audit: { recomputable: number; small: number; intervals: { cell: object; lower: number; upper: number }[] }
}

const { run, file, folder, remove } = commandInTest(suppressCommand)
afterAll(remove)

async function json(...args: readonly string[]): Promise<Result> {
  const { out, error, code } = await run(...args, '--json')
  expect([code, error]).toEqual([0, ''])
  return JSON.parse(out) as Result
}

const hidden = (result: Result) => result.cells.filter(({ status }) => status !== 'published')

const sites = file(
  'sites.csv',
  'zone,site,role,n\nN,a,x,20\nN,a,y,3\nN,b,x,30\nN,b,y,14\nS,c,x,40\nS,c,y,9\n',
)

const shared = new URL('../../../../shared/data/oracles/suppression/', import.meta.url)
const present = existsSync(shared)
if (!present) console.warn(`SKIPPED: tables with known suppressions are not at ${shared.pathname}`)
const examples = [
  ['gauss_z1_input.csv', 'gauss_z1_maxN3_expected.csv', 'ant', '4'],
  ['gauss_z1_input.csv', 'gauss_z1_maxN5_expected.csv', 'ant', '6'],
  ['gauss_microdata1_input.csv', 'gauss_microdata1_maxN3_expected.csv', 'val', '4'],
] as const

describe('analyze suppress', () => {
  it.skipIf(!present).each(examples)('hides of %s what %s does', async (input, expected, count, minimum) => {
    const table = new URL(input, shared).pathname
    const result = await json('--table', table, '--count', count, '--minimum', minimum)
    const lines = readFileSync(new URL(expected, shared), 'utf8').trim().split('\n').slice(1)
    const statuses = lines.map((line) => {
      const [region, other, , primary, suppressed] = line.replaceAll('"', '').split(',')
      return [
        region,
        other,
        primary === 'TRUE' ? 'primary' : suppressed === 'TRUE' ? 'secondary' : 'published',
      ].join()
    })
    const found = result.cells.map(({ cell, status }) => [...Object.values(cell), status].join())
    expect(found.toSorted()).toEqual(statuses.toSorted())
    expect(result.audit).toMatchObject({ recomputable: 0, small: 0 })
  })

  it('publishes the subtotals of coarser columns, and tells how far hidden counts are known', async () => {
    const result = await json('--table', sites, '--count', 'n', '--hierarchy', 'zone,site')
    expect(hidden(result)).toEqual([
      { cell: { zone: 'N', site: 'a', role: 'x' }, count: null, status: 'secondary', rule: null },
      { cell: { zone: 'N', site: 'a', role: 'y' }, count: null, status: 'primary', rule: 'count' },
      { cell: { zone: 'N', site: 'b', role: 'x' }, count: null, status: 'secondary', rule: null },
      { cell: { zone: 'N', site: 'b', role: 'y' }, count: null, status: 'secondary', rule: null },
    ])
    expect(result.cells).toContainEqual({
      cell: { zone: 'N', site: 'Total', role: 'y' },
      count: 17,
      status: 'published',
      rule: null,
    })
    expect(result.audit.intervals[1]).toEqual({
      cell: { zone: 'N', site: 'a', role: 'y' },
      lower: 0,
      upper: 17,
    })
  })

  it('sums over what a table is not divided by, and counts nobody where the file has no line', async () => {
    const byRole = await json('--table', sites, '--count', 'n', '--by', 'role')
    expect(byRole.cells.map(({ cell, count }) => [cell['role'], count])).toEqual([
      ['x', 90],
      ['y', 26],
      ['Total', 116],
    ])
    const gap = file('gap.csv', 'a,b,n\np,x,20\np,y,20\nq,x,20\n')
    const small = (await json('--table', gap, '--count', 'n')).cells.filter(({ rule }) => rule === 'count')
    expect(small.map(({ cell }) => cell)).toEqual([{ a: 'q', b: 'y' }])
  })

  it('keeps a log, so that a second table cannot be subtracted from the first', async () => {
    const log = join(folder, 'log.json')
    const table = file('log.csv', 'site,role,n\na,x,20\na,y,3\nb,x,30\nb,y,14\nc,x,40\nc,y,9\n')
    const first = await json('--table', table, '--count', 'n', '--by', 'site,role', '--log', log)
    expect(hidden(first)).toHaveLength(4)
    const second = await json('--table', table, '--count', 'n', '--by', 'role', '--log', log)
    expect(hidden(second)).toEqual([])
    const again = await json('--table', table, '--count', 'n', '--by', 'site,role', '--log', log)
    expect(again).toEqual(first)
    expect((JSON.parse(readFileSync(log, 'utf8')) as { releases: object[] }).releases).toHaveLength(3)
    writeFileSync(table, readFileSync(table, 'utf8').replace('c,y,9', 'c,y,10'))
    const kept = readFileSync(log, 'utf8')
    expect(await run('--table', table, '--count', 'n', '--by', 'role', '--log', log)).toEqual({
      out: '',
      error: 'log.json: expected the log of log.csv as it is, found that of other counts\n',
      code: 2,
    })
    expect(readFileSync(log, 'utf8')).toBe(kept)
  })

  it('writes nothing out where the log cannot be written, or another release is made at the same moment', async () => {
    const args = ['--table', sites, '--count', 'n', '--log']
    expect(await run(...args, join(folder, 'nowhere', 'log.json'))).toEqual({
      out: '',
      error: 'nowhere/log.json: expected a file that can be written, found ENOENT\n',
      code: 2,
    })
    const busy = file('busy.json.new', '')
    const { out, error, code } = await run(...args, busy.replace('.new', ''))
    expect([out, code]).toEqual(['', 2])
    expect(error).toContain('busy.json.new: expected no other release at the same moment')
  })

  it('refuses a release that was not protected against one entered meanwhile', () => {
    const log = join(folder, 'raced.json')
    const before = { fingerprint: 'a'.repeat(64), releases: [] }
    const one = { by: ['site'], published: [{ labels: [null], count: 9 }] }
    writeReleaseLog(log, before, { ...before, releases: [one] })
    const kept = readFileSync(log, 'utf8')
    expect(() => writeReleaseLog(log, before, { ...before, releases: [one, one] })).toThrow(
      'found another release in it',
    )
    expect(readFileSync(log, 'utf8')).toBe(kept)
    expect(existsSync(`${log}.new`)).toBe(false)
  })

  it('writes a readable table without --json', async () => {
    const { out, code } = await run(
      '--table',
      sites,
      '--count',
      'n',
      '--hierarchy',
      'zone,site',
      '--total',
      'all',
    )
    expect(code).toBe(0)
    expect(out).toContain(
      '14 counts published, 1 hidden for themselves, 3 to protect them\n0 hidden counts can be worked out',
    )
    expect(out).toMatch(/\n {2}N +a +y +primary +0 to 17\n/)
    expect(out).toMatch(/\n {2}all +all +all +116 +published\n/)
  })

  it.each([
    [
      'half a person',
      'a,n\nx,1.5\n',
      [],
      'line 2, column 2 (n): expected a whole number in [0, 9007199254740991], found "1.5"',
    ],
    ['fewer than nobody', 'a,n\nx,-1\n', [], 'line 2, column 2 (n): expected a whole number'],
    ['an empty category', 'a,n\n,3\n', [], 'line 2, column 1 (a): expected a category, found ""'],
    [
      'a margin in the file',
      'a,n\nx,3\nTotal,3\n',
      [],
      'line 3, column 1 (a): expected a category, not a margin',
    ],
    [
      'a combination twice',
      'a,b,n\nx,y,3\nx,y,3\n',
      [],
      'line 3, column 1 (a): expected each combination once, found "x"',
    ],
    ['no column of counts', 'a,m\nx,3\n', [], 'line 1, column 1 (a): expected a column "n"'],
    ['no line', 'a,n\n', [], 'line 2, column 1: expected at least one line'],
    [
      'a site in two zones',
      'zone,a,n\nN,x,3\nS,x,3\n',
      ['--hierarchy', 'zone,a'],
      'line 3, column 1 (zone): expected "N" as for a "x" before, found "S"',
    ],
  ] as const)(
    'refuses %s: exit 2, one located line, nothing on standard output',
    async (_, text, args, message) => {
      const { out, error, code } = await run(
        '--table',
        file('bad.csv', text),
        '--count',
        'n',
        ...args,
        '--json',
      )
      expect([out, code]).toEqual(['', 2])
      expect(
        error.replace('line 1, column 1:', 'line 1, column 1 (a):').startsWith(`bad.csv, ${message}`),
        error,
      ).toBe(true)
      expect(error.match(/\n/g)).toHaveLength(1)
    },
  )

  it.each([
    [['--count', 'n'], '--table: expected a file, found nothing'],
    [['--table', sites], '--count: expected a column, found nothing'],
    [['--table', sites, '--count', 'n', '--minimum', '0'], '--minimum: expected a whole number in [1,'],
    [
      ['--table', sites, '--count', 'n', '--by', 'n'],
      '--by: expected the finest columns to divide by, found "n"',
    ],
    [
      ['--table', sites, '--count', 'n', '--hierarchy', 'zone,site', '--by', 'zone'],
      '--by: expected the finest columns',
    ],
    [
      ['--table', sites, '--count', 'n', '--hierarchy', 'site'],
      '--hierarchy: expected two columns or more, each once, found "site"',
    ],
    [
      ['--table', sites, '--count', 'n', '--hierarchy', 'site,site'],
      '--hierarchy: expected two columns or more',
    ],
    [['--table', sites, '--count', 'n', '--total', ''], '--total: expected a word, found nothing'],
    [
      ['--table', join(folder, 'none.csv'), '--count', 'n'],
      'none.csv: expected a file that can be read, found ENOENT',
    ],
  ])('refuses %j', async (args, message) => {
    const { out, error, code } = await run(...args)
    expect([out, code]).toEqual(['', 2])
    expect(error.startsWith(message), error).toBe(true)
  })

  it('ends with what to do where time is over, and leaves no log', async () => {
    const log = join(folder, 'late.json')
    const args = ['--table', sites, '--count', 'n', '--max-seconds', '0', '--log', log]
    const { out, error, code } = await run(...args)
    expect([code, out]).toEqual([2, ''])
    expect(error).toMatch(
      /^--max-seconds: expected time enough .* divide by fewer columns \(--by\) or allow more\n$/,
    )
    expect(existsSync(log)).toBe(false)
  })

  it('refuses a log that is none, and more combinations than can be checked', async () => {
    const args = ['--table', sites, '--count', 'n', '--log']
    expect((await run(...args, file('not.json', '{'))).error).toContain('not.json: expected JSON in UTF-8')
    expect((await run(...args, file('other.json', '{"fingerprint":"x","releases":[]}'))).error).toContain(
      'other.json: expected a log of releases, found at fingerprint',
    )
    const wide = `a,b,n\n${Array.from({ length: 150 }, (_, i) => `${i},${i},9`).join('\n')}\n`
    expect((await run('--table', file('wide.csv', wide), '--count', 'n')).error).toBe(
      '--by: expected columns with at most 5000 combinations, found 22500\n',
    )
  })
})
