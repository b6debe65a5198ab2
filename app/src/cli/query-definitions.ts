import type { LibraryRun, Row, SqlLibrary, ValueSet, View } from '@rounds/fhir-tables'
import {
  landedSource,
  queryLibrary,
  readLibrary,
  readSnapshot,
  readValueSet,
} from '@rounds/fhir-tables/queries'
import { InputError } from './input-error.ts'
import { readDefinitions, readRunnableView } from './read-definitions.ts'
import { readJsonFile } from './read-json-file.ts'

/** What a query may name. */
export type Definition =
  | { readonly view: View }
  | { readonly library: SqlLibrary }
  | { readonly valueSet: ValueSet }

/** What files define; null if one cannot be used, which has then been said. */
export const readQueryDefinitions = (files: readonly string[]): Promise<readonly Definition[] | null> =>
  readDefinitions(files, readDefinition)

function readDefinition(json: unknown): Definition {
  const { resourceType } = (json ?? {}) as { readonly resourceType?: unknown }
  if (resourceType === 'Library') return { library: readLibrary(json) }
  return resourceType === 'ValueSet' ? { valueSet: readValueSet(json) } : { view: readRunnableView(json) }
}

/** What makes the rows of a SQLQuery. */
export function libraryRows(
  directory: string,
  file: string,
  definitions: readonly Definition[],
): (run: LibraryRun) => AsyncGenerator<readonly Row[], unknown> {
  const snapshot = readSnapshot(directory)
  if (snapshot === null)
    throw new InputError(directory, null, 'expected a directory with landed data, found none')
  const artifacts = {
    views: definitions.flatMap((one) => ('view' in one ? [one.view] : [])),
    libraries: definitions.flatMap((one) => ('library' in one ? [one.library] : [])),
    valueSets: definitions.flatMap((one) => ('valueSet' in one ? [one.valueSet] : [])),
    sourceOf: (resource: string) => landedSource(directory, snapshot.types[resource] ?? []),
  }
  const library = readLibrary(readJsonFile(file))
  return (run) => queryLibrary(library, artifacts, run)
}
