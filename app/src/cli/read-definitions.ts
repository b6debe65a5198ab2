import type { View } from '@rounds/fhir-tables'
import { planView, readView } from '@rounds/fhir-tables/queries'
import { readJsonFile } from './read-json-file.ts'
import { orViewFailure } from './view-failure.ts'

/** What is defined in files of JSON; null if one cannot be used, which has then been said with its file and exit code. */
export async function readDefinitions<Read>(
  files: readonly string[],
  read: (json: unknown) => Read,
): Promise<readonly Read[] | null> {
  const all: Read[] = []
  for (const file of files) {
    await orViewFailure(file, async () => void all.push(read(readJsonFile(file))))
  }
  return all.length === files.length ? all : null
}

/** A view that can be run. */
export function readRunnableView(json: unknown): View {
  const view = readView(json)
  planView(view)
  return view
}
