import { describe, expect, it } from 'vitest'
import { barrierOptimum } from './barrier-optimum.ts'
import type { LinearRow, LogProgram } from './barrier-optimum.ts'

const sumOf = (...places: readonly number[]): LinearRow['terms'] => places.map((place) => [place, 1] as const)

/** The optimum, with how often it was asked whether time is over; every point asked of keeps the bounds. */
function optimum(program: LogProgram) {
  let steps = 0
  const x = barrierOptimum(program, () => {
    steps++
    return false
  })
  expect(steps).toBeLessThan(150)
  for (const [place, value] of x.entries()) {
    expect(value).toBeGreaterThan(0)
    expect(value).toBeLessThanOrEqual(program.upper[place]! + 1e-9)
  }
  for (const { lower, upper, terms } of program.rows) {
    const sum = terms.reduce((total, [place, coefficient]) => total + coefficient * x[place]!, 0)
    expect(sum).toBeGreaterThan(lower - 1e-6)
    expect(sum).toBeLessThan(upper + 1e-6)
  }
  return x
}

function expectNear(x: Float64Array, expected: readonly number[]): void {
  expect(x).toHaveLength(expected.length)
  for (const [place, value] of expected.entries()) {
    expect(Math.abs(x[place]! - value), `place ${place}`).toBeLessThan(1e-6)
  }
}

describe('the largest sum of logarithms', () => {
  const total = (seats: number, ...places: readonly number[]): LinearRow => ({
    lower: seats,
    upper: seats,
    terms: sumOf(...places),
  })

  it('is in proportion to the weights where no bound holds', () => {
    const rows = [total(4, 0, 1, 2)]
    expectNear(optimum({ weights: [1, 2, 5], upper: [9, 9, 9], rows, start: [1, 1, 2] }), [0.5, 1, 2.5])
    // a whole first step would take the first one far below zero
    const light = { weights: [0.01, 1], upper: [99, 99], rows: [total(4, 0, 1)], start: [1, 3] }
    expectNear(optimum(light), [0.04 / 1.01, 4 / 1.01])
  })

  it('is at an upper bound where the proportion is above it, from a start that is anywhere', () => {
    const program = { weights: [8, 1, 1], upper: [2, 4, 4], rows: [total(4, 0, 1, 2)] }
    for (const start of [
      [1, 1, 2],
      [1e-5, 0.3, 3.69999],
      [1.99999, 1e-5, 2],
      [0.01, 3.98, 0.01],
    ]) {
      expectNear(optimum({ ...program, start }), [2, 1, 1])
    }
  })

  it('is at the bound of a row, whether below or above', () => {
    const program = { weights: [4, 1, 1], upper: [9, 9, 9], start: [1.5, 1.3, 1.2] }
    const atMost = { lower: 1, upper: 2, terms: sumOf(0) }
    expectNear(optimum({ ...program, rows: [total(4, 0, 1, 2), atMost] }), [2, 1, 1])
    const atLeast = { lower: 2, upper: 3, terms: sumOf(1, 2) }
    expectNear(optimum({ ...program, rows: [total(4, 0, 1, 2), atLeast] }), [2, 1, 1])
  })

  it('is the same where rows follow from one another', () => {
    // rows and columns of a table of two by two: the last sum follows from the others
    const rows = [total(3, 0, 1), total(1, 2, 3), total(2, 0, 2), total(2, 1, 3)]
    const program = { weights: [1, 1, 1, 1], upper: [3, 3, 3, 3], start: [1.2, 1.8, 0.8, 0.2] }
    expectNear(optimum({ ...program, rows }), [1.5, 1.5, 0.5, 0.5])
    const twice = [...rows, ...rows, total(4, 0, 1, 2, 3)]
    expectNear(optimum({ ...program, rows: twice }), [1.5, 1.5, 0.5, 0.5])
  })

  it('is the start in no time, and nothing of nothing', () => {
    const program = { weights: [1, 2], upper: [2, 2], rows: [total(2, 0, 1)], start: [1, 1] }
    expect([...barrierOptimum(program, () => true)]).toEqual([1, 1])
    expect(barrierOptimum({ weights: [], upper: [], rows: [], start: [] }, () => false)).toHaveLength(0)
  })
})
