import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { opinionMap } from './opinion-map.ts'
import type { OpinionMap, OpinionMapOptions } from './opinion-map.ts'
import { pollingThresholds } from './polling-thresholds.ts'
import type { Answer, Vote } from './vote-table.ts'
import { voteTable } from './vote-table.ts'

const answers: readonly Answer[] = ['agree', 'disagree', 'pass']

function mapOf(votes: readonly Vote[], options: Partial<OpinionMapOptions> = {}): OpinionMap {
  return opinionMap(voteTable(votes), { resamples: 0, random: seededRandom(1), ...options })
}

/** Two camps that answer as their camp does with the given loyalty (1/2: no camps at all). */
function camps(people: number, statements: number, loyalty: number, seed = 5): Vote[] {
  const random = seededRandom(seed)
  const votes: Vote[] = []
  for (let i = 0; i < people; i++) {
    for (let j = 0; j < statements; j++) {
      const own = (i % 3 === 0) === (j % 2 === 0)
      const loyal = random() < loyalty
      if (random() < 0.7) {
        votes.push({ participant: `p${i}`, statement: `s${j}`, answer: own === loyal ? 'agree' : 'disagree' })
      }
    }
  }
  return votes
}

/** Few people and statements, each pair at most once, in any order. */
const conversation = fc
  .uniqueArray(fc.tuple(fc.nat({ max: 11 }), fc.nat({ max: 5 }), fc.constantFrom(...answers)), {
    selector: ([participant, statement]) => participant * 6 + statement,
    minLength: 1,
    maxLength: 60,
  })
  .map((cells) =>
    cells.map(([participant, statement, answer]) => ({
      participant: `p${participant}`,
      statement: String(statement),
      answer,
    })),
  )

/** Camp of each participant. */
const assignment = new Map(Array.from({ length: 12 }, (_, i) => [`p${i}`, i % 2 === 0 ? 'even' : 'odd']))

function present(votes: readonly Vote[]): Map<string, string> {
  const people = new Set(votes.map(({ participant }) => participant))
  return new Map([...assignment].filter(([id]) => people.has(id)))
}

function finite(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value)
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(finite)
}

describe('opinionMap', () => {
  it('does not depend on the order of votes', () => {
    const shuffled = conversation.chain((votes) =>
      fc.tuple(
        fc.constant(votes),
        fc.shuffledSubarray(votes, { minLength: votes.length, maxLength: votes.length }),
      ),
    )
    fc.assert(
      fc.property(shuffled, ([votes, other]) => {
        expect(mapOf(other)).toEqual(mapOf(votes))
        expect(mapOf(other, { assign: present(votes) })).toEqual(mapOf(votes, { assign: present(votes) }))
      }),
      { numRuns: 100, seed: 1 },
    )
  })

  it('does not depend on the order of votes where groups are found and resampled', () => {
    const votes = camps(80, 14, 0.85)
    const random = seededRandom(99)
    const other = votes
      .map((vote) => ({ vote, key: random() }))
      .toSorted((a, b) => a.key - b.key)
      .map(({ vote }) => vote)
    const first = mapOf(votes, { resamples: 10 })
    expect(first.groups.length).toBeGreaterThan(1)
    expect(mapOf(other, { resamples: 10 })).toEqual(first)
  })

  it('has only finite numbers, whatever the votes', () => {
    fc.assert(
      fc.property(conversation, fc.boolean(), (votes, isGiven) => {
        expect(finite(mapOf(votes, isGiven ? { assign: present(votes) } : {}))).toBe(true)
      }),
      { numRuns: 150, seed: 2 },
    )
  })

  it('mirrors when every agreement becomes a disagreement', () => {
    const mirror: Record<Answer, Answer> = { agree: 'disagree', disagree: 'agree', pass: 'pass' }
    fc.assert(
      fc.property(conversation, (votes) => {
        const map = mapOf(votes, { assign: present(votes) })
        const mirrored = mapOf(
          votes.map((vote) => ({ ...vote, answer: mirror[vote.answer] })),
          { assign: present(votes) },
        )
        map.center.forEach((c, j) => expect(mirrored.center[j]).toBeCloseTo(-c, 12))
        expect(mirrored.majority.agree).toEqual(map.majority.disagree)
        map.explained.forEach((share, c) => {
          if (share !== null) expect(mirrored.explained[c]!).toBeCloseTo(share, 9)
        })
      }),
      { numRuns: 60, seed: 3 },
    )
  })

  it('counts every vote once, over everybody and over groups of everybody', () => {
    fc.assert(
      fc.property(conversation, (votes) => {
        const map = mapOf(votes, { assign: present(votes) })
        expect(map.n).toMatchObject({ votes: votes.length, grouped: map.n.participants })
        for (const { agree, disagree, pass, groups } of map.statements) {
          const sum = (answer: Answer) => groups.reduce((total, group) => total + group[answer], 0)
          expect([sum('agree'), sum('disagree'), sum('pass')]).toEqual([agree, disagree, pass])
        }
      }),
      { numRuns: 60, seed: 4 },
    )
  })

  it('has orthogonal unit components whose largest loading is positive', () => {
    const { components } = mapOf(camps(60, 12, 0.8))
    const product = (a: readonly number[], b: readonly number[]) =>
      a.reduce((sum, loading, j) => sum + loading * b[j]!, 0)
    expect(product(components[0], components[0])).toBeCloseTo(1, 12)
    expect(product(components[0], components[1])).toBeCloseTo(0, 12)
    for (const component of components) {
      expect(component.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a))).toBeGreaterThan(0)
    }
  })

  it('lists ids in natural order', () => {
    const votes = ['10', '9', '1'].map((statement) => ({
      participant: `p${statement}`,
      statement,
      answer: 'pass' as const,
    }))
    const map = mapOf(votes)
    expect(map.statements.map(({ id }) => id)).toEqual(['1', '9', '10'])
    expect(map.participants.map(({ id }) => id)).toEqual(['p1', 'p9', 'p10'])
  })

  it('finds two planted camps, the larger first, and calls them stable', () => {
    const map = mapOf(camps(90, 24, 0.95), { resamples: 30 })
    expect(map.groups.map(({ group, size }) => [group, size])).toEqual([
      ['A', 60],
      ['B', 30],
    ])
    expect(
      map.participants.filter(({ group }) => group === 'B').every(({ id }) => Number(id.slice(1)) % 3 === 0),
    ).toBe(true)
    expect(map.stability).toMatchObject({ resamples: 30, verdict: 'stable' })
  })

  it('does not call groups stable in answers that are coin tosses', () => {
    for (const seed of [1, 2, 3]) {
      expect(mapOf(camps(90, 15, 0.5, seed), { resamples: 30 }).stability?.verdict).toBe('unstable')
    }
  })

  it.each([
    ['too few participants', camps(pollingThresholds.minimumVoters - 1, 15, 0.9), 'too-few-participants'],
    ['too few statements', camps(90, pollingThresholds.minimumStatements - 1, 0.9), 'too-few-statements'],
    [
      'all answers equal',
      camps(60, 12, 0.9).map((vote) => ({ ...vote, answer: 'agree' as const })),
      'no-variation',
    ],
  ])('has not enough to say with %s', (_, votes, reason) => {
    const map = mapOf(votes, { resamples: 20 })
    expect(map.groups).toEqual([])
    expect(map.n.grouped).toBe(0)
    expect(
      map.statements.every(
        ({ groupInformedConsensus, groups }) => groupInformedConsensus === null && groups.length === 0,
      ),
    ).toBe(true)
    expect(map.participants.every(({ group }) => group === null)).toBe(true)
    expect(map.stability).toEqual({
      adjustedRandIndex: null,
      resamples: 0,
      verdict: 'not enough to say',
      reason,
    })
  })

  it('does not count statements that are moderated out or meta towards the threshold', () => {
    const votes = camps(90, 12, 0.9)
    const map = mapOf(votes, { moderatedOut: new Set(['s0', 's1']), meta: new Set(['s2']) })
    expect(map.stability).toMatchObject({ reason: 'too-few-statements' })
  })

  it('treats a moderated-out statement as zero for all, and never lists it', () => {
    const votes = camps(60, 12, 0.95)
    const assign = new Map(
      votes.map(({ participant }) => [participant, Number(participant.slice(1)) % 3 === 0 ? 'a' : 'b']),
    )
    const map = mapOf(votes, { assign, moderatedOut: new Set(['s4']), meta: new Set(['s5']) })
    for (const j of [4, 5]) {
      expect(map.statements[j]).toMatchObject({ x: 0, y: 0, extremity: 0 })
      expect(map.center[j]).toBe(0)
    }
    expect(map.statements[5]!.priority).toBe(49)
    expect(map.statements[4]!.agree + map.statements[4]!.disagree).toBeGreaterThan(0)
    const listed = map.groups.flatMap(({ representative }) =>
      representative.map(({ statement }) => statement),
    )
    expect(listed).toHaveLength(10)
    expect(listed.includes('s4') || listed.includes('s5')).toBe(false)
  })

  it('stands one participant, and one statement', () => {
    const one = mapOf([{ participant: 'p', statement: 's', answer: 'agree' }])
    expect(one).toMatchObject({
      n: { participants: 1, statements: 1, votes: 1, grouped: 0 },
      explained: [null, null],
    })
    expect(one.participants).toEqual([{ id: 'p', x: 0, y: 0, group: null }])
  })

  it('has no second axis where two participants differ on one statement', () => {
    const map = mapOf([
      { participant: 'a', statement: 's', answer: 'agree' },
      { participant: 'b', statement: 's', answer: 'disagree' },
    ])
    expect(map.explained[0]).toBeCloseTo(1, 14)
    expect(map.explained[1]).toBe(0)
    expect(map.participants).toEqual([
      { id: 'a', x: 1, y: 0, group: null },
      { id: 'b', x: -1, y: 0, group: null },
    ])
  })

  it('names every threshold in its parameters', () => {
    const { parameters } = mapOf(camps(5, 5, 0.9), { resamples: 3 }).method
    expect(parameters).toMatchObject({
      ...pollingThresholds,
      resamples: 3,
      oneSidedZ: 1.2816,
      groups: 'found',
    })
  })

  it('refuses an unknown participant in the assignment, and resamples that are no number of them', () => {
    const votes = camps(5, 5, 0.9)
    expect(() => mapOf(votes, { assign: new Map([['nobody', 'a']]) })).toThrow(InvalidInput)
    expect(() => mapOf(votes, { resamples: -1 })).toThrow('resamples must be a whole number ≥ 0, received -1')
    expect(() => mapOf(votes, { resamples: 0.5 })).toThrow(InvalidInput)
  })
})
