import { existsSync, readFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { weightsCommand } from './analyze-weights.ts'
import { commandInTest } from './run-in-test.ts'

type Result = Record<
  'mean' | 'se' | 'total' | 'totalSe' | 'effectiveN' | 'designEffect' | 'lower' | 'upper',
  number
> & {
  share: { logit: { lower: number; upper: number } | null; beta: { lower: number; upper: number } } | null
  notEstimable: { reason: string; stratum: string | null } | null
  weights: { method: string; rounds: number; trimmed: number; largest: number; values: number[] }
}

const { run, file, remove } = commandInTest(weightsCommand)
afterAll(remove)

async function json(...args: readonly string[]): Promise<Result> {
  const { out, error, code } = await run(...args, '--json')
  expect([code, error]).toEqual([0, ''])
  return JSON.parse(out) as Result
}

const folderOfSchools = new URL('../../../../shared/data/oracles/survey/', import.meta.url)
const present = existsSync(folderOfSchools)
if (!present) console.warn(`SKIPPED: the California schools are not at ${folderOfSchools.pathname}`)
const schools = (name: string) => new URL(name, folderOfSchools).pathname
/** All 6,194 schools of which the samples are. */
const population = present ? schoolsOf('apipop_subset.csv') : []
const margins = file(
  'population.csv',
  ['stype', 'sch.wide']
    .flatMap((variable) =>
      [...Map.groupBy(population, (school) => school[variable])].map(
        ([category, { length }]) => `${variable},${category},${length}`,
      ),
    )
    .join('\n')
    .replace(/^/, 'variable,category,count\n'),
)
function schoolsOf(name: string): readonly Readonly<Record<string, string>>[] {
  const [head, ...rows] = readFileSync(schools(name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.replaceAll('"', '').split(','))
  return rows.map((row) => Object.fromEntries(head!.map((column, index) => [column, row[index]!])))
}
const clusters = () => [
  '--sample',
  schools('apiclus1.csv'),
  '--weights',
  'pw',
  '--clusters',
  'dnum',
  '--fpc',
  'fpc',
]

describe('analyze weights', () => {
  type Expected = {
    api00_mean: number
    api00_se: [[number]]
    enroll_total: number
    enroll_total_se: [[number]]
    deffK: number
  }
  // 1e-6 of the value, except raking the clusters: R stops when no cell changes by a school, ours is nearer
  const examples: [string, () => string[], number][] = [
    ['srs', () => ['--sample', schools('apisrs.csv'), '--weights', 'pw', '--fpc', 'fpc'], 1e-6],
    [
      'strat',
      () => ['--sample', schools('apistrat.csv'), '--weights', 'pw', '--strata', 'stype', '--fpc', 'fpc'],
      1e-6,
    ],
    ['clus1', clusters, 1e-6],
    [
      'rake_srs',
      () => ['--sample', schools('apisrs.csv'), '--weights', 'pw', '--fpc', 'fpc', '--margins', margins],
      1e-6,
    ],
    ['rake_clus1', () => [...clusters(), '--margins', margins], 1e-5],
    ['greg_clus1', () => [...clusters(), '--margins', margins, '--calibration', 'greg'], 1e-6],
  ]
  it.skipIf(!present).each(examples)(
    'agrees with R survey on the California schools: %s',
    async (name, args, tolerance) => {
      const expected = (
        JSON.parse(readFileSync(schools('survey_api_oracle.json'), 'utf8')) as Record<string, Expected>
      )[name]!
      const api = await json(...args(), '--estimate', 'api00')
      const enroll = await json(...args(), '--estimate', 'enroll')
      const pairs = [
        [api.mean, expected.api00_mean],
        [api.se, expected.api00_se[0][0]],
        [enroll.total, expected.enroll_total],
        [enroll.totalSe, expected.enroll_total_se[0][0]],
        [api.designEffect, expected.deffK],
      ]
      for (const [found, wanted] of pairs)
        expect(Math.abs(found! / wanted! - 1)).toBeLessThanOrEqual(tolerance)
      const truth = population.reduce((sum, { api00 }) => sum + Number(api00), 0) / population.length
      expect(api.lower).toBeLessThan(truth)
      expect(api.upper).toBeGreaterThan(truth)
    },
  )

  const sample = file('sample.csv', 'site,age,yes\na,30,1\na,40,0\nb,50,1\nb,60,1\n')

  it('weights to categories and to the total of a number, and lists the weights', async () => {
    const known = file('known.csv', 'variable,category,count\nsite,a,60\nsite,b,40\nage,,4300\n')
    const { weights, mean } = await json(
      '--sample',
      sample,
      '--estimate',
      'yes',
      '--margins',
      known,
      '--calibration',
      'greg',
    )
    expect(weights.values.reduce((sum, weight, i) => sum + weight * [30, 40, 50, 60][i]!, 0)).toBeCloseTo(
      4300,
      8,
    )
    expect(weights.values[0]! + weights.values[1]!).toBeCloseTo(60, 10)
    expect(mean).toBeCloseTo((weights.values[0]! + 40) / 100, 12)
    expect(weights).toMatchObject({ method: 'greg', rounds: 1, trimmed: 0 })
  })

  it('gives intervals of a share that stay within 0 and 1, and none where there is no spread', async () => {
    const { share, mean } = await json('--sample', sample, '--estimate', 'yes')
    expect(mean).toBe(0.75)
    expect(share!.logit!.lower).toBeGreaterThan(0)
    expect(share!.beta.upper).toBeLessThan(1)
    expect((await json('--sample', sample, '--estimate', 'age')).share).toBeNull()
    const all = await json('--sample', file('all.csv', 'yes\n1\n1\n1\n'), '--estimate', 'yes')
    expect([all.share!.logit, all.share!.beta.upper]).toEqual([null, 1])
  })

  it('says that one cluster has no standard error', async () => {
    const args = ['--sample', sample, '--estimate', 'age', '--strata', 'yes', '--clusters', 'site']
    expect(await json(...args)).toMatchObject({
      se: null,
      lower: null,
      notEstimable: { reason: 'one-cluster', stratum: '0' },
    })
    expect((await run(...args)).out).toContain('No standard error: one cluster only in stratum 0')
  })

  it('writes a readable text without --json', async () => {
    const known = file('sites.csv', 'variable,category,count\nsite,a,60\nsite,b,40\n')
    const { out, code } = await run('--sample', sample, '--estimate', 'yes', '--margins', known)
    expect(code).toBe(0)
    expect(out).toContain('Weighted mean of yes: 0.7, standard error')
    expect(out).toContain('4 people, as good as 3.84615 with equal weights (design effect 1.04)')
    expect(out).toContain('Weights: rake, rounds 1, 0 at the limit; 20 to 30')
  })

  it('has no error of a share that the categories say, and no crash', async () => {
    const result = await json(
      '--sample',
      file('said.csv', 'y,g\n0,A\n0,A\n1,B\n'),
      '--estimate',
      'y',
      '--margins',
      file('both.csv', 'variable,category,count\ng,A,10\ng,B,10\n'),
    )
    expect(result).toMatchObject({ mean: 0.5, se: 0, share: { beta: { lower: 0.5, upper: 0.5 } } })
  })

  const header = 'variable,category,count\n'
  it.each([
    [
      'a variable that is no column',
      `${header}zone,N,5\n`,
      'line 2, column 1 (variable): expected a column of sample.csv, found "zone"',
    ],
    [
      'a category of nobody',
      `${header}site,a,5\nsite,c,5\n`,
      'line 3, column 2 (category): expected a category of somebody in sample.csv (merge it with another), found "c"',
    ],
    [
      'a category twice',
      `${header}site,a,5\nsite,a,5\n`,
      'line 3, column 2 (category): expected each category once',
    ],
    ['a count of nobody', `${header}site,a,0\n`, 'line 2, column 3 (count): expected a number above 0'],
    [
      'a count that is none',
      `${header}site,a,many\n`,
      'line 2, column 3 (count): expected a number, found "many"',
    ],
    [
      'a total and counts',
      `${header}age,,5\nage,30,5\n`,
      'line 3, column 2 (category): expected either one total or a count per category',
    ],
    [
      'counts that differ in sum',
      `${header}site,a,5\nsite,b,5\nyes,0,5\nyes,1,6\n`,
      ': expected counts that add up to 10, as those of site, found 11 of yes',
    ],
    [
      'no column count',
      'variable,category,n\nsite,a,5\n',
      'line 1, column 1 (variable): expected a column "count"',
    ],
  ])('refuses margins with %s', async (_, text, message) => {
    const { out, error, code } = await run(
      '--sample',
      sample,
      '--estimate',
      'yes',
      '--margins',
      file('bad.csv', text),
    )
    expect([out, code]).toEqual(['', 2])
    const located = error.replace('line 1, column 1:', 'line 1, column 1 (variable):')
    expect(located.startsWith(`bad.csv${message.startsWith(':') ? '' : ', '}${message}`), error).toBe(true)
  })

  it('refuses a sample with a category that the population does not have', async () => {
    const known = file('some.csv', `${header}site,a,5\n`)
    expect((await run('--sample', sample, '--estimate', 'yes', '--margins', known)).error).toBe(
      'sample.csv, line 4, column 1 (site): expected a category of some.csv (a), found "b"\n',
    )
  })

  it.each([
    ['a value that is none', 'y,w\n1,1\nx,1\n', [], 'line 3, column 1 (y): expected a number, found "x"'],
    [
      'a weight of 0',
      'y,w\n1,1\n1,0\n',
      ['--weights', 'w'],
      'line 3, column 2 (w): expected a number above 0, found "0"',
    ],
    [
      'a weight whose square is none',
      'y,w\n1,1e200\n0,1e308\n',
      ['--weights', 'w'],
      'line 2, column 2 (w): expected 0 or a number of a size from 1e-50 to 1e+50, found "1e200"',
    ],
    ['no stratum', 'y,w\n1,a\n1,\n', ['--strata', 'w'], 'line 3, column 2 (w): expected a label, found ""'],
    [
      'two sizes of a stratum',
      'y,w\n1,8\n1,9\n',
      ['--fpc', 'w'],
      'line 3, column 2 (w): expected 8 as in line 2, of the same stratum, found "9"',
    ],
    [
      'a size below the sample',
      'y,w\n1,1\n1,1\n',
      ['--fpc', 'w'],
      'line 2, column 2 (w): expected at least 2, the number of those in the sample, found "1"',
    ],
  ] as const)('refuses a sample with %s', async (_, text, args, message) => {
    const { out, error, code } = await run(
      '--sample',
      file('bad.csv', text),
      '--estimate',
      'y',
      ...args,
      '--json',
    )
    expect([out, error, code]).toEqual(['', `bad.csv, ${message}\n`, 2])
  })

  it('refuses options that are missing or do not go together', async () => {
    expect((await run()).error).toBe('--sample: expected a file, found nothing\n')
    expect((await run('--sample', sample)).error).toBe('--estimate: expected a column, found nothing\n')
    const args = ['--sample', sample, '--estimate', 'yes']
    expect((await run(...args, '--trim', '2')).error).toContain(
      '--trim: expected a number above 1, with --margins and rake',
    )
    expect((await run(...args, '--calibration', 'magic')).error).toContain(
      '--calibration: expected rake, greg',
    )
    const known = file('total.csv', `${header}age,,4300\n`)
    expect((await run(...args, '--margins', known)).error).toContain('--calibration: expected greg')
    const far = file('far.csv', `${header}site,a,1\nsite,b,99\n`)
    expect((await run(...args, '--margins', far, '--trim', '1.5')).error).toMatch(
      /^--margins: expected counts that this sample can be weighted to within --trim, found a miss of /,
    )
  })
})
