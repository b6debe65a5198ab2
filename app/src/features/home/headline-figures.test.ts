import { describe, expect, test } from 'vitest'
import { type AnsweredThing, headlineFigures } from './headline-figures.ts'

const now = new Date('2027-03-01T12:00:00Z')
const daysAgo = (days: number): Date => new Date(now.getTime() - days * 86_400_000)
const thing = (more: Partial<AnsweredThing> = {}): AnsweredThing => ({
  turnedBack: false,
  manner: null,
  objected: false,
  ...more,
})

describe('days from Ask to Tell', () => {
  test('are the median over the rounds that were told; those that wait are counted beside it', () => {
    const { askToTell } = headlineFigures(
      [
        { openedAt: daysAgo(40), toldAt: daysAgo(30) },
        { openedAt: daysAgo(60), toldAt: daysAgo(20) },
        { openedAt: daysAgo(20), toldAt: daysAgo(0) },
        { openedAt: daysAgo(35), toldAt: null },
        { openedAt: daysAgo(3), toldAt: null },
      ],
      [],
      now,
    )
    expect(askToTell).toEqual({ medianDays: 20, rounds: 3, waiting: 2, oldestWaitingDays: 35 })
  })
  test('of an even number are the mean of the two in the middle', () => {
    const rounds = [10, 12, 15, 60].map((days) => ({ openedAt: daysAgo(days), toldAt: now }))
    expect(headlineFigures(rounds, [], now).askToTell.medianDays).toBe(13.5)
  })
  test('of none are none, not zero', () => {
    expect(headlineFigures([], [], now).askToTell).toEqual({
      medianDays: null,
      rounds: 0,
      waiting: 0,
      oldestWaitingDays: null,
    })
  })
})

describe('the share with a stated outcome', () => {
  test('counts what has its answer, and apart what was turned back', () => {
    const figures = headlineFigures(
      [],
      [
        ...Array.from({ length: 5 }, () => thing({ turnedBack: true })),
        ...Array.from({ length: 2 }, () => thing({ manner: 'one' })),
        ...Array.from({ length: 4 }, () => thing({ manner: 'bulk' })),
        ...Array.from({ length: 2 }, () => thing()),
      ],
      now,
    )
    expect(figures.withOutcome).toEqual({ share: 6 / 8, of: 8 })
    expect(figures.inBulk).toEqual({ share: 4 / 6, of: 6 })
    expect(figures.turnedBack).toBe(5)
  })
  test('and what stands beside it are said of 5 things or more, since fewer tell who said them', () => {
    for (const count of [0, 1, 4]) {
      const things = Array.from({ length: count }, () => [
        thing({ manner: 'one' }),
        thing({ turnedBack: true }),
      ])
      expect(headlineFigures([], things.flat(), now)).toMatchObject({
        withOutcome: { share: null, of: null },
        inBulk: { share: null, of: null },
        notAnswering: { marked: { kind: 'hidden' }, of: null },
        turnedBack: null,
      })
    }
  })
  test('the share marked "this does not answer me" is hidden under 5', () => {
    const marked = (count: number) =>
      headlineFigures(
        [],
        Array.from({ length: 20 }, (_, i) => thing({ manner: 'one', objected: i < count })),
        now,
      ).notAnswering
    expect(marked(4)).toEqual({ marked: { kind: 'hidden' }, of: 20 })
    expect(marked(0)).toEqual(marked(4))
    expect(marked(5)).toEqual({ marked: { kind: 'shown', count: 5 }, of: 20 })
  })
})
