import { Buffer } from 'node:buffer'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { afterAll, describe, expect, it } from 'vitest'
import { sourceReader } from './read-source.ts'
import type { ScanPool } from './scan-pool.ts'
import { scanPool } from './scan-pool.ts'
import { resourceLine } from './test-landing.ts'

const folder = mkdtempSync(join(tmpdir(), 'scan-pool-'))
afterAll(() => rmSync(folder, { recursive: true }))

const path = join(folder, 'Patient.ndjson')
const chunks = 9
const line = (index: number) =>
  index === 40 * chunks - 2
    ? 'bad'
    : resourceLine('Patient', `p${index}`, index % 3 === 0 ? null : '2026-01-01T00:00:00Z', {
        x: 'y'.repeat(25_000),
      })
writeFileSync(path, Array.from({ length: 40 * chunks }, (_, index) => `${line(index)}\n`).join(''))

/** What a pool finds, in the order in which it comes. */
async function scanned(pool: ScanPool) {
  const ids: string[] = []
  const rejected: number[] = []
  let dated = 0
  let length = 0
  const read = sourceReader(
    { files: [], transactionTime: null, hasHeaders: false, outcomes: [] },
    {
      scanned: (bytes, { resources, times }) => {
        for (let at = 0; at < resources.length; at += 6)
          ids.push(bytes.toString('latin1', resources[at + 3], resources[at + 4]))
        dated += Buffer.from(times).toString('latin1').split('Z').length - 1
      },
      rejected: (one) => void rejected.push(one.line),
      read: (bytes) => void (length += bytes),
      ready: async () => undefined,
    },
    pool,
  )
  try {
    await read({ path, holds: 'resources', type: null, count: null })
  } finally {
    await pool.close()
  }
  return { ids, rejected, dated, length }
}

const scanWorker = () => new Worker(new URL('scan-worker.ts', import.meta.url), { execArgv: [] })

/** A pool whose workers all run. */
async function runningPool(threads: number, start: () => Worker): Promise<ScanPool> {
  const starting: Promise<unknown>[] = []
  const pool = scanPool(threads, () => {
    const worker = start()
    starting.push(once(worker, 'online'))
    return worker
  })
  pool.expect(Number.POSITIVE_INFINITY)
  await Promise.all(starting)
  return pool
}

describe('scanPool', () => {
  it('finds the same in the same order with any number of threads', async () => {
    const alone = await scanned(scanPool(1))
    expect(alone.ids.map((id) => Number(id.slice(1)))).toEqual(
      Array.from({ length: 40 * chunks }, (_, index) => index).filter((index) => index !== 40 * chunks - 2),
    )
    expect(alone).toMatchObject({ rejected: [40 * chunks - 1], dated: 239, length: statSync(path).size })
    expect(await scanned(scanPool(3))).toEqual(alone)
    expect(await scanned(await runningPool(3, scanWorker))).toEqual(alone)
  })

  it('has no more threads than are of use, however many it is given', () => {
    expect(scanPool(1024).enough).toBe(scanPool(4).enough)
  })

  it.each([
    ['throws', 'throw new Error("out of luck")', 'out of luck'],
    ['ends', 'process.exit(3)', 'the thread that scans ended with code 3'],
  ])('tells where it was when a worker %s, and every chunk after it fails', async (_, does, reason) => {
    const source = `import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { ${does} })`
    const start = () => new Worker(new URL(`data:text/javascript,${encodeURIComponent(source)}`))
    const error: unknown = await scanned(await runningPool(2, start)).catch((failure: unknown) => failure)
    expect(error).toMatchObject({
      name: 'Error',
      message: expect.stringMatching(
        new RegExp(`Patient\\.ndjson, line 1: scanning failed, ${reason}$`),
      ) as string,
      cause: expect.objectContaining({ message: reason }) as Error,
    })
  })
})
