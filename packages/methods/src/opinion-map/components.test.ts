import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seededRandom } from '../random/seeded-random.ts'
import { centre } from './centre.ts'
import { components } from './components.ts'
import { largestTridiagonalEigenpair } from './tridiagonal-eigen.ts'
import type { Answer } from './vote-table.ts'
import { voteTable } from './vote-table.ts'

/** Eigenvalues (descending) and vectors of a symmetric matrix by Jacobi rotations: slow, independent, exact. */
function jacobi(matrix: readonly (readonly number[])[]): { value: number; vector: number[] }[] {
  const n = matrix.length
  const a = matrix.map((row) => [...row])
  const v = a.map((_, i) => a.map((__, j) => (i === j ? 1 : 0)))
  for (let sweep = 0; sweep < 60; sweep++) {
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) {
        if (Math.abs(a[p]![q]!) < 1e-300) continue
        const angle = 0.5 * Math.atan2(2 * a[p]![q]!, a[q]![q]! - a[p]![p]!)
        const c = Math.cos(angle)
        const s = Math.sin(angle)
        for (const row of [...a, ...v]) {
          const [x, y] = [row[p]!, row[q]!]
          row[p] = c * x - s * y
          row[q] = s * x + c * y
        }
        for (let k = 0; k < n; k++) {
          const [x, y] = [a[p]![k]!, a[q]![k]!]
          a[p]![k] = c * x - s * y
          a[q]![k] = s * x + c * y
        }
      }
    }
  }
  return a
    .map((row, i) => ({ value: row[i]!, vector: v.map((line) => line[i]!) }))
    .toSorted((x, y) => y.value - x.value)
}

const cell = fc.constantFrom<Answer | undefined>('agree', 'agree', 'disagree', 'pass', undefined)
const matrix = fc
  .tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 7 }))
  .chain(([rows, columns]) =>
    fc.array(fc.array(cell, { minLength: columns, maxLength: columns }), {
      minLength: rows,
      maxLength: rows,
    }),
  )

function tableOf(cells: readonly (readonly (Answer | undefined)[])[]) {
  return voteTable(
    cells.flatMap((row, i) =>
      row.flatMap((answer, j) =>
        answer === undefined ? [] : [{ participant: String(i), statement: String(j), answer }],
      ),
    ),
    { participants: cells.map((_, i) => String(i)), statements: cells[0]!.map((_, j) => String(j)) },
  )
}

describe('components', () => {
  it('are the leading eigenvectors that a dense Jacobi finds, with their shares of variance', () => {
    fc.assert(
      fc.property(matrix, fc.infiniteStream(fc.nat({ max: 3 })), (cells, stream) => {
        const table = tableOf(cells)
        const weights = Int32Array.from(cells, () => stream.next().value as number)
        const excluded = new Uint8Array(cells[0]!.length)
        const mean = centre(table, excluded, weights)
        const dense = cells.map((row) =>
          row.map((answer, j) =>
            answer === undefined ? 0 : (answer === 'agree' ? 1 : answer === 'disagree' ? -1 : 0) - mean[j]!,
          ),
        )
        const moment =
          mean.length === 0
            ? []
            : Array.from(mean, (_, j) =>
                Array.from(mean, (__, k) =>
                  dense.reduce((sum, row, i) => sum + weights[i]! * row[j]! * row[k]!, 0),
                ),
              )
        const exact = jacobi(moment)
        const total = exact.reduce((sum, { value }) => sum + value, 0)
        const { vectors, explained, rank } = components(table, mean, excluded, { weights })
        if (total < 1e-9) {
          expect(rank).toBe(0)
          return
        }
        for (const c of [0, 1] as const) {
          const value = exact[c]?.value ?? 0
          expect(Math.abs(explained[c]! - value / total)).toBeLessThanOrEqual(1e-9)
          const gap = Math.min(
            ...exact.filter((_, k) => k !== c).map((other) => Math.abs(other.value - value)),
          )
          if (value < 1e-6 * total || gap < 1e-4 * total) continue
          const cosine = exact[c]!.vector.reduce((sum, loading, j) => sum + loading * vectors[c][j]!, 0)
          expect(Math.abs(cosine)).toBeGreaterThanOrEqual(1 - 1e-9)
        }
      }),
      { numRuns: 300, seed: 1 },
    )
  })

  it('finds both of two equal eigenvalues', () => {
    const table = tableOf([
      ['agree', undefined],
      ['disagree', undefined],
      [undefined, 'agree'],
      [undefined, 'disagree'],
    ])
    const { explained, rank, vectors } = components(table, new Float64Array(2), new Uint8Array(2))
    expect(rank).toBe(2)
    for (const share of explained) expect(share).toBeCloseTo(0.5, 14)
    expect(vectors[0][0]! * vectors[1][0]! + vectors[0][1]! * vectors[1][1]!).toBeCloseTo(0, 14)
  })

  it('keeps a second component among noise clear of a first one twenty times as large', () => {
    const random = seededRandom(6)
    const cells = Array.from({ length: 300 }, (_, i) =>
      Array.from({ length: 40 }, (__, j): Answer | undefined => {
        const loyal = random() < 0.97
        return random() < 0.8 ? ((i % 2 === j % 2) === loyal ? 'agree' : 'disagree') : undefined
      }),
    )
    const table = tableOf(cells)
    const excluded = new Uint8Array(40)
    const mean = centre(table, excluded)
    const dense = cells.map((row) =>
      row.map((answer, j) => (answer === undefined ? 0 : (answer === 'agree' ? 1 : -1) - mean[j]!)),
    )
    const moment = Array.from(mean, (_, j) =>
      Array.from(mean, (__, k) => dense.reduce((sum, row) => sum + row[j]! * row[k]!, 0)),
    )
    const exact = jacobi(moment)
    const total = exact.reduce((sum, { value }) => sum + value, 0)
    const { explained } = components(table, mean, excluded)
    expect(exact[0]!.value / exact[1]!.value).toBeGreaterThan(20)
    expect(Math.abs(explained[0]! - exact[0]!.value / total)).toBeLessThanOrEqual(1e-12)
    expect(Math.abs(explained[1]! - exact[1]!.value / total)).toBeLessThanOrEqual(1e-12)
  })

  it('converges over several cycles where many eigenvalues are close', () => {
    const random = seededRandom(3)
    const answers = ['agree', 'disagree'] as const
    const cells = Array.from({ length: 400 }, () =>
      Array.from({ length: 150 }, () => (random() < 0.3 ? answers[random() < 0.5 ? 0 : 1]! : undefined)),
    )
    const table = tableOf(cells)
    const excluded = new Uint8Array(150)
    const mean = centre(table, excluded)
    const { vectors } = components(table, mean, excluded)
    for (const vector of vectors) {
      const image = new Float64Array(150)
      cells.forEach((row) => {
        const centred = row.map((answer, j) =>
          answer === undefined ? 0 : (answer === 'agree' ? 1 : -1) - mean[j]!,
        )
        const score = centred.reduce((sum, value, j) => sum + value * vector[j]!, 0)
        centred.forEach((value, j) => (image[j] = image[j]! + score * value))
      })
      const value = image.reduce((sum, component, j) => sum + component * vector[j]!, 0)
      const residual = Math.hypot(...image.map((component, j) => component - value * vector[j]!))
      expect(residual / value).toBeLessThanOrEqual(1e-11)
    }
  })
})

describe('largestTridiagonalEigenpair', () => {
  it('has the closed form of the second-difference matrix', () => {
    const n = 30
    const { value, vector } = largestTridiagonalEigenpair(
      Array.from({ length: n }, () => 2),
      Array.from({ length: n - 1 }, () => -1),
    )
    expect(value).toBeCloseTo(2 - 2 * Math.cos((n * Math.PI) / (n + 1)), 12)
    expect(Math.hypot(...vector)).toBeCloseTo(1, 12)
  })

  it('leaves no residual on random matrices, blocks included', () => {
    const entry = fc.integer({ min: -5000, max: 5000 }).map((thousandths) => thousandths / 1000)
    const beside = fc.oneof(entry, fc.constant(0))
    const pairs = fc.array(fc.tuple(entry, beside), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(pairs, (entries) => {
        const d = entries.map(([value]) => value)
        const e = entries.slice(1).map(([, value]) => value)
        const { value, vector } = largestTridiagonalEigenpair(d, e)
        const residual = d.map(
          (own, i) =>
            own * vector[i]! +
            (e[i - 1] ?? 0) * (vector[i - 1] ?? 0) +
            (e[i] ?? 0) * (vector[i + 1] ?? 0) -
            value * vector[i]!,
        )
        expect(Math.hypot(...residual)).toBeLessThanOrEqual(1e-12 * (1 + Math.hypot(...d, ...e)))
        expect(value).toBeGreaterThanOrEqual(Math.max(...d) - 1e-12 * (1 + Math.hypot(...d, ...e)))
      }),
      { numRuns: 300, seed: 2 },
    )
  })
})
