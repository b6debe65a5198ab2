import { describe, expect, it } from 'vitest'
import { opinionMap } from '../opinion-map/opinion-map.ts'
import { voteTable } from '../opinion-map/vote-table.ts'
import type { Vote } from '../opinion-map/vote-table.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { discloseOpinionMap } from './disclose-opinion-map.ts'

function votes(people: number, statements: number): Vote[] {
  const random = seededRandom(3)
  return Array.from({ length: people }, (_, i) =>
    Array.from({ length: statements }, (__, j): Vote => {
      const own = (i % 2 === 0) === (j % 2 === 0)
      const answer = random() < 0.2 ? 'pass' : own === random() < 0.8 ? 'agree' : 'disagree'
      return { participant: `p${i}`, statement: `s${j}`, answer }
    }),
  ).flat()
}

const groupsOf = (people: number, small: number) =>
  new Map(Array.from({ length: people }, (_, i) => [`p${i}`, i < small ? 'small' : i % 2 === 0 ? 'a' : 'b']))

const mapOf = (people: number, small = 0) =>
  opinionMap(voteTable(votes(people, 12)), { assign: groupsOf(people, small), random: seededRandom(1) })

/** Every number anywhere in a value. */
function numbers(value: unknown): number[] {
  if (typeof value === 'number') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbers) : []
}

describe('discloseOpinionMap', () => {
  it('has outlines, not participants, and nothing to compute counts from', () => {
    const disclosed = discloseOpinionMap(mapOf(80))
    expect(Object.keys(disclosed)).toEqual(['participants', 'statements', 'groups', 'majority', 'stability'])
    expect(disclosed.groups.map(({ group, size }) => [group, size])).toEqual([
      ['a', { kind: 'shown', count: 40 }],
      ['b', { kind: 'shown', count: 40 }],
    ])
    for (const { outline } of disclosed.groups) expect(outline.kind).toBe('ellipse')
    for (const { position } of disclosed.statements) {
      expect(position).toEqual(position!.map((c) => Math.round(c * 100) / 100))
    }
  })

  it('lists what most agree on where five or more took part, and not where fewer did', () => {
    const majority = { agree: ['s1'], disagree: ['s2', 's3'] }
    expect(discloseOpinionMap({ ...mapOf(5), majority }).majority).toEqual(majority)
    expect(discloseOpinionMap({ ...mapOf(4), majority }).majority).toEqual({ agree: [], disagree: [] })
  })

  it('outlines a group by twice the spread in every direction, longest first', () => {
    const map = mapOf(80)
    for (const { group, outline } of discloseOpinionMap(map).groups) {
      if (outline.kind !== 'ellipse') throw new Error('expected an outline')
      const { center } = map.groups.find((one) => one.group === group)!
      expect(outline.center).toEqual(center.map((at) => Math.round(at * 100) / 100))
      const members = map.participants.filter((one) => one.group === group)
      const spread = (angle: number) =>
        Math.sqrt(
          members.reduce(
            (sum, { x, y }) =>
              sum + ((x - center[0]) * Math.cos(angle) + (y - center[1]) * Math.sin(angle)) ** 2,
            0,
          ) / members.length,
        )
      const spreads = Array.from({ length: 1000 }, (_, step) => spread((step * Math.PI) / 1000))
      expect(Math.abs(outline.halfAxes[0] - 2 * Math.max(...spreads))).toBeLessThan(0.01)
      expect(Math.abs(outline.halfAxes[1] - 2 * Math.min(...spreads))).toBeLessThan(0.01)
      expect(Math.abs(outline.halfAxes[0] - 2 * spread(outline.angle))).toBeLessThan(0.01)
    }
  })

  it('shows no count below five, and no consensus computed from one', () => {
    const map = mapOf(60)
    const disclosed = discloseOpinionMap(map)
    let hidden = 0
    for (const statement of disclosed.statements) {
      for (const count of numbers([statement.everybody, statement.groups]))
        expect(count).toBeGreaterThanOrEqual(5)
      const needed = statement.groups.flatMap(({ agree, answered }) => [agree.kind, answered.kind])
      expect(statement.groupInformedConsensus === null).toBe(needed.includes('hidden'))
      if (statement.groupInformedConsensus === null) hidden++
    }
    expect(hidden).toBeGreaterThan(0)
    expect(hidden).toBeLessThan(12)
    for (const { representative } of disclosed.groups) {
      for (const count of numbers(representative)) expect(count).toBeGreaterThanOrEqual(5)
    }
  })

  it('gives a group of three neither size, outline nor statements', () => {
    const { groups, participants } = discloseOpinionMap(mapOf(60, 3))
    const small = groups.find(({ group }) => group === 'small')!
    expect(small).toEqual({
      group: 'small',
      size: { kind: 'hidden' },
      outline: { kind: 'hidden' },
      representative: [],
    })
    const withheld = groups.filter(({ size }) => size.kind === 'hidden')
    expect(withheld).toHaveLength(2)
    expect(
      withheld.every(({ outline, representative: own }) => outline.kind === 'hidden' && own.length === 0),
    ).toBe(true)
    expect(participants).toEqual({ kind: 'shown', count: 60 })
  })

  it('does not tell by counts of answers what it hides of sizes', () => {
    const assign = new Map(
      Array.from({ length: 21 }, (_, i) => [`p${i}`, i < 3 ? 'a' : i < 9 ? 'b' : 'c'] as const),
    )
    const map = opinionMap(voteTable(votes(21, 12)), { assign, random: seededRandom(1) })
    const { groups, statements } = discloseOpinionMap(map)
    expect(groups.map(({ size, outline }) => [size.kind, outline.kind])).toEqual([
      ['hidden', 'hidden'],
      ['hidden', 'hidden'],
      ['shown', 'ellipse'],
    ])
    for (const { groups: lines } of statements) {
      for (const { group, agree, answered } of lines) {
        if (group !== 'c') expect([agree.kind, answered.kind]).toEqual(['hidden', 'hidden'])
      }
    }
  })

  it('hides a size beside few people in no group, and leaves the group on the map', () => {
    const template = mapOf(60)
    const sizes = [20, 12]
    const { groups } = discloseOpinionMap({
      ...template,
      n: { ...template.n, participants: 34, grouped: 32 },
      groups: sizes.map((size, g) => ({ ...template.groups[g]!, size, representative: [] })),
      statements: [],
    })
    expect(groups.map(({ size, outline }) => [size.kind, outline.kind])).toEqual([
      ['shown', 'ellipse'],
      ['hidden', 'ellipse'],
    ])
  })

  it('leaves it possible that every group, and those in no group, are five or more', () => {
    const sizesUpTo = (most: number, lines: number): number[][] =>
      lines === 0
        ? [[]]
        : sizesUpTo(most, lines - 1).flatMap((some) =>
            Array.from({ length: most }, (_, i) => [...some, i + 1]),
          )
    const template = mapOf(60)
    for (const sizes of sizesUpTo(11, 2)) {
      for (const ungrouped of [0, 1, 4, 5, 7]) {
        const name = `${sizes.join()} and ${ungrouped}`
        const grouped = sizes.reduce((sum, size) => sum + size, 0)
        const { groups } = discloseOpinionMap({
          ...template,
          n: { ...template.n, participants: grouped + ungrouped, grouped },
          groups: sizes.map((size, g) => ({
            ...template.groups[0]!,
            group: String(g),
            size,
            representative: [],
          })),
          statements: [],
        })
        const shown = groups.reduce((sum, { size }) => sum + (size.kind === 'shown' ? size.count : 0), 0)
        const told = groups.map(({ size, outline }) =>
          size.kind === 'shown' ? 0 : outline.kind === 'ellipse' ? 5 : 0,
        )
        const rest = grouped + ungrouped - shown
        const mustHold = (small: number) =>
          told.reduce<number>((sum, least, g) => sum + (g === small ? 0 : least), 5)
        const isHidden = groups.map(({ size }) => size.kind === 'hidden')
        for (const [g, size] of sizes.entries()) {
          if (size >= 5) continue
          expect(isHidden[g] && told[g] === 0, name).toBe(true)
          if (grouped + ungrouped >= 10) expect(rest, name).toBeGreaterThanOrEqual(mustHold(g))
        }
        if (ungrouped > 0 && ungrouped < 5 && isHidden.includes(true) && told.some((least) => least > 0)) {
          expect(rest, name).toBeGreaterThanOrEqual(mustHold(-1))
        }
      }
    }
  })

  it('shows nothing of four participants', () => {
    const disclosed = discloseOpinionMap(mapOf(4))
    expect(numbers([disclosed.participants, disclosed.groups, disclosed.statements])).toEqual([])
    expect(disclosed.majority).toEqual({ agree: [], disagree: [] })
  })

  it('shows nothing where nobody took part', () => {
    const n = { ...mapOf(60).n, participants: 0, grouped: 0 }
    const nobody = { ...mapOf(60), n, participants: [], groups: [], statements: [] }
    const { participants, groups } = discloseOpinionMap(nobody)
    expect([participants, groups]).toEqual([{ kind: 'hidden' }, []])
  })

  it('does not place a statement everybody agrees with, which would be at the origin', () => {
    const all = votes(40, 12).map((vote): Vote =>
      vote.statement === 's3' ? { ...vote, answer: 'agree' } : vote,
    )
    const map = opinionMap(voteTable(all), { assign: groupsOf(40, 0), random: seededRandom(1) })
    expect(map.statements[3]).toMatchObject({ x: 0, y: 0 })
    expect(discloseOpinionMap(map).statements[3]!.position).toBeNull()
  })

  it('draws the ellipse along the direction in which the members lie', () => {
    const map = mapOf(60)
    const line = {
      ...map,
      groups: [{ ...map.groups[0]!, center: [1, 1] as const, size: 5 }],
      participants: [-2, -1, 0, 1, 2].map((t) => ({ id: `q${t}`, x: 1 + t, y: 1 + t, group: 'a' })),
      statements: [],
    }
    const empty = { ...line, groups: line.groups.map((group) => ({ ...group, representative: [] })) }
    expect(discloseOpinionMap(empty).groups[0]!.outline).toEqual({
      kind: 'ellipse',
      center: [1, 1],
      halfAxes: [4, 0],
      angle: 0.79,
    })
  })
})
