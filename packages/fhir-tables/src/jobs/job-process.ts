import { once } from 'node:events'
import { rmSync } from 'node:fs'
import type { Row } from '../stream-rows.ts'
import { failureOf } from './failure.ts'
import type { Started } from './from-process.ts'
import { runJob } from './run-job.ts'

/*
 * A process that does one job and tells it as lines of JSON on its standard output: each row an object, all else a list that begins
 * with its name. It ends where it is once whoever started it has, whatever DuckDB is doing.
 */
const MOST = 2 ** 20

const write = async (text: string): Promise<void> => {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain')
}
const tell = (name: string, value: unknown) => write(`${JSON.stringify([name, value])}\n`)

async function writeAll(rows: readonly Row[]): Promise<void> {
  let text = ''
  for (const row of rows) {
    text += `${JSON.stringify(row)}\n`
    if (text.length < MOST) continue
    await write(text)
    text = ''
  }
  await write(text)
}

process.once('message', ({ job, leftovers }: Started) => {
  const end = (): void => {
    for (const left of leftovers) rmSync(left, { recursive: true, force: true, maxRetries: 3 })
    process.kill(process.pid, 'SIGKILL')
  }
  process.once('disconnect', end)
  process.stdout.once('error', end)
  const told = {
    columns: (names: readonly string[]) => void tell('columns', names),
    share: (share: number | null) => void tell('share', share),
  }
  const run = async (): Promise<void> => {
    const rows = runJob(job, told)
    let next = await rows.next()
    for (; next.done !== true; next = await rows.next()) await writeAll(next.value)
    await tell('end', next.value)
  }
  run().catch((error: unknown) => tell('failed', failureOf(error)))
})
