const runs = /\d+|\D+/g

/**
 * Natural order of identifiers: runs of digits compare as whole numbers, everything else by code unit.
 *
 * `'2' < '10'`, `'p2' < 'p10'`. A total order: ids that read the same ('7' and '07') fall back to plain
 * comparison, so a sort never depends on the order of arrival. Needs no locale.
 *
 * @returns negative, zero (only for identical strings) or positive
 */
export function compareNaturally(a: string, b: string): number {
  if (a === b) return 0
  const left = a.match(runs) ?? []
  const right = b.match(runs) ?? []
  const shared = Math.min(left.length, right.length)
  for (let i = 0; i < shared; i++) {
    const difference = compareRuns(left[i] ?? '', right[i] ?? '')
    if (difference !== 0) return difference
  }
  if (left.length !== right.length) return left.length - right.length
  return a < b ? -1 : 1
}

function compareRuns(a: string, b: string): number {
  if (isDigit(a) && isDigit(b)) {
    const x = a.replace(/^0+(?=\d)/, '')
    const y = b.replace(/^0+(?=\d)/, '')
    if (x.length !== y.length) return x.length - y.length
    return x === y ? 0 : x < y ? -1 : 1
  }
  return a === b ? 0 : a < b ? -1 : 1
}

function isDigit(run: string): boolean {
  const code = run.charCodeAt(0)
  return code >= 48 && code <= 57
}
