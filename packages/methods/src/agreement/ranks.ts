/** Ranks from 1, the smallest first, ties sharing the mean of their ranks; and Σ (t³ − t) over groups of ties. */
export function averageRanks(
  values: readonly number[],
): Readonly<{ ranks: readonly number[]; tieSum: number }> {
  const order = values.map((_, i) => i).toSorted((a, b) => values[a]! - values[b]!)
  const ranks = Array<number>(values.length).fill(0)
  let tieSum = 0
  for (let first = 0; first < order.length;) {
    let after = first + 1
    while (after < order.length && values[order[after]!] === values[order[first]!]) after++
    for (let at = first; at < after; at++) ranks[order[at]!] = (first + 1 + after) / 2
    const tied = after - first
    tieSum += tied ** 3 - tied
    first = after
  }
  return { ranks, tieSum }
}
