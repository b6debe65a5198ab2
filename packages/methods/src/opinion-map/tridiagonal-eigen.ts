/**
 * Largest eigenvalue of a symmetric tridiagonal matrix, with its eigenvector.
 *
 * QL with implicit shifts; all eigenvalues are found, one is returned.
 *
 * @param diagonal  n ≥ 1 values
 * @param beside    n − 1 values (extra ones are ignored)
 * @returns         the eigenvalue and a unit vector of length n
 *
 * Source: Bowdler H, Martin RS, Reinsch C, Wilkinson JH. Numer Math 1968;11:293–306.
 * doi:10.1007/BF02166681
 * Checked: residual ≤ 1e-12·‖T‖ on random matrices, closed form for the second-difference matrix.
 */
export function largestTridiagonalEigenpair(
  diagonal: readonly number[],
  beside: readonly number[],
): { readonly value: number; readonly vector: Float64Array } {
  const n = diagonal.length
  const d = Float64Array.from(diagonal)
  const e = new Float64Array(n)
  for (let i = 0; i + 1 < n; i++) e[i] = beside[i] ?? 0
  const z = Array.from({ length: n }, (_, i) => {
    const row = new Float64Array(n)
    row[i] = 1
    return row
  })
  for (let l = 0; l < n; l++) diagonalize(l, d, e, z)
  let best = 0
  for (let i = 1; i < n; i++) if (d[i]! > d[best]!) best = i
  return { value: d[best] ?? 0, vector: Float64Array.from(z, (row) => row[best]!) }
}

function diagonalize(l: number, d: Float64Array, e: Float64Array, z: readonly Float64Array[]): void {
  const n = d.length
  for (let sweep = 0; sweep < 60; sweep++) {
    let m = l
    while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++
    if (m === l) return
    let g = (d[l + 1]! - d[l]!) / (2 * e[l]!)
    let r = Math.hypot(g, 1)
    g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r))
    let s = 1
    let c = 1
    let p = 0
    let i = m - 1
    for (; i >= l; i--) {
      const f = s * e[i]!
      const b = c * e[i]!
      r = Math.hypot(f, g)
      e[i + 1] = r
      if (r === 0) {
        d[i + 1] = d[i + 1]! - p
        e[m] = 0
        break
      }
      s = f / r
      c = g / r
      g = d[i + 1]! - p
      r = (d[i]! - g) * s + 2 * c * b
      p = s * r
      d[i + 1] = g + p
      g = c * r - b
      rotate(z, i, s, c)
    }
    if (r === 0 && i >= l) continue
    d[l] = d[l]! - p
    e[l] = g
    e[m] = 0
  }
}

function rotate(z: readonly Float64Array[], i: number, s: number, c: number): void {
  for (const row of z) {
    const f = row[i + 1]!
    row[i + 1] = s * row[i]! + c * f
    row[i] = c * row[i]! - s * f
  }
}
