import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InvalidInput } from '../errors.ts'
import { cholesky, invertCholesky, logDeterminant, solveCholesky } from './cholesky.ts'
import { leastSquares } from './least-squares.ts'
import type { Matrix } from './matrix.ts'

const entry = fc.integer({ min: -800, max: 800 }).map((value) => value / 80)
const design = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 0, max: 8 }))
  .chain(([p, more]) =>
    fc.array(fc.array(entry, { minLength: p, maxLength: p }), { minLength: p + more, maxLength: p + more }),
  )

function times(a: Matrix, b: Matrix): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)))
}
const transpose = (a: Matrix): number[][] => a[0]!.map((_, j) => a.map((row) => row[j]!))
function gap(a: Matrix, b: Matrix): number {
  return Math.max(...a.flatMap((row, i) => row.map((x, j) => Math.abs(x - b[i]![j]!))))
}

describe('cholesky', () => {
  it('factors a known matrix', () => {
    const factor = cholesky([
      [4, 12, -16],
      [12, 37, -43],
      [-16, -43, 98],
    ])!
    expect(factor.lower).toEqual([
      [2, 0, 0],
      [6, 1, 0],
      [-8, 5, 3],
    ])
    expect(logDeterminant(factor)).toBeCloseTo(Math.log(36), 12)
  })

  it('gives L Lᵀ = A, and solutions and inverses that multiply back, for random Gram matrices', () => {
    fc.assert(
      fc.property(design, (x) => {
        const gram = times(transpose(x), x).map((row, i) => row.map((v, j) => v + (i === j ? 1 : 0)))
        const factor = cholesky(gram)!
        const size = Math.max(...gram.flat().map(Math.abs))
        expect(gap(times(factor.lower, transpose(factor.lower)), gram)).toBeLessThanOrEqual(1e-13 * size)
        const unit = gram.map((_, i) => gram.map((__, j) => (i === j ? 1 : 0)))
        expect(gap(times(gram, invertCholesky(factor)), unit)).toBeLessThanOrEqual(1e-12 * size)
        expect(transpose(invertCholesky(factor))).toEqual(invertCholesky(factor))
        const b = gram.map((row) => row.reduce((sum, v, j) => sum + v * (j + 1), 0))
        const solved = solveCholesky(factor, b)
        expect(gap([solved], [b.map((_, j) => j + 1)])).toBeLessThanOrEqual(1e-12 * size)
      }),
      { seed: 1 },
    )
  })

  it('says null where the matrix is singular or indefinite', () => {
    expect(cholesky([[0]])).toBeNull()
    expect(cholesky([[-1]])).toBeNull()
    expect(
      cholesky([
        [1, 2],
        [2, 4],
      ]),
    ).toBeNull()
    expect(
      cholesky([
        [1, 2],
        [2, 1],
      ]),
    ).toBeNull()
  })

  it('refuses what is not square or not finite', () => {
    expect(() => cholesky([[1, 2]])).toThrow(InvalidInput)
    expect(() => cholesky([[NaN]])).toThrow(InvalidInput)
    expect(() => solveCholesky(cholesky([[1]])!, [1, 2])).toThrow(InvalidInput)
  })
})

describe('leastSquares', () => {
  it('gives the certified coefficients of NIST StRD Wampler1', () => {
    const xs = Array.from({ length: 21 }, (_, x) => x)
    const fit = leastSquares(
      xs.map((x) => [0, 1, 2, 3, 4, 5].map((power) => x ** power)),
      xs.map((x) => 1 + x + x ** 2 + x ** 3 + x ** 4 + x ** 5),
    )
    if (fit.kind !== 'estimate') throw new Error('not estimable')
    for (const coefficient of fit.coefficients) expect(Math.abs(coefficient - 1)).toBeLessThanOrEqual(1e-8)
  })

  it('is unmoved by an offset of a million in x', () => {
    const xs = [1, 2, 3, 4, 5, 6].map((x) => x + 1e6)
    const fit = leastSquares(
      xs.map((x) => [1, x]),
      xs.map((x) => 2 * (x - 1e6) + 3),
    )
    if (fit.kind !== 'estimate') throw new Error('not estimable')
    expect(fit.coefficients[1]).toBeCloseTo(2, 8)
    expect(Math.max(...fit.residuals.map(Math.abs))).toBeLessThanOrEqual(1e-6)
  })

  it('leaves residuals orthogonal to the design, and the inverse of XᵀX, for random designs', () => {
    fc.assert(
      fc.property(design, fc.array(entry, { minLength: 14, maxLength: 14 }), (x, values) => {
        const y = values.slice(0, x.length)
        const gram = times(transpose(x), x)
        const factor = cholesky(gram, 1e-6)
        if (factor === null) return
        const fit = leastSquares(x, y)
        if (fit.kind !== 'estimate') throw new Error('not estimable')
        const size = Math.max(1, ...gram.flat().map(Math.abs))
        const products = transpose(x).map((column) =>
          column.reduce((s, v, i) => s + v * fit.residuals[i]!, 0),
        )
        expect(Math.max(...products.map(Math.abs))).toBeLessThanOrEqual(1e-6 * size)
        const sum = fit.residuals.reduce((s, r) => s + r * r, 0)
        expect(Math.abs(fit.residualSum - sum)).toBeLessThanOrEqual(1e-6 * size)
        const inverse = invertCholesky(factor)
        const largest = Math.max(...inverse.flat().map(Math.abs))
        expect(gap(fit.inverseGram, inverse)).toBeLessThanOrEqual(1e-6 * largest)
      }),
      { seed: 2 },
    )
  })

  it('names the column that those before it determine', () => {
    const rows = [1, 2, 3, 4].map((x) => [1, x, 3 - 2 * x])
    expect(leastSquares(rows, [1, 2, 3, 4])).toEqual({
      kind: 'not-estimable',
      reason: 'columns-dependent',
      column: 2,
    })
    expect(leastSquares([[0], [0]], [1, 2])).toMatchObject({ kind: 'not-estimable', column: 0 })
  })

  it('fits one observation with one column exactly', () => {
    expect(leastSquares([[2]], [6])).toMatchObject({ kind: 'estimate', coefficients: [3], residuals: [0] })
  })

  it('refuses shapes that do not fit and numbers that are not finite', () => {
    expect(() => leastSquares([[1, 2]], [1])).toThrow(InvalidInput)
    expect(() => leastSquares([[1], [2]], [1])).toThrow(InvalidInput)
    expect(() => leastSquares([[1], [2, 3]], [1, 2])).toThrow(InvalidInput)
    expect(() => leastSquares([[1], [NaN]], [1, 2])).toThrow(InvalidInput)
    expect(() => leastSquares([[1], [1]], [1, Infinity])).toThrow(InvalidInput)
  })
})
