import { readView, type View } from '@rounds/fhir-tables'
import { readJsonFile } from './read-json-file.ts'
import { orViewFailure } from './view-failure.ts'

/** The views in files; null if one cannot be read, which has then been said with its exit code. */
export async function readViews(files: readonly string[]): Promise<readonly View[] | null> {
  const views: View[] = []
  for (const file of files) {
    await orViewFailure(file, async () => void views.push(readView(readJsonFile(file))))
  }
  return views.length === files.length ? views : null
}
