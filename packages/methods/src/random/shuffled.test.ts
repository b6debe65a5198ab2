import { expect, it } from 'vitest'
import { shuffled } from './shuffled.ts'

it('gives each order of three for one of six pairs of random numbers, and leaves what it was given', () => {
  const things = ['a', 'b', 'c']
  const orders = [0, 1 / 3, 2 / 3].flatMap((first) =>
    [0, 0.5].map((second) => {
      const numbers = [first, second]
      const order = shuffled(things, () => numbers.shift()!)
      expect(numbers).toEqual([])
      return order.join('')
    }),
  )
  expect(orders.toSorted()).toEqual(['abc', 'acb', 'bac', 'bca', 'cab', 'cba'])
  expect(things).toEqual(['a', 'b', 'c'])
})

it('needs no chance for one thing, or none', () => {
  const never = () => {
    throw new Error('expected no chance')
  }
  expect(shuffled(['a'], never)).toEqual(['a'])
  expect(shuffled([], never)).toEqual([])
})
