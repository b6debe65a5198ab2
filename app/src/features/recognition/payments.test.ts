import { expect, test } from 'vitest'
import { minutesOf } from './payments.ts'

test('minutes are counted up to a tenth', () => {
  expect(minutesOf(60)).toBe(1)
  expect(minutesOf(95)).toBe(1.6)
  expect(minutesOf(0)).toBe(0)
})
