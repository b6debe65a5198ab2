import { fstatSync, rmSync, writeFileSync } from 'node:fs'
import { flushCompileCache } from 'node:module'
import { setTimeout } from 'node:timers/promises'
import { rowLine } from '../row-line.ts'
import type { Row } from '../stream-rows.ts'
import { failureOf } from './failure.ts'
import type { Message, Started } from './from-process.ts'
import { runJob } from './run-job.ts'

/*
 * A process that does one job. Rows are lines of JSON on its standard output. Where that leads to whoever started it, all else is
 * told there too, as lists that begin with their name; elsewhere, over the channel between the two.
 * It ends where it is once whoever started it has, whatever DuckDB is doing.
 */
const MOST = 2 ** 20
/** Milliseconds from telling how many rows are written to telling it again. */
const EVERY = 500

const [, , folder = ''] = process.argv
let started: Omit<Started, 'job'> = { leftovers: [folder], grace: null }
const isFile = fstatSync(process.stdout.fd).isFile()
let isEnding = false
let writing: Promise<void> = Promise.resolve()

process.once('disconnect', () => void end())
process.stdout.on('error', () => void (started.grace === null && end()))
// what takes longest of a start, while the job is on its way
void import('../duckdb-api.ts').catch(() => undefined)

/** Lets what is being written come to the end of its line, if somebody reads it. */
async function end(): Promise<void> {
  isEnding = true
  const { grace, leftovers } = started
  if (grace !== null) await Promise.race([writing.catch(() => undefined), setTimeout(grace)])
  for (const left of leftovers) rmSync(left, { recursive: true, force: true, maxRetries: 3 })
  process.kill(process.pid, 'SIGKILL')
}

/** Resolves once the system has taken all of it. Of a file Node's stream would not notice that it took a part. */
async function write(text: string): Promise<void> {
  if (isEnding) return await new Promise(() => undefined)
  if (isFile) return writeFileSync(process.stdout.fd, text)
  writing = new Promise((resolve, reject) => {
    process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
  })
  return await writing
}

async function tell(...message: Message): Promise<void> {
  if (started.grace === null) await write(`${JSON.stringify(message)}\n`)
  // where whoever started it is gone Node would throw: the channel closes next
  else if (!isEnding) process.send!(message, undefined, undefined, () => undefined)
}

async function writeAll(rows: readonly Row[], line: (row: Row) => string): Promise<void> {
  let text = ''
  for (const row of rows) {
    text += line(row)
    if (text.length < MOST) continue
    await write(text)
    text = ''
  }
  await write(text)
}

process.once('message', ({ job, ...others }: Started) => {
  started = others
  const isDirect = started.grace !== null
  let written = 0
  if (isDirect) setInterval(() => void tell('written', written), EVERY)
  let line = rowLine([])
  const told = {
    columns: (names: readonly string[]) => {
      line = rowLine(names)
      void tell('columns', names)
    },
    share: (share: number | null) => void tell('share', share),
  }
  const run = async (): Promise<void> => {
    const rows = runJob(job, told)
    let next = await rows.next()
    for (; next.done !== true; next = await rows.next()) {
      await writeAll(next.value, line)
      written += next.value.length
    }
    flushCompileCache()
    await tell('end', isDirect ? written : next.value)
  }
  run()
    .catch((error: unknown) => tell('failed', failureOf(error)))
    .catch(end)
})
