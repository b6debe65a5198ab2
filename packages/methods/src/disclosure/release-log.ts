import type { LinearProgramSolver } from '../linear-program/linear-program.ts'
import { protectCells } from './protect-cells.ts'
import type { ProtectedTable } from './protect-cells.ts'
import { minimumCount } from './suppress-table.ts'
import { tableCells } from './table-cells.ts'
import type { CountCube, TableCell } from './table-cells.ts'

/** A table as it left: what was published of it. */
export type Release = {
  /** Dimensions of the table. */
  readonly by: readonly string[]
  readonly published: readonly ReleasedCount[]
}

export type ReleasedCount = {
  /** Per dimension of `by`; null where all are counted together. */
  readonly labels: readonly (string | null)[]
  readonly count: number
}

/** Everything that has left of one set of counts, which must not change in between. */
export type ReleaseLog = {
  /** Tells one set of counts from another: a hash of them. */
  readonly fingerprint: string
  readonly releases: readonly Release[]
}

export type Released =
  | { readonly kind: 'released'; readonly table: ProtectedTable; readonly log: ReleaseLog }
  | { readonly kind: 'refused'; readonly reason: 'other-counts' }

/**
 * Protects a table and enters it in the log, such that it cannot be subtracted from what has left before.
 *
 * All tables are margins of the same cube. What was published of earlier ones counts as known to readers, and what
 * was hidden in them stays hidden and is protected again. A log of other counts is refused: the difference between
 * two states of the same people would be a count of those who came and went, which no table of one state can guard.
 *
 * @param cube      the counts, in all dimensions of this table and of every earlier one
 * @param by        dimensions of this table; the same table again leaves as it left
 * @param log       what has left; `releases` empty at first. `fingerprint` of the log and of the cube are compared
 * @returns         the table and the log that has to be kept in place of the old one
 * @throws {InvalidInput} as `tableCells` and `protectCells`
 *
 * Checked: an attacker who tries every cube that agrees with all releases together.
 * Not for: tables of different people, or of the same people a month later.
 */
export function release(
  cube: CountCube & { readonly fingerprint: string },
  by: readonly string[],
  log: ReleaseLog,
  solver: LinearProgramSolver,
  minimum: number = minimumCount,
): Released {
  const refused = { kind: 'refused', reason: 'other-counts' } as const
  if (log.fingerprint !== cube.fingerprint) return refused
  const known = new Map<string, TableCell>()
  const guarded = new Map<string, TableCell>()
  for (const earlier of log.releases) {
    const cells = new Map(tableCells(cube, earlier.by).map((cell) => [keyOf(cell), cell]))
    for (const { labels, count } of earlier.published) {
      const key = JSON.stringify(cube.dimensions.map(({ name }) => labels[earlier.by.indexOf(name)] ?? null))
      const cell = cells.get(key)
      if (cell?.count !== count) return refused
      known.set(key, cell)
      cells.delete(key)
    }
    for (const [key, cell] of cells) guarded.set(key, cell)
  }
  for (const key of known.keys()) guarded.delete(key)
  const table = protectCells(tableCells(cube, by), solver, {
    minimum,
    known: [...known.values()],
    guarded: [...guarded.values()],
  })
  const places = by.map((name) => cube.dimensions.findIndex((dimension) => dimension.name === name))
  const published = table.cells
    .filter(({ status }) => status === 'published')
    .map(({ labels, count }) => ({ labels: places.map((place) => labels[place]!), count }))
  return { kind: 'released', table, log: { ...log, releases: [...log.releases, { by, published }] } }
}

const keyOf = ({ labels }: TableCell) => JSON.stringify(labels)
