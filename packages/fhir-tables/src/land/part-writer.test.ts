import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'part-writer-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Adds up to a hundred lines of a megabyte, and prints with how many it was told why no more can be written. */
const program = `
  import { Buffer } from 'node:buffer'
  import { randomBytes } from 'node:crypto'
  import { setImmediate } from 'node:timers/promises'
  import { partWriter } from '${new URL('./part-writer.ts', import.meta.url).href}'
  const writer = partWriter(process.argv[1], '000001')
  const line = randomBytes(2 ** 20)
  const resources = new Int32Array([0, 0, line.length, 0, 1, 0])
  const lines = { lines: 1, types: ['Binary'], resources, times: new Uint8Array(0), misshapen: {}, deletions: [], rejected: [] }
  let added = 0
  try {
    while (added < 100) {
      writer.add(line, lines)
      added++
      await setImmediate()
      await writer.ready()
    }
  } catch (error) {
    console.log(error.code, added)
  }
  await writer.finish().catch((error) => console.log(error.code))
`

it('tells that a file takes no more while lines still come, and again at the end', () => {
  const limited = ['-c', 'ulimit -f 4096; exec "$@"', 'sh', process.execPath, '--input-type=module']
  const { stdout, stderr } = spawnSync('sh', [...limited, '--eval', program, folder], { encoding: 'utf8' })
  const [, added] = /^EFBIG (\d+)\nEFBIG\n$/.exec(stdout) ?? [undefined, `${stdout}${stderr}`]
  expect(Number(added), added).toBeLessThan(70)
})
