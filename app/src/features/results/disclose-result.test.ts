import { type Vote, seededRandom, voteTable } from '@rounds/methods'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { computeResult } from './compute-result.ts'
import { discloseResult } from './disclose-result.ts'
import { withoutCounts } from './without-counts.ts'

function votesOf(people: number, statements: number, seed: number): Vote[] {
  const random = seededRandom(seed)
  const votes: Vote[] = []
  for (let person = 0; person < people; person += 1)
    for (let statement = 1; statement <= statements; statement += 1) {
      const draw = random()
      const camp = person % 2
      const answer =
        draw < 0.1 ? 'pass' : draw < 0.1 + (camp === statement % 2 ? 0.8 : 0.15) ? 'agree' : 'disagree'
      if (random() < 0.9) votes.push({ participant: `p${person}`, statement: String(statement), answer })
    }
  return votes
}

const resultOf = (people: number, statements: number, seed: number) =>
  computeResult({
    table: voteTable(votesOf(people, statements, seed)),
    notMyArea: new Map([['1', 2]]),
    excluded: new Set(),
    seed: 1,
    resamples: 10,
  })

test('no count below five is in what leaves, in any form', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 6, max: 70 }),
      fc.integer({ min: 2, max: 14 }),
      fc.integer({ min: 1, max: 1000 }),
      (people, statements, seed) => {
        const disclosed = discloseResult(resultOf(people, statements, seed))
        for (const statement of disclosed.statements)
          for (const line of [
            statement,
            ...statement.groups.map((group) => ({ ...group, disagree: group.agree, pass: group.agree })),
          ]) {
            expect(line.answered ?? 5).toBeGreaterThanOrEqual(5)
            for (const cell of [line.agree, line.disagree, line.pass])
              if (cell.kind === 'shown') expect(cell.count).toBeGreaterThanOrEqual(5)
          }
        for (const group of disclosed.groups) expect(group.size ?? 5).toBeGreaterThanOrEqual(5)
        expect(disclosed.statements.every((statement) => statement.notMyArea === null)).toBe(true)
      },
    ),
    { numRuns: 30 },
  )
})

test('a group whose size would tell of the few in no group stays, without its size', () => {
  const votes = votesOf(60, 14, 5).filter(
    ({ participant, statement }) => !['p0', 'p1', 'p2'].includes(participant) || Number(statement) < 5,
  )
  const result = computeResult({
    table: voteTable(votes),
    notMyArea: new Map(),
    excluded: new Set(),
    seed: 1,
    resamples: 10,
  })
  expect(result.n.grouped).toBe(57)
  const { groups } = discloseResult(result)
  expect(groups).toHaveLength(result.groups.length)
  expect(groups.filter(({ size }) => size === null)).toHaveLength(1)
})

test('nobody’s position leaves', () => {
  const result = resultOf(60, 12, 3)
  const text = JSON.stringify(discloseResult(result))
  expect(result.groups.length).toBeGreaterThan(0)
  for (const participant of result.participants) {
    expect(text).not.toContain(`"${participant.id}"`)
    expect(text).not.toContain(String(participant.x))
  }
})

test('fewer than fifty voters or ten statements give bars and no groups', () => {
  expect(discloseResult(resultOf(40, 12, 2)).groups).toEqual([])
  expect(discloseResult(resultOf(60, 8, 2)).groups).toEqual([])
  expect(discloseResult(resultOf(60, 12, 2)).groups.length).toBeGreaterThan(1)
})

test('without counts a result says nothing exact of how many answered', () => {
  const disclosed = withoutCounts(discloseResult(resultOf(60, 12, 2)))
  const shares = disclosed.statements.flatMap(({ agree, disagree, pass, groups }) => [
    agree,
    disagree,
    pass,
    ...groups.map((group) => group.agree),
  ])
  expect(shares.some(({ kind }) => kind === 'shown')).toBe(true)
  for (const share of shares)
    if (share.kind === 'shown') {
      expect(share.count).toBeNull()
      for (const bound of Object.values(share.interval)) expect((bound * 20) % 1).toBeCloseTo(0, 9)
    }
  expect(
    disclosed.statements.every(({ answered, notMyArea }) => answered === null && notMyArea === null),
  ).toBe(true)
  expect(disclosed.groups.every(({ size }) => (size ?? 0) % 5 === 0)).toBe(true)
  expect([disclosed.participants, disclosed.votes]).toEqual([null, null])
})
