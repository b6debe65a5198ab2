import { afterAll, describe, expect, it } from 'vitest'
import { scaleCommand } from './analyze-scale.ts'
import { commandInTest } from './run-in-test.ts'

const { run, file, remove } = commandInTest(scaleCommand)
afterAll(remove)

const six = file('six.csv', 'id,a,b,c\n1,5,5,4\n2,3,4,3\n3,6,6,5\n4,2,3,2\n5,4,4,5\n6,1,2,2\n')
const items = ['--items', 'a,b,c']

async function json(...args: readonly string[]) {
  const { out, error, code } = await run(...args, '--json')
  expect([code, error]).toEqual([0, ''])
  return JSON.parse(out)
}

describe('analyze scale', () => {
  it('gives omega and names its estimator', async () => {
    const rows = Array.from({ length: 40 }, (_, i) => {
      const level = i % 5
      return [0, 1, 2, 3].map((item) => 1 + ((level + ((i * (item + 3)) % 7 < 3 ? 1 : 0)) % 6)).join()
    })
    const result = await json(
      '--responses',
      file('forty.csv', `a,b,c,d\n${rows.join('\n')}\n`),
      '--items',
      'a,b,c,d',
    )
    expect(result).toMatchObject({ n: 40, reading: 'allowed' })
    expect(result.omega).toMatchObject({ kind: 'estimate', estimator: 'one-factor-maximum-likelihood' })
    expect(Math.abs(result.omega.value - result.alpha)).toBeLessThan(0.05)
  })

  it('gives alpha, its interval, why there is no omega, and what each item adds', async () => {
    const result = await json('--responses', six, ...items)
    expect(result).toMatchObject({ n: 6, excluded: 0, reading: 'refused-fewer-than-twenty' })
    expect(result.alpha).toBeCloseTo(0.9559, 4)
    expect(result.feldt).toHaveLength(2)
    expect(result.feldt[0] < result.alpha && result.alpha < result.feldt[1]).toBe(true)
    expect(result.omega).toEqual({ kind: 'not-estimable', reason: 'no-proper-solution' })
    expect(result.items.map((one: { item: string }) => one.item)).toEqual(['a', 'b', 'c'])
    expect(result.items[0].alphaIfDropped).toBeLessThan(1)
  })

  it('turns items that run the other way, and leaves out who did not answer them all', async () => {
    const turned = file('turned.csv', 'a,b,c\n5,2,4\n3,3,3\n6,1,5\n2,4,2\n4,3,5\n1,5,2\n3,,3\nNA,1,1\n')
    const result = await json('--responses', turned, ...items, '--reverse', 'b', '--range', '1..6')
    expect(result).toMatchObject({ n: 6, excluded: 2 })
    expect(result.alpha).toBeCloseTo((await json('--responses', six, ...items)).alpha, 12)
  })

  it('gives means of teams whose members agree, and withholds the others', async () => {
    const rows = [4, 4, 5, 4, 4]
      .map((x) => `north,${x},${x}`)
      .concat([1, 5, 1, 5, 3].map((x) => `south,${x},${x}`))
    const teams = file('teams.csv', `unit,a,b\n${rows.join('\n')}\n`)
    const args = ['--responses', teams, '--items', 'a,b', '--range', '1..5', '--team', 'unit']
    expect((await json(...args)).byTeam.teams).toEqual([
      expect.objectContaining({ kind: 'mean', team: 'north', members: 5 }),
      { kind: 'withheld', team: 'south', reason: 'members-differ', rwg: 0 },
    ])
    const { out } = await run(...args)
    expect(out).toMatch(/north +5 +4\.20/)
    expect(out).toMatch(/south +members differ/)
  })

  it('scores the people of a file on a known instrument, and counts those with too few answers', async () => {
    const columns = Array.from({ length: 10 }, (_, i) => `q${i + 1}`).join()
    const sus = file(
      'sus.csv',
      `who,${columns}\na,3,3,3,3,3,3,3,3,3,3\nb,5,1,5,1,5,1,5,1,5,1\nc,4,2,4,1,4,2,5,2,4,2\nd,4,,4,1,4,2,5,2,4,NA\n`,
    )
    const result = await json('--responses', sus, '--instrument', 'sus')
    expect(result).toMatchObject({ method: { parameters: { instrument: 'sus' } }, n: 4 })
    expect(result.scales).toEqual([
      expect.objectContaining({
        scale: 'sus',
        scored: 3,
        notScorable: 1,
        meanT: null,
        sd: expect.closeTo(25.166, 3),
      }),
    ])
    expect(result.scales[0].mean).toBeCloseTo((50 + 100 + 80) / 3, 12)
    expect(result.scales[0].reliability).toMatchObject({ kind: 'estimate', n: 3 })
    expect((await run('--responses', sus, '--instrument', 'sus')).out).toMatch(
      /sus +3 +1 +76\.67 +25\.17 +– +0\.9/,
    )
  })

  it('gives mean T-scores where an instrument has a table, and nothing where nobody can be scored', async () => {
    const columns = Array.from({ length: 10 }, (_, i) => `g${String(i + 1).padStart(2, '0')}`).join()
    const promis = file('promis.csv', `${columns}\n5,5,5,5,5,5,0,5,5,\n1,1,1,1,1,1,10,1,1,\n`)
    const { scales } = await json('--responses', promis, '--instrument', 'promis-global-10-v1.2')
    expect(scales[0]).toMatchObject({ scale: 'physical', scored: 2, meanT: (67.7 + 16.2) / 2 })
    expect(scales[1]).toMatchObject({
      scale: 'mental',
      scored: 0,
      notScorable: 2,
      mean: null,
      sd: null,
      meanT: null,
    })
    expect(scales[2]).toMatchObject({ scale: 'general', reliability: null, mean: 3 })
  })

  it('writes a table to read, and says where there is too little', async () => {
    const { out } = await run('--responses', six, ...items)
    expect(out).toContain('alpha 0.9559 (95 % interval by Feldt')
    expect(out).toContain('Fewer than 20 people')
    const one = file('one.csv', 'a,b,c\n1,2,3\n')
    expect((await run('--responses', one, ...items)).out).toContain('Not estimable: fewer-than-two-people')
    expect(await json('--responses', one, ...items)).toMatchObject({ n: 1, kind: 'not-estimable' })
  })

  it.each([
    ['a,b,c\n1,x,3\n', [], 'line 2, column 2 (b): expected a number, found "x"'],
    [
      'a,b,c\n1,2,7\n',
      ['--range', '1..6'],
      'line 2, column 3 (c): expected a whole number in [1, 6], found "7"',
    ],
    ['a,b\n1,2\n', [], 'line 1, column 1: expected a column "c", found "a,b"'],
    [
      'a,b,c,unit\n1,2,3,\n',
      ['--range', '1..6', '--team', 'unit'],
      'line 2, column 4 (unit): expected a team, found ""',
    ],
  ])('refuses %j: exit 2, one located line, nothing on standard output', async (text, more, message) => {
    const { out, error, code } = await run('--responses', file('bad.csv', text), ...items, ...more)
    expect([code, out, error]).toEqual([2, '', `bad.csv, ${message}\n`])
  })

  it.each([
    [['--items', 'a,a'], '--items: expected each column once, found "a,a"'],
    [['--items', 'a,,b'], '--items: expected words with commas between them, found "a,,b"'],
    [[...items, '--reverse', 'd', '--range', '1..6'], '--reverse: expected columns of --items, found "d"'],
    [[...items, '--reverse', 'a'], '--reverse: expected --range beside it, found none'],
    [[...items, '--team', 'id'], '--team: expected --range beside it, found none'],
    [[...items, '--range', '6..1'], '--range: expected two whole numbers as 1..6, found "6..1"'],
    [[...items, '--range', '1-6'], '--range: expected two whole numbers as 1..6, found "1-6"'],
    [[], '--items: expected columns, found nothing'],
    [['--instrument', 'sus', '--items', 'a'], '--items: expected nothing beside --instrument, found "a"'],
    [
      ['--instrument', 'sus', '--range', '1..5'],
      '--range: expected nothing beside --instrument, found "1..5"',
    ],
  ])('refuses the options %j', async (args, message) => {
    expect(await run('--responses', six, ...args)).toEqual({ out: '', error: `${message}\n`, code: 2 })
  })

  it('refuses an instrument that it does not know, a missing item, and an answer that there is not', async () => {
    const refused = async (text: string, id: string) =>
      (await run('--responses', file('bad.csv', text), '--instrument', id)).error
    expect(await refused('a\n1\n', 'mbi')).toMatch(/^--instrument: expected aim-iam-fim, oric, .*found "mbi"/)
    expect(await refused('vigour,dedication\n1,2\n', 'uwes-3')).toContain('expected a column "absorption"')
    expect(await refused('vigour,dedication,absorption\n1,2,7\n', 'uwes-3')).toBe(
      'bad.csv, line 2, column 3 (absorption): expected a whole number in [0, 6], found "7"\n',
    )
  })

  it('refuses to run without a file', async () => {
    expect(await run(...items)).toMatchObject({
      code: 2,
      error: '--responses: expected a file, found nothing\n',
    })
  })
})
