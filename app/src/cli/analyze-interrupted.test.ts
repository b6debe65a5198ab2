import { interruptedSeries, steppedRollout } from '@rounds/methods'
import { afterAll, describe, expect, it } from 'vitest'
import { interruptedCommand } from './analyze-interrupted.ts'
import { notInterruptedReport } from './interrupted-report.ts'
import { commandInTest } from './run-in-test.ts'

const { run, file, remove } = commandInTest(interruptedCommand)
afterAll(remove)

const month = (i: number) => new Date(Date.UTC(2022, i, 1)).toISOString().slice(0, 10)

/** Values that go up and down, and up by five from a month on. */
const points = (n: number, before: number, shift = 0) =>
  Array.from({ length: n }, (_, i) => ({
    date: month(i),
    value: 20 + ((i * 7 + shift) % 11) / 4 + (i >= before ? 5 : 0),
    control: 9 + ((i * 5) % 7),
  }))
const columns = ['--value', 'waits', '--date', 'month']
const csv = (rows: readonly { readonly date: string; readonly value: number; readonly control: number }[]) =>
  `month,waits,elsewhere\n${rows.map(({ date, value, control }) => `${date},${value},${control}\n`).join('')}`
const series = file('series.csv', csv(points(30, 16).toReversed()))
const written = (result: unknown) => JSON.parse(JSON.stringify(result)) as unknown

describe('analyze interrupted', () => {
  it('writes what the method says, whatever the order of the lines', async () => {
    const args = ['--series', series, ...columns, '--change', month(16), '--json']
    const { out, error, code } = await run(...args)
    expect([code, error]).toEqual([0, ''])
    const plain = points(30, 16).map(({ date, value }) => ({ date, value }))
    const result = interruptedSeries(plain, { change: month(16), model: 'ar1-reml', season: null })
    expect(JSON.parse(out)).toEqual({ ...(written(result) as object), sentence: expect.anything() })
    expect(JSON.parse(out).sentence.en).toMatch(
      /^On June 1, 2024, the value was .* without the change of May 1, 2023 /,
    )
    expect(JSON.parse(out).sentence.fr).toMatch(/^Le 1er juin 2024, /)
    expect(Object.keys(JSON.parse(out))).toEqual(
      expect.arrayContaining(['level', 'slope', 'autocorrelation', 'counterfactual', 'diagnostics']),
    )
    expect(JSON.parse(out).level.estimate).toBeGreaterThan(3)
  })

  it('takes a control, a season, a model and lags', async () => {
    const controlled = [...columns, '--control', 'elsewhere', '--change', month(16), '--json']
    const season = await run(
      '--series',
      series,
      ...controlled,
      '--model',
      'ar1',
      '--season',
      '12',
      '--harmonics',
      '2',
    )
    const options = { change: month(16), model: 'ar1', season: { period: 12, harmonics: 2 } } as const
    expect(JSON.parse(season.out)).toEqual({
      ...(written(interruptedSeries(points(30, 16), options)) as object),
      sentence: expect.anything(),
    })
    const lags = await run(
      '--series',
      series,
      ...columns,
      '--change',
      month(16),
      '--model',
      'ols',
      '--lags',
      '5',
      '--json',
    )
    expect(JSON.parse(lags.out).method.parameters).toMatchObject({ model: 'ols', lags: 5, controlled: false })
  })

  const bySite = file(
    'sites.csv',
    `site,month,waits\n${['a', 'b', 'c']
      .flatMap((site, k) => points(30, 10 + 4 * k, k).map(({ date, value }) => `${site},${date},${value}\n`))
      .join('')}`,
  )
  const changes = file('changes.csv', `site,change\na,${month(10)}\nb,${month(14)}\nc,${month(28)}\n`)

  it('pools sites to which the change came one after the other', async () => {
    const args = ['--series', bySite, ...columns, '--site', 'site', '--changes', changes]
    const sites = ['a', 'b', 'c'].map((site, k) => ({
      site,
      change: month([10, 14, 28][k]!),
      points: points(30, 10 + 4 * k, k).map(({ date, value }) => ({ date, value })),
    }))
    const { out } = await run(...args, '--json')
    expect(JSON.parse(out)).toEqual(written(steppedRollout(sites, { model: 'ar1-reml', season: null })))
    const table = await run(...args)
    expect(table.out).toContain('Stepped rollout, version 1: ar1-reml, each site against its own past')
    expect(table.out).toMatch(/\n {2}c +too few points after/)
    expect(table.out).toContain('2 sites together')
  })

  it('writes a readable table without --json', async () => {
    const { out, code } = await run(
      '--series',
      series,
      ...columns,
      '--change',
      month(16),
      '--season',
      '6',
      '--model',
      'ols',
    )
    expect(code).toBe(0)
    expect(out).toContain(
      'Interrupted series, version 1: change 2023-05-01, ols with 3 Newey-West lags, season of 6',
    )
    expect(out).toContain('16 points before, 14 from the change on')
    expect(out).toMatch(/\n {2}jump at the change +\d/)
    expect(out).toMatch(/\n {2}2024-06-01 +\d/)
  })

  const lines = csv(points(30, 16)).split('\n')
  it.each([
    [
      'a gap',
      lines.toSpliced(9, 1),
      'line 10, column 1 (month): expected a day one step after 2022-08-01, without a gap, found "2022-10-01"',
    ],
    [
      'a day twice',
      lines.with(9, lines[8]!),
      'line 10, column 1 (month): expected each day once, found "2022-08-01"',
    ],
    ['no number', lines.with(4, '2022-04-01,,3'), 'line 5, column 2 (waits): expected a number, found ""'],
    [
      'no day',
      lines.with(4, 'April,2,3'),
      'line 5, column 1 (month): expected a day as 2026-11-26, found "April"',
    ],
    [
      'no control',
      lines.with(4, '2022-04-01,2,-'),
      'line 5, column 3 (elsewhere): expected a number, found "-"',
    ],
  ])('refuses %s: exit 2, one located line, nothing on standard output', async (_, text, message) => {
    const bad = file('bad.csv', text.join('\n'))
    const args = ['--series', bad, ...columns, '--control', 'elsewhere', '--change', month(16), '--json']
    expect(await run(...args)).toEqual({ out: '', error: `bad.csv, ${message}\n`, code: 2 })
  })

  it.each([
    [['--change', 'May'], '--change: expected a day as 2026-11-26, found "May"'],
    [[], '--change: expected a day, found nothing'],
    [['--change', month(16), '--model', 'arima'], '--model: expected ols, prais-winsten, ar1, ar1-reml'],
    [['--change', month(16), '--model', 'ar1', '--lags', '2'], '--lags: expected none with --model ar1'],
    [
      ['--change', month(16), '--model', 'ols', '--lags', '30'],
      '--lags: expected fewer than the 30 points, found 30',
    ],
    [['--change', month(16), '--season', '1'], '--season: expected a whole number in [2'],
    [['--change', month(16), '--harmonics', '2'], '--harmonics: expected --season beside it, found none'],
    [
      ['--change', month(16), '--season', '12', '--harmonics', '7'],
      '--harmonics: expected a whole number in [1, 6]',
    ],
    [
      ['--change', month(16), '--changes', changes],
      '--site: expected a column, as there is --changes, found nothing',
    ],
    [['--site', 'month'], '--changes: expected a file, as there is --site, found nothing'],
    [['--site', 'month', '--change', month(16)], '--change: expected none with --site, found a day'],
    [
      ['--site', 'elsewhere', '--changes', changes],
      'series.csv, line 2, column 3 (elsewhere): expected a site with a day',
    ],
    [
      ['--site', 'month', '--changes', file('twice.csv', `site,change\na,${month(1)}\na,${month(1)}\n`)],
      'twice.csv, line 3, column 1 (site): expected each site once',
    ],
    [
      ['--site', 'month', '--changes', file('never.csv', 'site,change\na,soon\n')],
      'never.csv, line 2, column 2 (change): expected a day',
    ],
  ])('refuses the options %j', async (args, message) => {
    const { out, error, code } = await run('--series', series, ...columns, ...args)
    expect([code, out]).toEqual([2, ''])
    expect(error.startsWith(message), error).toBe(true)
  })

  it.each([
    [
      ['--change', month(7)],
      'too-few-points-before',
      'at least 8 points are needed before 2022-08-01, found 7 before 2022-08-01 and 23',
    ],
    [
      ['--change', month(25)],
      'too-few-points-after',
      'at least 8 points are needed from 2024-02-01 on, found 25',
    ],
    [
      ['--change', month(16), '--season', '40'],
      'too-few-points-for-terms',
      'more points are needed than the model has terms, found 16',
    ],
    [
      ['--change', month(16), '--season', '25'],
      'terms-not-told-apart',
      'the points do not tell season and change apart',
    ],
  ])('answers %j with why nothing can be estimated', async (args, reason, text) => {
    const plain = await run('--series', series, ...columns, ...args)
    expect([plain.code, plain.error, plain.out.startsWith(`Not estimable: ${text}`)]).toEqual([0, '', true])
    const { out, code } = await run('--series', series, ...columns, ...args, '--json')
    expect([code, JSON.parse(out)]).toEqual([
      0,
      {
        kind: 'not-estimable',
        reason,
        before: expect.any(Number),
        after: expect.any(Number),
        model: 'ar1-reml',
        change: args[1],
      },
    ])
  })

  it.each([
    ['ar1-reml', '--model ar1 or ols may answer'],
    ['ar1', '--model ols may answer'],
  ] as const)('advises after %s what is not tried yet', (model, advice) => {
    const result = { kind: 'not-estimable', reason: 'errors-without-mean', before: 9, after: 9 } as const
    expect(notInterruptedReport(result, { model, change: month(9) })).toContain(advice)
  })

  it('refuses a site of the changes without a line, and sites of different steps', async () => {
    const args = ['--series', bySite, ...columns, '--site', 'site', '--changes']
    const more = file(
      'more.csv',
      `site,change\na,${month(10)}\nb,${month(14)}\nc,${month(18)}\nd,${month(1)}\n`,
    )
    expect(await run(...args, more)).toEqual({
      out: '',
      error: 'more.csv, line 5, column 1 (site): expected a site with lines in sites.csv, found "d"\n',
      code: 2,
    })
    const steps = file(
      'steps.csv',
      `site,month,waits\n${['a', 'b'].flatMap((site, k) => points(20, 9).map(({ value }, i) => `${site},${month(i + i * k)},${value}\n`)).join('')}`,
    )
    const two = file('two.csv', `site,change\na,${month(9)}\nb,${month(9)}\n`)
    const other = await run('--series', steps, ...columns, '--site', 'site', '--changes', two)
    expect(other).toMatchObject({ out: '', code: 2 })
    expect(other.error).toMatch(/^steps\.csv, line 22, column 2 \(month\): expected days of the same step/)
  })

  it('says that values do not vary', async () => {
    const flat = file('flat.csv', csv(points(30, 16).map((point) => ({ ...point, value: 3 }))))
    expect((await run('--series', flat, ...columns, '--change', month(16))).out).toBe(
      'Not estimable: the values do not vary about the model\n',
    )
  })
})
