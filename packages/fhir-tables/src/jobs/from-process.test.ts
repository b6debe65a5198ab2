import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { fromProcess, type Limits } from './from-process.ts'
import type { QueryJob } from './job.ts'
import { startProcess } from './start-process.ts'

const folder = mkdtempSync(join(tmpdir(), 'from-process-'))
afterAll(() => rmSync(folder, { recursive: true }))
beforeEach(() => vi.stubEnv('TMPDIR', folder))
afterEach(() => vi.unstubAllEnvs())

/** A file from which nothing comes: the call of DuckDB that reads it heeds nothing, and takes no processor time. */
const silent = join(folder, '..', `${basename(folder)}.pipe`)
execFileSync('mkfifo', [silent])
afterAll(() => rmSync(silent))
const endless = 'FROM silent'

const job = (sql: string, memory = '1GB'): QueryJob => ({
  kind: 'query',
  engine: { memory, threads: 1 },
  sql,
  values: {},
  rows: 1e9,
  files: [silent],
  relations: [
    {
      name: 'silent',
      create: `CREATE TEMP VIEW silent AS FROM read_csv('${silent}', columns = { a: 'VARCHAR' })`,
    },
  ],
  libraries: [],
  labels: [],
  views: [],
})

/** Does something once DuckDB waits for what does not come. */
async function whileItWaits(action: () => Promise<unknown>): Promise<void> {
  const writer = await open(silent, 'w')
  await action()
  await writer.close()
}

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
      CASE WHEN range = 150000 THEN error('a bad row') END AS e FROM range(150001)`
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
    const writer = openSync(silent, 'r+')
    await expect(all(endless, { seconds: 0.8 })).rejects.toMatchObject({
      limit: 'time',
      message: 'expected at most 0.8 s, it took longer',
    })
    closeSync(writer)
    const told = new AbortController()
    const ended = expect(all(endless, { signal: told.signal })).rejects.toBe('told')
    await whileItWaits(async () => {
      told.abort('told')
      await ended
    })
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
    await whileItWaits(async () => {
      const [pid] = startedBy(parent.pid!) as readonly [number]
      expect(readdirSync(folder)).toHaveLength(1)
      parent.kill('SIGKILL')
      await once(parent, 'exit')
      await until(() => !isThere(pid))
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it.skipIf(process.platform !== 'linux')('leaves nothing where it has much to tell nobody', async () => {
    const script = `
      import { openSync } from 'node:fs'
      import { fromProcess } from '${join(import.meta.dirname, 'from-process.ts')}'
      import { startProcess } from '${join(import.meta.dirname, 'start-process.ts')}'
      const written = (rows) => { if (rows > 0) process.stdout.write('.') }
      const job = ${JSON.stringify(job('SELECT range AS n FROM range(1000000000)'))}
      fromProcess(job, { written, process: startProcess(openSync('/dev/null', 'w')) }).next()`
    const parent = spawn(process.execPath, ['--input-type=module', '-e', script])
    await once(parent.stdout, 'data')
    const [pid] = startedBy(parent.pid!) as readonly [number]
    process.kill(pid, 'SIGSTOP')
    parent.kill('SIGKILL')
    await once(parent, 'exit')
    await setTimeout(600)
    process.kill(pid, 'SIGCONT')
    await until(() => !isThere(pid))
    expect(readdirSync(folder)).toEqual([])
  })

  it('writes rows to an output, whole lines, and gives none', async () => {
    const file = join(folder, '..', `${basename(folder)}.ndjson`)
    const output = openSync(file, 'w')
    try {
      const whole = fromProcess(job('SELECT range AS n FROM range(3)'), { process: startProcess(output) })
      expect(await whole.next()).toEqual({ value: 3, done: true })
      expect(readFileSync(file, 'utf8')).toBe('{"n":0}\n{"n":1}\n{"n":2}\n')
      const sql = `SELECT range AS n, repeat('x', 1000) AS t FROM range(100000000)`
      const long = fromProcess(job(sql), { seconds: 1, process: startProcess(output) })
      await expect(long.next()).rejects.toMatchObject({ limit: 'time' })
      expect(readFileSync(file).at(-1)).toBe(10)
      expect(readdirSync(folder)).toEqual([])
    } finally {
      closeSync(output)
      rmSync(file)
    }
  })

  it.skipIf(process.platform !== 'linux').each([
    ['an output that takes a part of a row', "trap '' XFSZ; ulimit -f 1", 'EFBIG'],
    ['a system that gives no process', 'ulimit -n 40', 'EMFILE'],
  ])('tells of %s, and leaves nothing', (_what, limit, problem) => {
    const script = `
      import { closeSync, openSync } from 'node:fs'
      import { fromProcess } from '${join(import.meta.dirname, 'from-process.ts')}'
      import { startProcess } from '${join(import.meta.dirname, 'start-process.ts')}'
      const all = []
      try { for (; ${problem === 'EMFILE'};) all.push(openSync('/dev/null')) } catch { all.splice(-3).forEach((one) => closeSync(one)) }
      const run = fromProcess(${JSON.stringify(job("SELECT repeat('x', 2000) AS t"))}, { process: startProcess(1) })
      await run.next().catch((error) => process.stderr.write(error.message))`
    const command = `${limit}; exec '${process.execPath}' --input-type=module -e "$SCRIPT" > "$OUT"`
    const out = join(folder, '..', `${basename(folder)}.out`)
    const env = { ...process.env, SCRIPT: script, OUT: out }
    const { stderr, status } = spawnSync('sh', ['-c', command], { encoding: 'utf8', env })
    rmSync(out)
    expect([stderr, status, readdirSync(folder)]).toEqual([expect.stringContaining(problem), 0, []])
  })
})
