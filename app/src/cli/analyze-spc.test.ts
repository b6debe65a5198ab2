import { join } from 'node:path'
import { controlChart } from '@rounds/methods'
import { afterAll, describe, expect, it } from 'vitest'
import { spcCommand } from './analyze-spc.ts'
import { commandInTest } from './run-in-test.ts'

const { run, file, folder, remove } = commandInTest(spcCommand)
afterAll(remove)

const columns = ['--value', 'y', '--date', 'day']

async function chart(text: string, ...args: readonly string[]) {
  const { out, error, code } = await run('--series', file('series.csv', text), ...columns, ...args, '--json')
  expect([code, error]).toEqual([0, ''])
  return JSON.parse(out)
}

const month = (i: number) => `2024-${String(1 + (i % 12)).padStart(2, '0')}-01`

describe('analyze spc', () => {
  const values = [5, 7, 5, 6, 7, 5, 6, 30, 5, 7, 6, 5, 7, 6, 9, 8, 9, 8, 9, 8, 9]
  const observations = values.map((value, i) => ({ date: `2024-01-${10 + i}`, value }))
  const text = `day,y,other\n${observations
    .map(({ date, value }) => `${date},${value},note\n`)
    .toReversed()
    .join('')}`

  it('writes points, icons and the sentence in both languages', async () => {
    const result = await chart(text, '--chart', 'xmr', '--improvement', 'decrease', '--target', '20')
    const options = { chart: 'xmr', rules: 'making-data-count', improvement: 'decrease', target: 20 } as const
    const expected = controlChart(observations, { ...options, screenOutliers: true })
    const sentence = {
      en: 'The last 7 values, since January 24, 2024, are all above the mean, 7.95: more than chance explains. This is a concern. As long as nothing changes, the target of 20 will be met. 8 earlier values were more than chance explains.',
      fr: expect.stringMatching(
        /^Depuis le 24 janvier 2024, les 7 dernières valeurs sont toutes au-dessus de la moyenne, 7,95\u00A0: le/,
      ),
    }
    expect(result).toEqual({ ...JSON.parse(JSON.stringify(expected)), sentence })
    expect(Object.keys(result)).toEqual([
      'method',
      'points',
      'segments',
      'variation',
      'assurance',
      'sentence',
    ])
    expect(result.points[7]).toMatchObject({
      date: '2024-01-17',
      signals: ['above-upper-limit'],
      type: 'special-cause-concern',
    })
  })

  it('screens outliers, or not, as it is told', async () => {
    const screened = async (...args: readonly string[]) =>
      (await chart(text, '--chart', 'xmr', ...args)).segments[0].screened
    expect(await screened()).toBe(2)
    expect(await screened('--screen-outliers', 'no')).toBe(0)
    expect((await chart(text, '--chart', 't')).segments[0].screened).toBe(0)
  })

  it('rebases at days, and says by whom and why', async () => {
    const year = `day,y\n${Array.from({ length: 12 }, (_, i) => `${month(i)},${i < 6 ? i % 2 : 10 + (i % 2)}`).join('\n')}\n`
    const args = [
      '--chart',
      'xmr',
      '--rebase',
      '2024-06-15',
      '--rebase-person',
      'lead',
      '--rebase-reason',
      'new form',
    ]
    const { segments } = await chart(year, ...args)
    expect(segments[1]).toMatchObject({
      from: '2024-07-01',
      rebase: { date: '2024-06-15', person: 'lead', reason: 'new form' },
    })
    expect((await chart(year, ...args.slice(0, 4))).segments[1].rebase.person).toBe('not stated')
    const report = async (given: readonly string[]) =>
      (await run('--series', file('year.csv', year), ...columns, ...given)).out
    expect(await report(args.slice(0, 4))).toContain('Rebased without saying who decided it and why')
    expect(await report(args.slice(0, 6))).toContain('Rebased without saying')
    expect(await report(args)).not.toContain('Rebased without saying')
  })

  it('takes denominators, and the lines of a day as a subgroup', async () => {
    const p = await chart('day,y,n\n2024-01-01,3,10\n2024-02-01,5,20\n', '--chart', 'p', '--denominator', 'n')
    expect(p.points[0]).toMatchObject({ value: 0.3, center: 8 / 30, lower: 0 })
    expect(p.sentence.en).toContain('25% on February 1, 2024')
    const xbar = await chart(
      'day,y\n2024-01-01,3\n2024-02-01,5\n2024-01-01,4\n2024-02-01,9\n',
      '--chart',
      'xbar',
    )
    expect(xbar.points.map(({ value }: { value: number }) => value)).toEqual([3.5, 7])
  })

  it('writes a readable table without --json', async () => {
    const series = file('run.csv', 'day,y\n2024-01-01,3\n2024-02-01,5\n2024-03-01,4\n')
    const { out, code } = await run('--series', series, ...columns, '--chart', 'run')
    expect(code).toBe(0)
    expect(out).toContain('Chart run, version 1, rules anhoej, outliers not screened')
    expect(out).toContain('Variation: too-few-to-say. Assurance: no-target.')
    expect(out).toMatch(/\n {2}2024-02-01 +5 +4 +– +– +–\n/)
  })

  it.each([
    ['xmr', 'day,y\n2024-01-01,x\n', 'bad.csv, line 2, column 2 (y): expected a number, found "x"'],
    [
      'xmr',
      'day,y\n2024-13-01,1\n',
      'bad.csv, line 2, column 1 (day): expected a day as 2026-11-26, found "2024-13-01"',
    ],
    ['xmr', 'day,y\n2024-01-01,1\n2024-01-01,2\n', 'bad.csv, line 3, column 1 (day): expected each day once'],
    ['xmr', 'day,z\n2024-01-01,1\n', 'bad.csv, line 1, column 1: expected a column "y"'],
    ['xmr', 'day,y\n', 'bad.csv, line 2, column 1: expected at least one line, found none'],
    ['mr', 'day,y\n2024-01-01,1\n', 'bad.csv, line 3, column 1: expected a second day for a moving range'],
    [
      'c',
      'day,y\n2024-01-01,1.5\n',
      'bad.csv, line 2, column 2 (y): expected a whole number in [0, 9007199254740991], found "1.5"',
    ],
    [
      'g',
      'day,y\n2024-01-01,-1\n',
      'bad.csv, line 2, column 2 (y): expected a whole number in [0, 9007199254740991]',
    ],
    ['t', 'day,y\n2024-01-01,0\n', 'bad.csv, line 2, column 2 (y): expected a time above 0, found "0"'],
    [
      's',
      'day,y\n2024-01-01,1\n',
      'bad.csv, line 2, column 1 (day): expected at least two lines for each day',
    ],
  ])('refuses a bad line of a %s chart, %j', async (kind, bad, message) => {
    const { out, error, code } = await run(
      '--series',
      file('bad.csv', bad),
      ...columns,
      '--chart',
      kind,
      '--json',
    )
    expect([code, out]).toEqual([2, ''])
    expect(error.startsWith(message), error).toBe(true)
    expect(error.match(/\n/g)).toHaveLength(1)
  })

  it.each([
    ['p', '2024-01-01,3,2', 'line 2, column 2 (y): expected at most the n, 2, found "3"'],
    ['p', '2024-01-01,1,2.5', 'line 2, column 3 (n): expected a whole number from 1, found "2.5"'],
    ['u', '2024-01-01,1,0', 'line 2, column 3 (n): expected a number above 0, found "0"'],
    [
      'u',
      '2024-01-01,1,1e-300',
      'line 2, column 3 (n): expected 0 or a number of a size from 1e-50 to 1e+50, found "1e-300"',
    ],
    [
      'xmr',
      '2024-01-01,1e200,2',
      'line 2, column 2 (y): expected 0 or a number of a size from 1e-50 to 1e+50, found "1e200"',
    ],
    ['xmr', '2024-01-01,1,-2', 'line 2, column 3 (n): expected a number above 0, found "-2"'],
  ])('refuses a bad denominator of a %s chart, %s', async (kind, line, message) => {
    const series = file('bad.csv', `day,y,n\n${line}\n`)
    const { error, code } = await run('--series', series, ...columns, '--denominator', 'n', '--chart', kind)
    expect(code).toBe(2)
    expect(error.startsWith(`bad.csv, ${message}`), error).toBe(true)
  })

  const good = 'day,y,n\n2024-01-01,1,2\n2024-02-01,1,2\n'
  it.each([
    [['--chart', 'pie'], '--chart: expected xmr, mr, run'],
    [[], '--chart: expected xmr, mr, run, p, pp, u, up, c, g, t, xbar, s, found nothing'],
    [['--chart', 'p'], '--denominator: expected a column, found nothing'],
    [['--chart', 'c', '--denominator', 'n'], '--denominator: expected none with --chart c'],
    [['--chart', 'run', '--rules', 'shewhart'], '--rules: expected anhoej, found "shewhart"'],
    [['--chart', 'c', '--screen-outliers', 'yes'], '--screen-outliers: expected no with --chart c'],
    [['--chart', 'xmr', '--screen-outliers', 'maybe'], '--screen-outliers: expected yes, no, found "maybe"'],
    [['--chart', 'xmr', '--improvement', 'up'], '--improvement: expected increase, decrease, neutral'],
    [['--chart', 'xmr', '--target', 'ten'], '--target: expected a number'],
    [['--chart', 'xmr', '--fix-after', '0'], '--fix-after: expected a whole number in [1'],
    [['--chart', 'xmr', '--rebase', 'June'], '--rebase: expected a day as 2026-11-26, found "June"'],
    [
      ['--chart', 'xmr', '--rebase', '2024-01-01'],
      '--rebase: expected days such that every segment has 1 observation',
    ],
    [['--chart', 'xmr', '--rebase', '2024-02-01', '--rebase-reason', ' '], '--rebase-reason: expected why'],
  ])('refuses the options %j', async (args, message) => {
    const { out, error, code } = await run('--series', file('good.csv', good), ...columns, ...args)
    expect([code, out]).toEqual([2, ''])
    expect(error.startsWith(message), error).toBe(true)
  })

  it('refuses a missing file, column or option', async () => {
    expect((await run(...columns, '--chart', 'xmr')).error).toBe('--series: expected a file, found nothing\n')
    expect((await run('--series', 'x', '--date', 'day', '--chart', 'xmr')).error).toBe(
      '--value: expected a column, found nothing\n',
    )
    expect((await run('--series', join(folder, 'none.csv'), ...columns, '--chart', 'xmr')).error).toBe(
      'none.csv: expected a file that can be read, found ENOENT\n',
    )
  })
})
