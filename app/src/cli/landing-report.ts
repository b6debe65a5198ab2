import { join } from 'node:path'
import type { LandingTotals, Snapshot } from '@rounds/fhir-tables'
import { textTable } from './text-table.ts'

/** What a landed directory holds, and what a landing did, as lines of text. */
export function landingReport(
  directory: string,
  snapshot: Snapshot,
  { read, loaded, unchanged, deleted, rejected }: LandingTotals,
  remarks: readonly string[],
): string {
  const types = Object.entries(snapshot.types).toSorted(([a], [b]) => a.localeCompare(b))
  return [
    `Snapshot ${snapshot.id}, landed ${snapshot.landedAt}`,
    `read ${read} = loaded ${loaded} + unchanged ${unchanged} + deleted ${deleted} + rejected ${rejected}`,
    ...remarks,
    ...(snapshot.rejects === null ? [] : [`rejected lines: ${join(directory, snapshot.rejects)}`]),
    '',
    ...textTable(
      ['type', 'resources', 'files'],
      types.map(([type, parts]) => [
        type,
        String(parts.reduce((sum, { rows }) => sum + rows, 0)),
        String(parts.length),
      ]),
    ),
    ...textTable(
      ['table', 'rows'],
      Object.entries(snapshot.tables).map(([name, { part }]) => [name, String(part.rows)]),
    ),
    ...Object.entries(snapshot.failedViews ?? {}).map(
      ([name, problem]) => `no table of ${name}: ${problem}\n`,
    ),
  ].join('\n')
}
