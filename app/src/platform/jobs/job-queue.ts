import type { Transaction } from 'kysely'
import { PgBoss, fromKysely } from 'pg-boss'
import { isPassing, statementLimitMs } from '../db/database.ts'
import type { DB } from '../db/tables.gen.ts'
import type { NetworkId } from '../ids.ts'

/** The queues there are; each is created by a migration. */
export type QueueName = 'close-round' | 'deliver-answers' | 'send-mail'

/** What a job carries: ids and codes, never a text, never a participant. */
export type JobData = Readonly<{ networkId: NetworkId; subjectId?: string }>

export type JobQueue = Readonly<{
  /**
   * Enqueues in the caller’s transaction: the job exists exactly if what caused it does.
   * @param options.at earliest start
   * @param options.first before those of its queue that wait already
   */
  enqueue: (
    db: Transaction<DB>,
    queue: QueueName,
    data: JobData,
    options?: { at?: Date; first?: boolean },
  ) => Promise<void>
  /**
   * Handles a queue's jobs one after the other, at once where several wait; one that fails is tried again later. Of a
   * failure nothing is kept in the queue: its words may quote what somebody wrote.
   */
  work: (queue: QueueName, handle: (data: JobData) => Promise<void>) => Promise<void>
  start: () => Promise<void>
  stop: () => Promise<void>
  /** Says that what is due is being looked for. */
  beat: () => void
  /** Whether jobs can be enqueued and, in a process that looks for what is due, whether it did lately. */
  healthy: () => boolean
}>

/** The clock looks every minute; after so long without a beat it is taken to have stopped. */
const freshMs = 300_000

/** PostgreSQL's word for a connection that it ended because it stops. */
const shutDown = '57P01'

/** Jobs fetched together: while so many wait, the next are fetched without a pause. */
const batchSize = 5

/**
 * The queue in PostgreSQL.
 *
 * @param url the application's connection; the queue's schema is there already
 * @param onError what to do with an error; of a database that is away it is told once, until the next beat
 * @param monotonicMs a clock that only grows; for tests
 */
export function jobQueue(
  url: string,
  onError: (error: Error) => void,
  monotonicMs: () => number = () => performance.now(),
): JobQueue {
  // The queue hands all of these to its pool; its types know some of them.
  const settings = {
    connectionString: url,
    schema: 'jobs',
    migrate: false,
    createSchema: false,
    max: 4,
    application_name: 'rounds jobs',
    query_timeout: statementLimitMs,
  }
  const boss = new PgBoss(settings)
  let running = false
  let stopping = false
  // Each queue asks every two seconds, also a database that is away all night.
  const said = new Set<string>()
  const isNews = (error: Error & { code?: string }): boolean => {
    const what = error.code ?? error.message
    if (isPassing(error) && said.has(what)) return false
    said.add(what)
    return true
  }
  // A database that is shut down in the same moment (a start that was told to stop) takes its connections along.
  boss.on('error', (error) => {
    if (stopping && (error as { code?: string }).code === shutDown) return
    if (isNews(error)) onError(error)
  })
  let lastBeat: number | null = null
  return {
    async enqueue(db, queue, data, options = {}) {
      await boss.send(queue, data, {
        db: fromKysely(db),
        ...(options.at ? { startAfter: options.at } : {}),
        ...(options.first ? { priority: 1 } : {}),
      })
    },
    async work(queue, handle) {
      const options = {
        batchSize,
        burstWhenBatchFull: true,
        pollingIntervalSeconds: 2,
        perJobResults: true,
      } as const
      await boss.work<JobData>(queue, options, async (jobs) => {
        const results = []
        for (const { id, data } of jobs)
          results.push(
            await handle(data).then(
              () => ({ id, status: 'completed' as const }),
              (error: Error) => {
                onError(error)
                return { id, status: 'failed' as const }
              },
            ),
          )
        return results
      })
    },
    async start() {
      await boss.start()
      running = true
    },
    async stop() {
      running = false
      stopping = true
      await boss.stop({ graceful: true, timeout: 8000 })
    },
    beat() {
      lastBeat = monotonicMs()
      said.clear()
    },
    healthy: () => running && (lastBeat === null || monotonicMs() - lastBeat < freshMs),
  }
}
