import { funnel } from '@rounds/methods'
import { afterAll, describe, expect, it } from 'vitest'
import { funnelCommand } from './analyze-funnel.ts'
import { commandInTest } from './run-in-test.ts'

const { run, file, remove } = commandInTest(funnelCommand)
afterAll(remove)

const columns = ['--numerator', 'k', '--denominator', 'n']
const sites = [
  ['north', 12, 40],
  ['south', 30, 200],
  ['east', 4, 90],
  ['west', 55, 160],
] as const
const data = file('data.csv', `k,site,n\n${sites.map(([site, k, n]) => `${k},${site},${n}\n`).join('')}`)

describe('analyze funnel', () => {
  it('writes what the method says, units in the order of the file', async () => {
    const args = [
      '--data',
      data,
      ...columns,
      '--type',
      'proportion',
      '--overdispersion',
      'winsorise',
      '--json',
    ]
    const { out, error, code } = await run(...args)
    expect([code, error]).toEqual([0, ''])
    const units = sites.map(([unit, numerator, denominator]) => ({ unit, numerator, denominator }))
    const {
      method,
      target,
      dispersion,
      flagsBy,
      units: placed,
    } = funnel(units, {
      type: 'proportion',
      overdispersion: 'winsorise',
    })
    const { phi, tau2 } = dispersion as { phi: number; tau2: number }
    const sentence = {
      en: 'None of the 4 units lies beyond the 95% limits. The limits allow for the usual differences between units; by chance, fewer than one would lie beyond.',
      fr: expect.stringContaining(
        'Aucune des 4 unités n’est au-delà des limites à 95\u00A0%. Ces limites tiennent compte des',
      ),
    }
    expect(JSON.parse(out)).toEqual({
      method,
      target,
      phi,
      tau2,
      dispersion,
      flagsBy,
      units: placed,
      sentence,
    })
    expect(Object.keys(JSON.parse(out).units[0])).toEqual([
      'unit',
      'y',
      'n',
      'lower95',
      'upper95',
      'lower998',
      'upper998',
      'exact',
      'adjusted',
      'flag',
    ])
  })

  it('says why φ is not there, and numbers units that have no name', async () => {
    const { out } = await run('--data', file('one.csv', 'k,n\n1,2\n'), ...columns, '--type', 'rate', '--json')
    expect(JSON.parse(out)).toMatchObject({
      phi: null,
      tau2: null,
      dispersion: { reason: 'too-few-units' },
      units: [{ unit: '1', adjusted: null }],
    })
  })

  it('writes a readable table without --json', async () => {
    const { out, code } = await run('--data', data, ...columns, '--unit', 'site', '--type', 'proportion')
    expect(code).toBe(0)
    expect(out).toContain('Funnel of proportion, version 1, scale arcsine, overdispersion none')
    expect(out).toMatch(/Units differ by more than chance: φ 11\.44, τ² 0\.03178, from 4 units\./)
    expect(out).toContain('Flags by exact limits.\n2 of the 4 units lie beyond the 95% limits')
    expect(out).toMatch(/\n {2}east +0\.04444 +90 .* below-998\n/)
  })

  it.each([
    ['proportion', '3,a,2', 'line 2, column 1 (k): expected at most the n, 2, found "3"'],
    ['proportion', '1,a,2.5', 'line 2, column 3 (n): expected a whole number in [1, 100000000], found "2.5"'],
    ['rate', '1.5,a,2', 'line 2, column 1 (k): expected a whole number in [0, 100000000], found "1.5"'],
    [
      'standardised-ratio',
      '1,a,0',
      'line 2, column 3 (n): expected a number in [1e-9, 100000000], found "0"',
    ],
    ['standardised-ratio', '1,a,', 'line 2, column 3 (n): expected a number in [1e-9, 100000000], found ""'],
    ['rate', '1,,2', 'line 2, column 2 (site): expected the name of a unit, found ""'],
    ['rate', '1,a,2\n1,a,2', 'line 3, column 2 (site): expected each unit once, found "a"'],
  ])('refuses a bad line of %s, %j', async (type, lines, message) => {
    const bad = file('bad.csv', `k,site,n\n${lines}\n`)
    const { out, error, code } = await run('--data', bad, ...columns, '--type', type, '--json')
    expect([code, out]).toEqual([2, ''])
    expect(error).toBe(`bad.csv, ${message}\n`)
  })

  it.each([
    [
      ['--data', data, ...columns],
      '--type: expected proportion, standardised-ratio, rate, ratio-of-counts, found nothing',
    ],
    [['--data', data, ...columns, '--type', 'mean'], '--type: expected proportion'],
    [
      ['--data', data, ...columns, '--type', 'rate', '--overdispersion', 'some'],
      '--overdispersion: expected none, winsorise',
    ],
    [
      ['--data', data, '--numerator', 'k', '--type', 'rate'],
      '--denominator: expected a column, found nothing',
    ],
    [
      ['--data', data, ...columns, '--unit', 'ward', '--type', 'rate'],
      'data.csv, line 1, column 1: expected a column "ward"',
    ],
    [[...columns, '--type', 'rate'], '--data: expected a file, found nothing'],
    [
      ['--data', file('none.csv', 'k,n\n0,2\n'), ...columns, '--type', 'ratio-of-counts'],
      'none.csv: expected a k above 0 in a line at least, found none',
    ],
  ])('refuses the options %j', async (args, message) => {
    const { out, error, code } = await run(...args)
    expect([code, out]).toEqual([2, ''])
    expect(error.startsWith(message), error).toBe(true)
  })
})
