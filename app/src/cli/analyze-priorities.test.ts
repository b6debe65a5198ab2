import { afterAll, describe, expect, it } from 'vitest'
import { prioritiesCommand } from './analyze-priorities.ts'
import { commandInTest } from './run-in-test.ts'

const { run, file, remove } = commandInTest(prioritiesCommand)
afterAll(remove)

const pairs = file(
  'pairs.csv',
  'rater,a,b,result,count\nr1,x,y,a,30\nr1,x,y,b,10\nr2,y,z,a,12\nr2,y,z,b,6\nr3,z,x,tie,2\n',
)

async function json(...args: readonly string[]) {
  const { out, error, code } = await run(...args, '--json')
  expect([code, error]).toEqual([0, ''])
  return JSON.parse(out)
}

describe('analyze priorities', () => {
  it('gives worths, errors, intervals, ranks and chances, relative to a reference', async () => {
    const result = await json(
      '--responses',
      pairs,
      '--model',
      'bradley-terry',
      '--reference',
      'z',
      '--top',
      '1',
    )
    expect(result.items.map((one: { item: string }) => one.item)).toEqual(['x', 'y', 'z'])
    expect(Object.keys(result.items[0])).toEqual(
      expect.arrayContaining(['worth', 'se', 'lower', 'upper', 'rankLower', 'rankUpper', 'topK']),
    )
    expect(result.items[2]).toMatchObject({ worth: 0, se: 0 })
    expect(result.items[0].worth).toBeGreaterThan(result.items[1].worth)
    expect(result.items[0].topK).toBeGreaterThan(0.9)
    expect(result).not.toHaveProperty('covariance')
    expect(result.method.parameters).toMatchObject({
      model: 'bradley-terry',
      ties: 'half',
      prior: 0,
      seed: 1,
    })
  })

  it('gives the same ranks for the same seed, and the same worths for any', async () => {
    const args = ['--responses', pairs, '--model', 'davidson']
    expect(await json(...args)).toEqual(await json(...args))
    const other = await json(...args, '--seed', '2')
    expect(other.items[0].worth).toBe((await json(...args)).items[0].worth)
    expect(other.tie.estimate).toBeLessThan(0)
  })

  it('takes ties as what lies within a threshold, of two items by hand', async () => {
    const two = file('two.csv', 'rater,a,b,result,count\nr,x,y,a,30\nr,x,y,b,12\nr,y,x,tie,8\n')
    const { items, tie } = await json('--responses', two, '--model', 'rao-kupper', '--reference', 'y')
    expect(items[0].worth).toBeCloseTo((Math.log(30 / 20) - Math.log(12 / 38)) / 2, 8)
    expect(tie.estimate).toBeCloseTo(-(Math.log(30 / 20) + Math.log(12 / 38)) / 2, 8)
  })

  it('takes who was at home as a, as its name, or as 1', async () => {
    const games = (a: string, b: string) =>
      `rater,a,b,result,home\n${['x,y,a', 'x,y,b', 'x,y,a', 'y,x,b', 'y,x,a', 'y,x,a', 'x,y,a']
        .map((line) => `r,${line},${line.startsWith('x') ? a : b}`)
        .join('\n')}\n`
    const found = await Promise.all(
      [
        ['a', 'a'],
        ['x', 'y'],
        ['1', '1'],
      ].map(([a, b], i) =>
        json('--responses', file(`home${i}.csv`, games(a!, b!)), '--model', 'bradley-terry'),
      ),
    )
    expect(found[0].home.estimate).toBeGreaterThan(0)
    expect(found[1].home).toEqual(found[0].home)
    expect(found[2].home).toEqual(found[0].home)
  })

  it('takes errors by rater where people say several things', async () => {
    const lines = Array.from({ length: 12 }, (_, i) =>
      ['', ''].map(() => `r${i},x,y,${i % 3 === 0 ? 'b' : 'a'}`),
    ).flat()
    const args = [
      '--responses',
      file('many.csv', `rater,a,b,result\n${lines.join('\n')}\n`),
      '--model',
      'bradley-terry',
    ]
    const [model, byRater] = [await json(...args), await json(...args, '--errors', 'by-rater')]
    expect(byRater.items[0].worth).toBe(model.items[0].worth)
    expect(byRater.items[0].se / model.items[0].se).toBeCloseTo(Math.sqrt((2 * 12) / 11), 6)
    expect(await json('--responses', pairs, '--model', 'davidson', '--errors', 'by-rater')).toEqual({
      kind: 'not-estimable',
      reason: 'fewer-than-ten-raters',
    })
  })

  it('reads best-worst sets and rankings, shown items without a rank after the others', async () => {
    const sets = file(
      'sets.csv',
      'rater,set,item,choice\nr,1,a,best\nr,1,b,\nr,1,c,worst\ns,1,b,best\ns,1,a,\ns,1,c,worst\nt,1,c,best\nt,1,a,worst\nt,1,b,\n',
    )
    const worst = await json('--responses', sets, '--model', 'best-worst')
    expect(worst.n).toEqual({ items: 3, responses: 3 })
    const rankings = file(
      'rankings.csv',
      'rater,item,rank\nr,a,1\nr,b,2\nr,c,\ns,c,1\ns,a,2\ns,b,3\nt,b,1\nt,c,\nt,a,\n',
    )
    const ranked = await json('--responses', rankings, '--model', 'plackett-luce', '--prior', '0.5')
    expect(ranked.n).toEqual({ items: 3, responses: 3 })
    expect(ranked.items.every((one: { se: number }) => one.se > 0)).toBe(true)
  })

  it('says which items no answer holds together, and that a prior would', async () => {
    const apart = file('apart.csv', 'rater,a,b,result\nr,x,y,a\n')
    expect(await json('--responses', apart, '--model', 'bradley-terry')).toEqual({
      kind: 'not-estimable',
      reason: 'separated',
      groups: [['x'], ['y']],
    })
    const { out } = await run('--responses', apart, '--model', 'bradley-terry')
    expect(out).toContain('--prior 0.5')
    const held = await json('--responses', apart, '--model', 'bradley-terry', '--prior', '0.5')
    expect(held).toMatchObject({ kind: 'estimate', connected: false })
  })

  it('takes all but one as the first where there are five items or fewer', async () => {
    const close = file('close.csv', 'rater,a,b,result\nr,x,y,a\nr,x,y,b\nr,y,z,a\nr,y,z,b\n')
    const result = await json('--responses', close, '--model', 'bradley-terry')
    expect(result.method.parameters.top).toBe(2)
    expect(result.signal).toEqual({ kind: 'open', undecided: ['x', 'y', 'z'] })
  })

  it('has no signal of a constituency that was asked about no more than the first', async () => {
    const text = [
      'r,x,y,a,nurses',
      'r,x,y,b,nurses',
      ...['x,y', 'y,z', 'z,w'].flatMap((pair) => [`s,${pair},a,managers`, `s,${pair},b,managers`]),
    ]
    const asked = file('asked.csv', `rater,a,b,result,who\n${text.join('\n')}\n`)
    const args = ['--responses', asked, '--model', 'bradley-terry', '--constituency', 'who']
    const { constituencies } = await json(...args)
    expect(constituencies.map(({ signal }: { signal: { kind: string } | null }) => signal?.kind)).toEqual([
      'open',
      undefined,
    ])
  })

  it('says that a favoured one who always wins has an advantage without end, prior or not', async () => {
    const shown = file('shown.csv', 'rater,a,b,result,home\nr,x,y,a,a\nr,x,y,b,b\n')
    for (const prior of ['0', '0.5']) {
      const args = ['--responses', shown, '--model', 'bradley-terry', '--prior', prior]
      expect(await json(...args)).toEqual({ kind: 'not-estimable', reason: 'favoured-without-exception' })
    }
  })

  it('gives each constituency its order, and all the same weight', async () => {
    const lines = ['x,y,a', 'x,y,a', 'x,y,b'].map((line) => `r,${line},nurses`)
    const others = ['x,y,b', 'x,y,b', 'x,y,b', 'x,y,b', 'x,y,b', 'x,y,b', 'x,y,a', 'x,y,a', 'x,y,a'].map(
      (line) => `s,${line},managers`,
    )
    const both = file('both.csv', `rater,a,b,result,who\n${[...lines, ...others].join('\n')}\n`)
    const args = ['--responses', both, '--model', 'bradley-terry', '--constituency', 'who']
    const { constituencies, together } = await json(...args)
    expect(constituencies.map((one: { constituency: string }) => one.constituency)).toEqual([
      'managers',
      'nurses',
    ])
    expect(together[0].worth).toBeCloseTo(0, 10)
    expect((await run(...args)).out).toMatch(/Together, with the same weight/)
  })

  it('takes ratings: those of one category more or less tell by how much items differ', async () => {
    const lines = [5, 5, 5, 6].flatMap((x, i) => [`r${i},x,${x}`, `r${i},y,${[5, 5, 6, 6][i]!}`])
    const rated = file('rated.csv', `rater,item,rating\n${lines.join('\n')}\n`)
    const { items, n } = await json('--responses', rated, '--model', 'rating-scale', '--reference', 'x')
    expect(n).toEqual({ items: 2, responses: 8 })
    // by hand: odds of 6 are 1 to 3 for x and 1 to 1 for y
    expect(items[1].worth).toBeCloseTo(Math.log(3), 6)
    expect(items[1].se).toBeCloseTo(Math.sqrt(4 / 3 + 1), 6)
  })

  it('writes a table to read, the first item first', async () => {
    const { out } = await run('--responses', pairs, '--model', 'davidson', '--top', '1')
    expect(out).toMatch(/ln ν of ties/)
    expect(out.indexOf('\n  x ')).toBeLessThan(out.indexOf('\n  y '))
    expect(out).toMatch(/in the first 1/)
  })

  it.each([
    [
      'bradley-terry',
      'rater,a,b,result\nr,x,y,c\n',
      'line 2, column 4 (result): expected a, b or tie, found "c"',
    ],
    [
      'bradley-terry',
      'rater,a,b,result\nr,x,x,a\n',
      'line 2, column 3 (b): expected an item other than a, found "x"',
    ],
    ['bradley-terry', 'rater,a,b,result\n,x,y,a\n', 'line 2, column 1 (rater): expected a rater, found ""'],
    [
      'bradley-terry',
      'rater,a,b,result,count\nr,x,y,a,0\n',
      'line 2, column 5 (count): expected a number above 0, found "0"',
    ],
    [
      'bradley-terry',
      'rater,a,b,result,count\nr,x,y,a,-1\n',
      'line 2, column 5 (count): expected a number from 0, found "-1"',
    ],
    [
      'davidson',
      'rater,a,b,result,home\nr,x,y,a,q\n',
      'line 2, column 5 (home): expected a, b, one of the two, 1, 0 or nothing, found "q"',
    ],
    [
      'bradley-terry',
      'rater,a,b,result,home\nr,b,a,a,a\n',
      'line 2, column 5 (home): expected what is either a side or a name: it is the other item that has this name, found "a"',
    ],
    [
      'best-worst',
      'rater,set,item,choice\nr,1,a,best\nr,1,b,\n',
      'line 2, column 4 (choice): expected one worst in each set, found "best"',
    ],
    [
      'best-worst',
      'rater,set,item,choice\nr,1,a,best\nr,1,b,best\n',
      'line 3, column 4 (choice): expected one best in each set, found "best"',
    ],
    [
      'best-worst',
      'rater,set,item,choice\nr,1,a,good\nr,1,b,worst\n',
      'line 2, column 4 (choice): expected best, worst or nothing, found "good"',
    ],
    [
      'best-worst',
      'rater,set,item,choice\nr,1,a,best\nr,1,a,worst\n',
      'line 3, column 3 (item): expected each item once, found "a"',
    ],
    [
      'plackett-luce',
      'rater,item,rank\nr,a,1\nr,b,1\n',
      'line 3, column 3 (rank): expected each rank once in a ranking, found "1"',
    ],
    [
      'plackett-luce',
      'rater,item,rank\nr,a,\nr,b,\n',
      'line 2, column 3 (rank): expected at least one rank in a ranking, found ""',
    ],
    [
      'plackett-luce',
      'rater,item,rank\nr,a,1\n',
      'line 2, column 2 (item): expected at least two items together, found "a"',
    ],
    [
      'rating-scale',
      'rater,item,rating\nr,a,1\nr,b,2\nr,a,1\n',
      'line 4, column 2 (item): expected each item once from a rater, found "a"',
    ],
    [
      'rating-scale',
      'rater,item,rating\nr,a,1.5\n',
      'line 2, column 3 (rating): expected a whole number in [0, 100], found "1.5"',
    ],
    ['plackett-luce', 'rater,item\nr,a\n', 'line 1, column 1: expected a column "rank", found "rater,item"'],
  ])('refuses of %s %j: exit 2, one located line', async (model, text, message) => {
    const { out, error, code } = await run('--responses', file('bad.csv', text), '--model', model)
    expect([code, out]).toEqual([2, ''])
    expect(error.replace('column 1 (rater): expected a column', 'column 1: expected a column')).toBe(
      `bad.csv, ${message}\n`,
    )
  })

  it.each([
    [
      ['--model', 'elo'],
      '--model: expected bradley-terry, davidson, rao-kupper, best-worst, plackett-luce, rating-scale, found "elo"',
    ],
    [
      [],
      '--model: expected bradley-terry, davidson, rao-kupper, best-worst, plackett-luce, rating-scale, found nothing',
    ],
    [['--model', 'davidson', '--prior', '-1'], '--prior: expected a number in [0, Infinity], found "-1"'],
    [
      ['--model', 'davidson', '--top', '0'],
      '--top: expected a whole number in [1, 9007199254740991], found "0"',
    ],
    [['--model', 'davidson', '--top', '9'], '--top: expected fewer than the 3 items, found 9'],
    [
      ['--model', 'davidson', '--reference', 'q'],
      '--reference: expected an item of the responses, found "q"',
    ],
    [
      ['--model', 'davidson', '--reference', 'x', '--constituency', 'rater'],
      '--reference: expected none beside --constituency, since each is centred',
    ],
  ])('refuses the options %j', async (args, message) => {
    expect(await run('--responses', pairs, ...args)).toEqual({ out: '', error: `${message}\n`, code: 2 })
  })
})
