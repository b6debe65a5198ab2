import { mkdtempSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { partPath } from './snapshot.ts'
import { landLater, resourceLine, writeFiles } from './test-landing.ts'

const folder = mkdtempSync(join(tmpdir(), 'merge-parts-'))
afterAll(() => rmSync(folder, { recursive: true }))

it('names a part that is damaged, where a landing needs it', async () => {
  const to = join(folder, 'landed')
  const from = writeFiles(join(folder, 'export'), { 'p.ndjson': [resourceLine('Patient', 'a', null)] })
  const { snapshot } = await landLater(from, to)
  const part = partPath(to, snapshot.types['Patient']![0]!)
  truncateSync(part, 100)
  writeFiles(from, { 'p.ndjson': [resourceLine('Patient', 'b', null)] })
  await expect(landLater(from, to)).rejects.toThrow(`${part}: expected a whole Parquet file, found `)
})
