/** A vector of whole numbers by place; places that are not there are zero. */
export type WholeVector = ReadonlyMap<number, number>

/** A vector and one of its places: it clears that place in others. */
export type Pivot = { readonly place: number; readonly vector: WholeVector }

/** The vector that is one in each of the places. */
export function indicator(places: readonly number[]): WholeVector {
  return new Map(places.map((place) => [place, 1]))
}

/** A place of a vector that is not zero, at which it clears others; the entry nearest to zero keeps numbers small. */
export function pivotOf(vector: WholeVector): Pivot {
  let best = -1
  let size = Infinity
  for (const [place, value] of vector) {
    if (Math.abs(value) < size) [best, size] = [place, Math.abs(value)]
  }
  return { place: best, vector }
}

/**
 * The vector with the pivot's place cleared by a whole multiple of the pivot, divided by what all entries share.
 *
 * @throws {RangeError} where a number is no longer exact: never a silently wrong one
 */
export function cleared(vector: WholeVector, { place, vector: pivot }: Pivot): WholeVector {
  const there = vector.get(place)
  if (there === undefined) return vector
  const own = pivot.get(place)!
  const shared = greatestDivisor(Math.abs(there), Math.abs(own))
  const scale = own / shared
  const times = there / shared
  const result = new Map<number, number>()
  for (const [at, value] of vector) result.set(at, scale * value)
  for (const [at, value] of pivot) {
    const sum = (result.get(at) ?? 0) - times * value
    if (sum === 0) result.delete(at)
    else result.set(at, sum)
  }
  return primitive(result)
}

/** Whether one vector is the other, times a number. */
export function areParallel(one: WholeVector, other: WholeVector): boolean {
  if (one.size !== other.size) return false
  let first: readonly [number, number] | undefined
  for (const [place, value] of one) {
    const there = other.get(place)
    if (there === undefined) return false
    first ??= [value, there]
    if (value * first[1] !== there * first[0]) return false
  }
  return true
}

/** Largest entry whose product with another is exact. */
const largestEntry = 2 ** 26

function primitive(vector: Map<number, number>): WholeVector {
  let shared = 0
  for (const value of vector.values()) {
    shared = greatestDivisor(shared, Math.abs(value))
    if (shared === 1) break
  }
  for (const [place, value] of vector) {
    if (shared > 1) vector.set(place, value / shared)
    if (Math.abs(value / shared) > largestEntry) {
      throw new RangeError('the elimination left the numbers that can be computed exactly')
    }
  }
  return vector
}

function greatestDivisor(one: number, other: number): number {
  let [a, b] = [one, other]
  while (b > 0) [a, b] = [b, a % b]
  return a
}
