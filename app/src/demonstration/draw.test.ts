import { seededRandom, voteTable, opinionMap } from '@rounds/methods'
import { expect, test } from 'vitest'
import { content } from './content.ts'
import { drawRoster } from './draw-roster.ts'
import { drawVotes } from './draw-votes.ts'

const roster = drawRoster(seededRandom(content.simulation.seed))

test('the roster has 340 physicians, each with an own name and e-mail address, the named ones among them', () => {
  expect(roster).toHaveLength(340)
  expect(new Set(roster.map((one) => one.email)).size).toBe(340)
  expect(new Set(roster.map((one) => one.key)).size).toBe(340)
  for (const person of content.network.people.filter((one) => one.roles.includes('physician')))
    expect(roster.some((one) => one.key === person.id && one.email === person.email)).toBe(true)
})

test('the same seed draws the same people and the same votes', () => {
  expect(drawRoster(seededRandom(content.simulation.seed))).toEqual(roster)
  const round = content.initiatives[0]?.rounds[0]
  if (!round) throw new Error('no round')
  expect(drawVotes(roster, round, seededRandom(7))).toEqual(drawVotes(roster, round, seededRandom(7)))
})

test('the finished vote has enough voters for an opinion map, and its groups can be relied on', () => {
  const round = content.initiatives[0]?.rounds[0]
  if (!round) throw new Error('no round')
  const parts = drawVotes(roster, round, seededRandom(content.simulation.seed))
  const votes = parts.flatMap(({ physician, votes: own }) =>
    own.flatMap(({ statement, answer }) =>
      answer === 'not-my-area' ? [] : [{ participant: physician.key, statement, answer }],
    ),
  )
  const map = opinionMap(voteTable(votes), { random: seededRandom(1) })
  expect(parts.length).toBeGreaterThan(80)
  expect(map.stability?.verdict).toBe('stable')
  expect(map.groups.length).toBeGreaterThan(1)
})
