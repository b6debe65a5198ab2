import { expect, test } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { seededRandom } from '../random/seeded-random.ts'
import { rankUncertainty } from './rank-uncertainty.ts'

const options = { draws: 100, level: 0.95, k: 1 }

test('what is no covariance is refused: ranks would come out certain', () => {
  const indefinite = [
    [1, 2],
    [2, 1],
  ]
  expect(() => rankUncertainty([0, 1], indefinite, options, seededRandom(1))).toThrow(InvalidInput)
})

test('the singular covariance of worths that are centred is one', () => {
  const centred = [
    [0.5, -0.5],
    [-0.5, 0.5],
  ]
  const [first, second] = rankUncertainty([0, 0], centred, options, seededRandom(1))
  expect([first, second]).toMatchObject([
    { rankLower: 1, rankUpper: 2 },
    { rankLower: 1, rankUpper: 2 },
  ])
  expect(first!.topK + second!.topK).toBe(1)
})
