import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { type Instrument, type InstrumentScale, requireInstrument } from './instrument.ts'
import { instruments } from './instruments.ts'
import { scoreInstrument, itemValue } from './score-instrument.ts'

function instrument(id: string): Instrument {
  return instruments.find((one) => one.id === id)!
}
const answersOf = (one: Instrument, answer: (i: number) => number | null) =>
  Object.fromEntries(one.items.map(({ id }, i) => [id, answer(i)]))

describe('the instruments', () => {
  it.each(instruments.map((one) => [one.id, one] as const))('%s is a declaration that holds', (_, one) => {
    expect(() => requireInstrument(one)).not.toThrow()
    expect(one.source).toMatch(/^https:\/\//)
    if (one.delivery === 'ship') expect(one.anchors).not.toBeNull()
    else expect([one.stem, one.anchors]).toEqual([null, null])
  })

  it('ship text only under a named licence; the others bring structure', () => {
    const shipped = instruments.filter(({ delivery }) => delivery === 'ship')
    expect(shipped.map(({ id, licence }) => [id, licence])).toEqual([
      ['aim-iam-fim', 'CC BY'],
      ['oric', 'CC BY'],
      ['nomad', 'CC BY'],
      ['single-item-burnout', 'non-proprietary'],
      ['satisfaction', 'Apache-2.0'],
    ])
    expect(instrument('sus')).toMatchObject({ delivery: 'import' })
  })

  it('have their scores between the least and the greatest of the scale, whatever is answered', () => {
    fc.assert(
      fc.property(fc.constantFrom(...instruments), fc.infiniteStream(fc.nat()), (one, numbers) => {
        const random = numbers[Symbol.iterator]()
        const answers = answersOf(one, () => null)
        for (const { id, least, most } of one.items) {
          answers[id] = least + ((random.next().value as number) % (most - least + 1))
        }
        for (const result of scoreInstrument(one, answers)) {
          if (result.kind !== 'score') throw new Error('not scorable')
          const scale = one.scales.find(({ id }) => id === result.scale)!
          const values = scale.items.flatMap((id) => {
            const item = one.items.find((candidate) => candidate.id === id)!
            return Array.from({ length: item.most - item.least + 1 }, (_, i) =>
              itemValue(item, item.least + i),
            )
          })
          const size = scale.aggregate === 'sum' ? scale.items.length : 1
          expect(result.score).toBeGreaterThanOrEqual(
            scale.factor * size * Math.min(...values) + scale.offset,
          )
          expect(result.score).toBeLessThanOrEqual(scale.factor * size * Math.max(...values) + scale.offset)
          expect(result.tScore === null).toBe(scale.tScores === null)
        }
      }),
      { seed: 1, numRuns: 200 },
    )
  })
})

describe('scoreInstrument', () => {
  it.each([
    [[3, 3, 3, 3, 3, 3, 3, 3, 3, 3], 50],
    [[5, 1, 5, 1, 5, 1, 5, 1, 5, 1], 100],
    [[1, 5, 1, 5, 1, 5, 1, 5, 1, 5], 0],
    [[4, 2, 4, 1, 4, 2, 5, 2, 4, 2], 80],
  ])('the System Usability Scale of %j is %d', (given, score) => {
    const sus = instrument('sus')
    expect(
      scoreInstrument(
        sus,
        answersOf(sus, (i) => given[i]!),
      ),
    ).toEqual([{ kind: 'score', scale: 'sus', answered: 10, score, tScore: null }])
  })

  it('PROMIS recodes pain and looks T-scores up, at both ends and between', () => {
    const promis = instrument('promis-global-10-v1.2')
    const physical = (pain: number, other: number) =>
      scoreInstrument(
        promis,
        answersOf(promis, (i) => (i === 6 ? pain : other)),
      )[0]
    expect(physical(10, 1)).toMatchObject({ score: 4, tScore: { t: 16.2, se: 4.8 } })
    expect(physical(0, 5)).toMatchObject({ score: 20, tScore: { t: 67.7, se: 5.9 } })
    expect(physical(5, 3)).toMatchObject({ score: 12, tScore: { t: 39.8, se: 4.1 } })
    expect([0, 1, 3, 4, 6, 7, 9, 10].map((pain) => itemValue(promis.items[6]!, pain))).toEqual([
      5, 4, 4, 3, 3, 2, 2, 1,
    ])
    expect(scoreInstrument(promis, { g02: 5, g04: 5, g05: 5, g10: 4 })[1]).toMatchObject({
      score: 19,
      tScore: { t: 62.5, se: 4.2 },
    })
  })

  it('NoMAD turns the item about disrupted relationships, and leaves out what is not relevant', () => {
    const nomad = instrument('nomad')
    const action = (answers: Record<string, number | null>) =>
      scoreInstrument(nomad, answers).find(({ scale }) => scale === 'action')
    const all = Object.fromEntries([1, 2, 3, 4, 5, 6, 7].map((i) => [`action${i}`, i === 2 ? 1 : 5]))
    expect(action(all)).toMatchObject({ score: 5, answered: 7 })
    expect(action({ ...all, action1: null, action3: null, action4: 2 })).toMatchObject({
      score: 22 / 5,
      answered: 5,
    })
    expect(action({ action1: 5, action2: 1, action3: 5 })).toEqual({
      kind: 'not-scorable',
      reason: 'too-few-answers',
      scale: 'action',
      answered: 3,
      needed: 4,
    })
  })

  it('CollaboRATE counts only the top answer to all three, satisfaction the upper two of five', () => {
    const top = instrument('collaborate-9')
    const score = (a: number, b: number, c: number) =>
      scoreInstrument(top, { understand: a, listen: b, include: c })[0]
    expect(score(9, 9, 9)).toMatchObject({ score: 1 })
    expect(score(9, 8, 9)).toMatchObject({ score: 0 })
    const satisfied = [1, 2, 3, 4, 5].map(
      (answer) => scoreInstrument(instrument('satisfaction'), { satisfied: answer })[0],
    )
    expect(satisfied.map((one) => one?.kind === 'score' && one.score)).toEqual([0, 0, 0, 1, 1])
  })

  it('a sum with an item missing counts the mean of the others for it', () => {
    const sus = instrument('sus')
    const lenient: Instrument = { ...sus, scales: [{ ...sus.scales[0]!, answeredAtLeast: 9 }] }
    const answers = answersOf(lenient, (i) => (i === 0 ? null : i % 2 === 0 ? 5 : 1))
    expect(scoreInstrument(lenient, answers)[0]).toMatchObject({ score: 100, answered: 9 })
    expect(scoreInstrument(sus, answers)[0]).toMatchObject({ kind: 'not-scorable', needed: 10 })
  })

  it('refuses answers of no item and out of range', () => {
    const uwes = instrument('uwes-3')
    expect(() => scoreInstrument(uwes, { other: 1 })).toThrow(InvalidInput)
    expect(() => scoreInstrument(uwes, { vigour: 7 })).toThrow(
      'vigour must be a whole number in [0, 6], received 7',
    )
    expect(() => scoreInstrument(uwes, { vigour: 2.5 })).toThrow(InvalidInput)
  })
})

describe('requireInstrument', () => {
  const uwes = instrument('uwes-3')
  const item = uwes.items[0]!
  const scale = uwes.scales[0]!
  const nineteen = Array.from({ length: 19 }, (_, i) => 30 + i)
  const tables = (
    change: Partial<InstrumentScale>,
    table: Partial<NonNullable<InstrumentScale['tScores']>> = {},
  ): Partial<Instrument> => ({
    scales: [
      { ...scale, aggregate: 'sum', tScores: { from: 0, t: nineteen, se: nineteen, ...table }, ...change },
    ],
  })
  it('takes a T-table of all sums', () => {
    expect(() => requireInstrument({ ...uwes, ...tables({}) })).not.toThrow()
  })

  it.each<[string, Partial<Instrument>]>([
    ['no items', { items: [] }],
    ['an item twice', { items: [item, item] }],
    ['a range turned round', { items: [{ ...item, least: 6, most: 0 }] }],
    ['a recoding with a gap', { items: [{ ...item, recode: { 0: 1, 1: 2 } }] }],
    ['text of an imported item', { items: [{ ...item, text: { en: 'x', fr: null } }] }],
    ['a shipped item without text', { delivery: 'ship' }],
    ['a scale of an unknown item', { scales: [{ ...scale, items: ['other'] }] }],
    ['more answers than items', { scales: [{ ...scale, answeredAtLeast: 4 }] }],
    ['no answer needed', { scales: [{ ...scale, answeredAtLeast: 0 }] }],
    ['an item of a scale twice', { scales: [{ ...scale, items: ['vigour', 'vigour'], answeredAtLeast: 1 }] }],
    ['a factor without end', { scales: [{ ...scale, factor: Infinity }] }],
    ['an offset that is no number', { scales: [{ ...scale, offset: NaN }] }],
    ['a T-table of a mean', tables({ aggregate: 'mean' })],
    ['a T-table with answers missing', tables({ answeredAtLeast: 2 })],
    [
      'a T-table that ends before the greatest sum',
      tables({}, { t: nineteen.slice(1), se: nineteen.slice(1) }),
    ],
    ['a T-table that begins after the least sum', tables({}, { from: 1 })],
    ['a T-table without errors', tables({}, { se: [] })],
    ['a T that is no number', tables({}, { t: [NaN, ...nineteen.slice(1)] })],
  ])('refuses %s', (_, change) => {
    expect(() => requireInstrument({ ...uwes, ...change })).toThrow(InvalidInput)
  })
})
