import { afterAll, describe, expect, it } from 'vitest'
import { appropriatenessCommand } from './analyze-appropriateness.ts'
import { commandInTest } from './run-in-test.ts'

const { run, file, remove } = commandInTest(appropriatenessCommand)
afterAll(remove)

const panel = [1, 1, 1, 7, 7, 7, 8, 8, 9]
const oneRound = file(
  'one.csv',
  `item,rater,rating\n${panel.map((rating, i) => `s1,p${i},${rating}`).join('\n')}\n`,
)
const twoRounds = file(
  'two.csv',
  `note,rating,round,item,rater\n${[1, 2]
    .flatMap((round) => panel.map((rating, i) => `x,${round === 2 && i < 3 ? 7 : rating},${round},s1,p${i}`))
    .join('\n')}\n`,
)

async function json(...args: readonly string[]) {
  const { out, error, code } = await run(...args, '--json')
  expect([code, error]).toEqual([0, ''])
  return JSON.parse(out)
}

describe('analyze appropriateness', () => {
  it('gives both definitions of disagreement side by side, with the percentile type', async () => {
    const result = await json('--ratings', oneRound)
    expect(result.method.plan.percentileType).toBe(7)
    expect(result.items).toEqual([
      expect.objectContaining({
        item: 's1',
        n: 9,
        median: 7,
        p30: expect.closeTo(3.4, 9),
        p70: expect.closeTo(7.6, 9),
        ipr: expect.closeTo(4.2, 9),
        ipras: { disagreement: true, threshold: expect.closeTo(3.1, 9), class: 'uncertain' },
        disagreementIndex: expect.closeTo(4.2 / 3.1, 9),
        classic: expect.objectContaining({ disagreement: true, agreement: false }),
        class: 'uncertain',
        stability: null,
      }),
    ])
    expect(result.between).toBeNull()
  })

  it('takes another percentile type', async () => {
    const result = await json('--ratings', oneRound, '--percentile', '1')
    expect(result.items[0]).toMatchObject({ p30: 1, p70: 8, ipr: 7 })
    expect(result.method.plan.percentileType).toBe(1)
  })

  it('keeps stability between two rounds apart from consensus', async () => {
    const { items, between } = await json('--ratings', twoRounds)
    expect(items[0]).toMatchObject({ round: 2, median: 7, class: 'appropriate' })
    expect(items[0].stability).toMatchObject({ n: 9, changedThird: 3, massShift: 1 / 3, stable: false })
    expect(between).toMatchObject({ from: 1, to: 2, attrition: { left: null } })
  })

  it('writes a table to read', async () => {
    const { out } = await run('--ratings', twoRounds)
    expect(out).toMatch(/s1 +2 +9 +7 .* appropriate +in$/m)
    expect(out).toMatch(/s1 +1–2 +9 +6 +3 +33 % .* no$/m)
    expect(out).toContain('Nobody left')
    expect((await run('--ratings', oneRound)).out).not.toContain('Stability')
  })

  it('freezes a plan before the first round, and afterwards refuses another', async () => {
    const [text, hash] = (await run('--freeze')).out.trim().split('\n') as [string, string]
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    const plan = file('plan.json', text)
    const result = await json('--ratings', oneRound, '--plan', plan, '--registered', hash)
    expect(result.method.planHash).toBe(hash)
    const moved = file('moved.json', text.replace('0.75', '0.7'))
    expect(await run('--ratings', oneRound, '--plan', moved, '--registered', hash)).toMatchObject({
      out: '',
      error: expect.stringMatching(/^--registered: expected [0-9a-f]{64}, the plan's, found/),
      code: 2,
    })
    expect(await json('--freeze')).toMatchObject({ planHash: hash })
  })

  it.each([
    [
      'item,rater,rating\ns,p,10\n',
      'line 2, column 3 (rating): expected a whole number in [1, 9], found "10"',
    ],
    ['item,rater,rating\ns,p,\n', 'line 2, column 3 (rating): expected a whole number in [1, 9], found ""'],
    [
      'item,rater,rating\ns,p,4.5\n',
      'line 2, column 3 (rating): expected a whole number in [1, 9], found "4.5"',
    ],
    ['item,rater,rating\n,p,4\n', 'line 2, column 1 (item): expected an item, found ""'],
    ['item,rater,rating\ns,,4\n', 'line 2, column 2 (rater): expected a rater, found ""'],
    [
      'item,rater,rating\ns,p,4\ns,p,5\n',
      'line 3, column 2 (rater): expected each rater once for an item and round, found "p"',
    ],
    [
      'item,rater,rating,round\ns,p,4,4\n',
      'line 2, column 4 (round): expected a whole number in [1, 3], found "4"',
    ],
    ['item,rater\ns,p\n', 'line 1, column 1 (item): expected a column "rating", found "item,rater"'],
  ])('refuses %j: exit 2, one located line, nothing on standard output', async (text, message) => {
    const { out, error, code } = await run('--ratings', file('bad.csv', text))
    expect([code, out]).toEqual([2, ''])
    expect(error.replace('line 1, column 1:', 'line 1, column 1 (item):')).toBe(`bad.csv, ${message}\n`)
  })

  it('refuses options and plans that are not as expected', async () => {
    const refused = async (...args: readonly string[]) => {
      const { out, error, code } = await run('--ratings', oneRound, ...args)
      expect([code, out]).toEqual([2, ''])
      return error
    }
    expect(await refused('--percentile', '0')).toContain('--percentile: expected 1, 2, 3')
    const [text] = (await run('--freeze')).out.split('\n') as [string]
    const plan = (name: string, change: string) => file(name, change)
    expect(await refused('--plan', plan('a.json', text), '--percentile', '7')).toContain('beside --plan')
    expect(await refused('--plan', plan('b.json', '{'))).toMatch(/^b\.json: expected JSON/)
    expect(await refused('--plan', plan('c.json', '{}'))).toMatch(/^c\.json: percentileType: /)
    expect(await refused('--plan', plan('d.json', text.replace('0.75', '0.2')))).toBe(
      'd.json: policy.inFavour: expected a number in [0.5, 1], found 0.2\n',
    )
    expect(await refused('--plan', 'nowhere.json')).toContain('expected a file that can be read')
    expect(await run()).toMatchObject({ code: 2, error: '--ratings: expected a file, found nothing\n' })
  })
})
