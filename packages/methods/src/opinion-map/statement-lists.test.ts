import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { wilsonInterval } from '../proportions/wilson-interval.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { chooseNextStatement } from './choose-next-statement.ts'
import type { AnswerCounts } from './group-votes.ts'
import { majorityStatements } from './majority.ts'
import type { MapStatement } from './opinion-map.ts'
import { representativeStatements } from './representative-statements.ts'
import { proportionTest, twoProportionTest } from './representativeness.ts'
import { routingPriority } from './routing-priority.ts'
import { smallestGroupShare, statementLists } from './statement-lists.ts'

function statement(id: string, ...counts: readonly (readonly [number, number, number])[]): MapStatement {
  const groups = counts.map(([agree, disagree, pass], g) => ({ group: 'ABC'[g]!, agree, disagree, pass }))
  const sum = (answer: 'agree' | 'disagree' | 'pass') =>
    groups.reduce((total, group) => total + group[answer], 0)
  return {
    id,
    agree: sum('agree'),
    disagree: sum('disagree'),
    pass: sum('pass'),
    x: 0,
    y: 0,
    extremity: 0,
    priority: 1,
    groupInformedConsensus: null,
    groups,
  }
}

describe('statementLists', () => {
  const all = statement('1', [20, 1, 1], [15, 2, 2])
  const against = statement('2', [1, 20, 1], [2, 15, 2])
  const split = statement('3', [20, 1, 1], [2, 15, 2])
  const halfHearted = statement('4', [20, 1, 1], [10, 8, 2])
  const unclear = statement('5', [8, 6, 8], [4, 4, 12])

  it('lists consensus for and against, what divides, and what many pass on', () => {
    const lists = statementLists([all, against, split, halfHearted, unclear])
    expect(lists.consensus.map((s) => [s.statement, s.direction])).toEqual([
      ['1', 'agree'],
      ['2', 'disagree'],
    ])
    expect(lists.dividing.map((s) => [s.statement, s.highest.group, s.lowest.group])).toEqual([
      ['3', 'A', 'B'],
    ])
    expect(lists.uncertain).toEqual([{ statement: '5', passShare: 20 / 42, passes: 20 }])
  })

  it('shows the smallest group share with its interval beside group-informed consensus', () => {
    expect(smallestGroupShare(all, 'agree')).toEqual({
      kind: 'estimate',
      group: 'B',
      interval: wilsonInterval(15, 19),
    })
    expect(smallestGroupShare(statement('6'), 'agree')).toEqual({
      kind: 'not-estimable',
      reason: 'no-groups',
    })
    expect(smallestGroupShare(statement('6', [1, 0, 0], [0, 0, 0]), 'agree')).toEqual({
      kind: 'not-estimable',
      reason: 'a-group-without-answers',
    })
  })

  it('lists nothing excluded, and no consensus without groups', () => {
    expect(statementLists([all, split], new Set(['1', '3']))).toEqual({
      consensus: [],
      dividing: [],
      uncertain: [],
    })
    expect(statementLists([statement('7'), statement('8', [20, 0, 0])]).consensus).toEqual([])
  })
})

describe('majorityStatements', () => {
  it('keeps ties in the order of statements, at most five a side', () => {
    const counts = Array.from({ length: 7 }, () => ({ agree: 9, disagree: 1, pass: 0 }))
    const ids = counts.map((_, j) => String(j))
    expect(majorityStatements(ids, counts, new Uint8Array(7)).agree).toEqual(['0', '1', '2', '3', '4'])
    expect(majorityStatements(ids, counts, Uint8Array.of(1, 0, 0, 0, 0, 0, 0)).agree[0]).toBe('1')
  })
})

describe('representativeStatements', () => {
  const none: AnswerCounts = { agree: 0, disagree: 0, pass: 0 }

  it('is empty without statements, and names nothing nobody voted on as best agreed', () => {
    expect(representativeStatements([], [], [], new Uint8Array(0))).toEqual([])
    const only = representativeStatements(['1'], [none], [none], new Uint8Array(1))
    expect(only.map((s) => [s.statement, s.n])).toEqual([['1', 0]])
  })

  it('falls back to the most distinct statement where nothing is agreed with', () => {
    const own = [
      { agree: 1, disagree: 2, pass: 3 },
      { agree: 0, disagree: 3, pass: 3 },
    ]
    const others = [
      { agree: 1, disagree: 3, pass: 3 },
      { agree: 4, disagree: 0, pass: 3 },
    ]
    const list = representativeStatements(['1', '2'], own, others, new Uint8Array(2))
    expect(list.map((s) => [s.statement, s.direction])).toEqual([['2', 'disagree']])
  })

  it('moves agreements before disagreements and keeps at most five', () => {
    const own = Array.from({ length: 8 }, (_, j) =>
      j < 4 ? { agree: 0, disagree: 20 - j, pass: 0 } : { agree: 20 - j, disagree: 0, pass: 0 },
    )
    const others = own.map(({ agree, disagree }) => ({ agree: disagree, disagree: agree, pass: 0 }))
    const list = representativeStatements(
      own.map((_, j) => String(j)),
      own,
      others,
      new Uint8Array(8),
    )
    expect(list).toHaveLength(5)
    expect(list.map((s) => s.direction).toSorted()).toEqual(list.map((s) => s.direction))
    expect(list[0]!.statement).toBe('4')
  })

  it('tests are zero where they should be', () => {
    expect(proportionTest(1, 3)).toBe(0)
    expect(twoProportionTest({ successes: 5, trials: 5 }, { successes: 3, trials: 3 })).toBe(0)
    expect(twoProportionTest({ successes: 1, trials: 3 }, { successes: 1, trials: 3 })).toBe(0)
  })
})

describe('chooseNextStatement', () => {
  const candidate = (id: string, shown: number, priority = 1) => ({ statement: id, shown, priority })

  it('shows the least shown first while any is below the floor', () => {
    const random = seededRandom(1)
    const candidates = [
      candidate('a', 3, 1000),
      candidate('b', 2),
      candidate('c', 40, 1000),
      candidate('d', 2),
    ]
    const chosen = Array.from({ length: 200 }, () => chooseNextStatement(candidates, random, 10))
    expect(new Set(chosen)).toEqual(new Set(['b', 'd']))
  })

  it('chooses in proportion to priority above the floor', () => {
    const random = seededRandom(2)
    const candidates = [candidate('a', 10, 1), candidate('b', 12, 3)]
    const draws = Array.from({ length: 20_000 }, () => chooseNextStatement(candidates, random, 10))
    expect(draws.filter((id) => id === 'b').length / draws.length).toBeCloseTo(0.75, 1)
  })

  it('gives every statement its floor, however low its priority', () => {
    const random = seededRandom(3)
    const shown = new Map(Array.from({ length: 20 }, (_, j) => [String(j), 0]))
    for (let person = 0; person < 40; person++) {
      const left = new Set(shown.keys())
      for (let draw = 0; draw < 5; draw++) {
        const candidates = [...left].map((id) => candidate(id, shown.get(id)!, id === '0' ? 1e-9 : 1))
        const next = chooseNextStatement(candidates, random, 10)!
        left.delete(next)
        shown.set(next, shown.get(next)! + 1)
      }
    }
    expect(Math.min(...shown.values())).toBe(10)
  })

  it('chooses nothing from nothing, and refuses a priority that is none', () => {
    expect(chooseNextStatement([], seededRandom(1))).toBeUndefined()
    expect(() => chooseNextStatement([candidate('a', 0, 0)], seededRandom(1))).toThrow(InvalidInput)
    expect(() => chooseNextStatement([candidate('a', -1)], seededRandom(1))).toThrow(InvalidInput)
  })
})

describe('routingPriority', () => {
  it('is positive, falls with passes, and is 49 for meta statements', () => {
    const count = fc.nat({ max: 500 })
    fc.assert(
      fc.property(
        count,
        count,
        count,
        fc.double({ min: 0, max: 50, noNaN: true }),
        (agree, disagree, pass, e) => {
          const priority = routingPriority({ agree, disagree, pass }, e, false)
          expect(priority).toBeGreaterThan(0)
          const passed = routingPriority({ agree, disagree, pass: pass + 1 }, e, false)
          expect(passed).toBeLessThan(priority)
          expect(routingPriority({ agree, disagree, pass }, e, true)).toBe(49)
        },
      ),
      { seed: 1 },
    )
  })
})
