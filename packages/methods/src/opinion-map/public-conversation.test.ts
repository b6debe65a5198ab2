import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random/seeded-random.ts'
import oracle from './bg2050-volunteers.oracle.json' with { type: 'json' }
import { groupInformedConsensus } from './group-informed-consensus.ts'
import { opinionMap } from './opinion-map.ts'
import type { Answer } from './vote-table.ts'
import { voteTable } from './vote-table.ts'

const letters: Record<string, Answer> = { a: 'agree', d: 'disagree', p: 'pass' }
const votes = oracle.participants.flatMap(({ id, votes: line }) =>
  oracle.statements.flatMap((statement, j) =>
    line[j] === '.' ? [] : [{ participant: id, statement, answer: letters[line[j]!]! }],
  ),
)
const assign = new Map(
  oracle.participants.flatMap(({ id, group }) => (group === null ? [] : [[id, group] as const])),
)
const flags = { moderatedOut: new Set(oracle.moderatedOut), meta: new Set(oracle.meta) }
const given = opinionMap(voteTable(votes), { ...flags, assign, random: seededRandom(1) })

describe('the public conversation bg2050-volunteers', () => {
  it('has the published group-informed consensus on all 371 statements', () => {
    expect(given.statements).toHaveLength(371)
    const published = new Map(oracle.statements.map((id, j) => [id, oracle.groupInformedConsensus[j]!]))
    for (const { id, groupInformedConsensus: own } of given.statements) {
      expect(Math.abs(own! - published.get(id)!)).toBeLessThanOrEqual(oracle.tolerance)
    }
  })

  it('gives given groups no stability: they were not found', () => {
    expect(given.stability).toBeNull()
    expect(given.groups.map(({ group, size }) => [group, size])).toEqual([
      ['0', 100],
      ['1', 8],
    ])
  })

  it('finds the published division of the volunteers, and says that it is unstable', () => {
    const found = opinionMap(voteTable(votes), { ...flags, resamples: 40, random: seededRandom(1) })
    expect(found.stability?.verdict).toBe('unstable')
    const same = found.participants.filter(
      ({ id, group }) => group !== null && assign.get(id) === (group === 'A' ? '0' : '1'),
    )
    expect(same.length / found.n.grouped).toBeGreaterThan(0.95)
  })
})

describe('groupInformedConsensus', () => {
  it('is the product of smoothed shares, for either direction', () => {
    const groups = [
      { agree: 3, disagree: 1, pass: 0 },
      { agree: 0, disagree: 0, pass: 0 },
    ]
    expect(groupInformedConsensus(groups)).toBeCloseTo((4 / 6) * (1 / 2), 15)
    expect(groupInformedConsensus(groups, 'disagree')).toBeCloseTo((2 / 6) * (1 / 2), 15)
  })
})
