import { type Vote, seededRandom, voteTable } from '@rounds/methods'
import { expect, test } from 'vitest'
import { computeResult } from './compute-result.ts'

/** Votes of 80 people in two camps, some of them at random, under names that `name` gives. */
function votes(name: (person: number) => string): Vote[] {
  const random = seededRandom(5)
  return Array.from({ length: 80 }, (_, person) =>
    Array.from({ length: 14 }, (__, statement): Vote => {
      const camp = (person % 2 === 0) === (statement % 2 === 0)
      const swayed = random() < 0.3
      return {
        participant: name(person),
        statement: String(statement + 1),
        answer: camp !== swayed ? 'agree' : random() < 0.2 ? 'pass' : 'disagree',
      }
    }),
  ).flat()
}

test('a result does not depend on what the participants are called', () => {
  const of = (name: (person: number) => string) =>
    computeResult({
      table: voteTable(votes(name)),
      notMyArea: new Map(),
      excluded: new Set(),
      seed: 1,
      resamples: 20,
    })
  const one = of((person) => `a${person}`)
  const other = of((person) => `z${(person * 37) % 80}`)
  expect(other.groups.map(({ size }) => size)).toEqual(one.groups.map(({ size }) => size))
  expect(other.stability).toEqual(one.stability)
  expect(other.statements).toEqual(one.statements)
  expect(one.groups.length).toBeGreaterThan(1)
})
