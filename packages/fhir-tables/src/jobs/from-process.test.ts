import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fromProcess, type Limits } from './from-process.ts'
import type { QueryJob } from './job.ts'

const folder = mkdtempSync(join(tmpdir(), 'from-process-'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => vi.stubEnv('TMPDIR', folder))
afterEach(() => vi.unstubAllEnvs())

/** One call inside DuckDB that takes minutes and heeds nothing. */
const endless = `SELECT levenshtein(repeat('a', 1000000), repeat('b', 1000000)) AS n`

const job = (sql: string, memory = '1GB'): QueryJob => ({
  kind: 'query',
  engine: { memory, threads: 1 },
  sql,
  values: {},
  rows: 1e9,
  files: [],
  relations: [],
  libraries: [],
  labels: [],
  views: [],
})

/** The processes that a process has started; Linux tells. */
const startedBy = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

const isThere = (pid: number): boolean => {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

/** Seconds of processor time that a process has taken, in hundredths. */
const taken = (pid: number): number => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' ')
  return Number(fields[11]) + Number(fields[12])
}

async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await setTimeout(50)
}

async function all(sql: string, limits: Limits = {}, memory?: string): Promise<readonly unknown[]> {
  const rows: unknown[] = []
  for await (const some of fromProcess(job(sql, memory), limits)) rows.push(...some)
  return rows
}

describe('fromProcess', () => {
  it('gives the rows, the names of their columns before them, and the error behind them', async () => {
    const columns: unknown[] = []
    const sql = `SELECT range AS n, 'é\n' AS t,
      CASE WHEN range = 300000 THEN error('a bad row') END AS e FROM range(300001)`
    const rows: unknown[] = []
    const run = async () => {
      for await (const some of fromProcess(job(sql), { columns: (names) => columns.push(names) }))
        rows.push(...some)
    }
    await expect(run()).rejects.toMatchObject({
      name: 'ViewError',
      message: 'the query: Invalid Input Error: a bad row',
    })
    expect(columns).toEqual([['n', 't', 'e']])
    expect(rows.length).toBeGreaterThan(2000)
    expect(rows.slice(0, 2)).toEqual([
      { n: 0, t: 'é\n', e: null },
      { n: 1, t: 'é\n', e: null },
    ])
    expect(readdirSync(folder)).toEqual([])
  })

  it('ends one call inside DuckDB at its time, and when it is told to, and leaves nothing', async () => {
    await expect(all(endless, { seconds: 0.8 })).rejects.toMatchObject({
      limit: 'time',
      message: 'expected at most 0.8 s, it took longer',
    })
    await expect(all(endless, { signal: AbortSignal.timeout(800) })).rejects.toThrow('timeout')
    expect(readdirSync(folder)).toEqual([])
  })

  it.skipIf(process.platform !== 'linux')('ends one call that takes more memory than it may', async () => {
    await expect(all('SELECT len(range(1000000000)) AS n', {}, '100MB')).rejects.toMatchObject({
      limit: 'memory',
      message: 'expected at most 100MB of memory, it took more',
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it.skipIf(process.platform !== 'linux')(
    'waits for who takes the rows, and ends where nobody does',
    async () => {
      const before = startedBy(process.pid)
      const rows = fromProcess(job('SELECT range AS n FROM range(1000000000)'), {})
      expect((await rows.next()).value).toContainEqual({ n: 0 })
      const pid = startedBy(process.pid).find((one) => !before.includes(one))!
      let last = -1
      while (last !== (last = taken(pid))) await setTimeout(200)
      expect((await rows.next()).value).not.toContainEqual({ n: 0 })
      await rows.return(null)
      expect([isThere(pid), readdirSync(folder)]).toEqual([false, []])
    },
  )

  it.skipIf(process.platform !== 'linux')('tells of a process that ends without a word', async () => {
    const before = startedBy(process.pid)
    const rows = expect(all(endless)).rejects.toMatchObject({
      limit: null,
      message: 'expected its process to come to its end, found SIGSEGV',
    })
    process.kill(
      startedBy(process.pid).find((one) => !before.includes(one))!,
      'SIGSEGV',
    )
    await rows
  })

  it.skipIf(process.platform !== 'linux')('ends with whoever started it, killed', async () => {
    const script = `
      import { fromProcess } from '${join(import.meta.dirname, 'from-process.ts')}'
      fromProcess(${JSON.stringify(job(endless))}, {}).next()`
    const parent: ChildProcess = spawn(process.execPath, ['--input-type=module', '-e', script], {
      stdio: 'ignore',
    })
    await until(() => startedBy(parent.pid!).length > 0)
    const [pid] = startedBy(parent.pid!) as readonly [number]
    await until(() => taken(pid) > 60)
    expect(readdirSync(folder)).toHaveLength(1)
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    await until(() => !isThere(pid))
    expect(readdirSync(folder)).toEqual([])
  })
})
