import type { Transaction } from 'kysely'
import { PgBoss, fromKysely } from 'pg-boss'
import type { DB } from '../db/tables.gen.ts'
import type { NetworkId } from '../ids.ts'

/** The queues there are; each is created by a migration. */
export const queues = [
  'close-round',
  'remind',
  'deliver-answers',
  'digest',
  'escalate',
  'send-mail',
  'destroy-keys',
  'sweep',
] as const
export type QueueName = (typeof queues)[number]

/** What a job carries: ids and codes, never a text, never a participant. */
export type JobData = Readonly<{ networkId: NetworkId; subjectId?: string }>

export type JobQueue = Readonly<{
  /**
   * Enqueues in the caller’s transaction: the job exists exactly if what caused it does.
   * @param options.at earliest start
   * @param options.once at most one such job waits under this key
   */
  enqueue: (
    db: Transaction<DB>,
    queue: QueueName,
    data: JobData,
    options?: { at?: Date; once?: string },
  ) => Promise<void>
  /** Runs what is due. Of a failure the queue keeps the name alone: its words may quote what somebody wrote. */
  work: (queue: QueueName, handle: (data: JobData) => Promise<void>) => Promise<void>
  /** Runs the sweep that every network needs, on a clock. */
  start: () => Promise<void>
  stop: () => Promise<void>
  healthy: () => boolean
}>

/**
 * The queue in PostgreSQL.
 *
 * @param url the application's connection; the queue's schema is there already
 * @param onError what to do with an error outside any job
 */
export function jobQueue(url: string, onError: (error: Error) => void): JobQueue {
  const boss = new PgBoss({
    connectionString: url,
    schema: 'jobs',
    migrate: false,
    createSchema: false,
    max: 4,
    application_name: 'rounds jobs',
  })
  boss.on('error', onError)
  let running = false
  return {
    async enqueue(db, queue, data, options = {}) {
      await boss.send(queue, data, {
        db: fromKysely(db),
        ...(options.at ? { startAfter: options.at } : {}),
        ...(options.once ? { singletonKey: options.once } : {}),
      })
    },
    async work(queue, handle) {
      await boss.work<JobData>(queue, { batchSize: 1, pollingIntervalSeconds: 2 }, async (jobs) => {
        for (const job of jobs)
          await handle(job.data).catch((error: unknown) => {
            onError(error instanceof Error ? error : new Error('unknown'))
            throw new Error(error instanceof Error ? error.name : 'unknown')
          })
      })
    },
    async start() {
      await boss.start()
      running = true
    },
    async stop() {
      running = false
      await boss.stop({ graceful: true, timeout: 8000 })
    },
    healthy: () => running,
  }
}
