import type { DuckDBConnection } from '@duckdb/node-api'
import { misshapenOf } from '../misshapen.ts'
import { fileToRead, text } from '../sql/duckdb-words.ts'
import { mostBytesOf, parquet, partBytesOfLongLines } from './part-writer.ts'
import type { Part } from './snapshot.ts'
import { partPath } from './snapshot.ts'

/** Small parts that a type may have: one more, and they are joined. */
export const mostSmallParts = 16

/**
 * Joins the small parts of a type into larger ones, once they are more than `mostSmallParts`, so that landing a little
 * each day leaves few files. Each resource must stand in one part only.
 */
export async function joinSmallParts(
  connection: DuckDBConnection,
  {
    directory,
    snapshotId,
    type,
  }: { readonly directory: string; readonly snapshotId: string; readonly type: string },
  parts: readonly Part[],
): Promise<readonly Part[]> {
  if (parts.length <= mostSmallParts) return parts
  const joined: Part[] = []
  for (const group of groupsOf(parts, await bytesOf(connection, directory, parts))) {
    const [first] = group
    if (group.length === 1) {
      joined.push(first!)
      continue
    }
    const whole: Part = {
      file: `${type}/${snapshotId}-joined-${joined.length}.parquet`,
      rows: group.reduce((sum, { rows }) => sum + rows, 0),
      misshapen: misshapenOf(group.map(({ misshapen = null }) => misshapen)),
    }
    const files = group.map((part) => fileToRead(partPath(directory, part))).join(', ')
    await connection.run(`
      COPY (SELECT id, last_updated, resource FROM read_parquet([${files}]))
      TO ${text(partPath(directory, whole))} (${parquet}, ROW_GROUP_SIZE 20480)`)
    joined.push(whole)
  }
  return joined
}

/**
 * The parts that become one, of all: small ones in their order, as many together as may stand in one, and the others
 * alone. Small is less than half of the least that a landing calls a whole part: that one is not written twice.
 */
export function groupsOf(
  parts: readonly Part[],
  sizes: ReadonlyMap<Part, number>,
): readonly (readonly Part[])[] {
  const isSmall = (part: Part) => 2 * sizes.get(part)! < partBytesOfLongLines
  const small = parts.filter(isSmall)
  if (small.length <= mostSmallParts) return parts.map((part) => [part])
  const groups: Part[][] = []
  let held = { bytes: 0, rows: 0 }
  for (const part of small) {
    const bytes = held.bytes + sizes.get(part)!
    const rows = held.rows + part.rows
    const group = groups.at(-1)
    if (group !== undefined && bytes <= mostBytesOf(bytes / rows)) {
      group.push(part)
      held = { bytes, rows }
    } else {
      groups.push([part])
      held = { bytes: sizes.get(part)!, rows: part.rows }
    }
  }
  return [...parts.filter((part) => !isSmall(part)).map((part) => [part]), ...groups]
}

async function bytesOf(
  connection: DuckDBConnection,
  directory: string,
  parts: readonly Part[],
): Promise<ReadonlyMap<Part, number>> {
  const paths = parts.map((part) => partPath(directory, part))
  const found = await connection.runAndReadAll(`
    SELECT file_name, sum(total_uncompressed_size) FROM parquet_metadata([${paths.map(fileToRead).join(', ')}]) GROUP BY file_name`)
  const sizes = new Map(found.getRows().map(([file, bytes]) => [String(file), Number(bytes)]))
  return new Map(
    parts.map((part, index) => {
      const size = sizes.get(paths[index]!)
      if (size === undefined) throw new Error(`DuckDB told no size of ${paths[index]}`)
      return [part, size]
    }),
  )
}
