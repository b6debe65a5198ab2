import { join } from 'node:path'
import type { JsonKind, LandingTotals, Snapshot } from '@rounds/fhir-tables'
import { misshapenOf } from '@rounds/fhir-tables'
import { textTable } from './text-table.ts'

const KINDS: Readonly<Record<JsonKind, string>> = {
  object: 'an object',
  list: 'a list',
  text: 'a text',
  number: 'a number',
  boolean: 'true or false',
}

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
    ...types.flatMap(([type, parts]) => misshapenLines(type, parts)),
    ...Object.entries(snapshot.failedViews ?? {}).map(
      ([name, problem]) => `no table of ${name}: ${problem}\n`,
    ),
  ].join('\n')
}

/** Where resources of a type are misshapen, and whether that is all: see `Misshapen`. */
function misshapenLines(type: string, parts: Snapshot['types'][string]): readonly string[] {
  const marks = parts.map(({ misshapen = null }) => misshapen)
  const places = Object.assign({}, ...marks) as Record<string, JsonKind>
  return [
    ...Object.entries(places).map(
      ([place, kind]) => `misshapen in some: ${type}.${place}, where FHIR has ${KINDS[kind]}\n`,
    ),
    ...(misshapenOf(marks) === null
      ? [`not known where misshapen: ${type}; views look outside lists alone\n`]
      : []),
  ]
}
