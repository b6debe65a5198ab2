import { planView, readView, type View } from '@rounds/fhir-tables'
import { readJsonFile } from './read-json-file.ts'
import { orViewFailure } from './view-failure.ts'

/** The views in files; null if one cannot be read or run, which has then been said with its file and exit code. */
export async function readViews(files: readonly string[]): Promise<readonly View[] | null> {
  const views: View[] = []
  for (const file of files) {
    await orViewFailure(file, async () => {
      const view = readView(readJsonFile(file))
      planView(view)
      views.push(view)
    })
  }
  return views.length === files.length ? views : null
}
