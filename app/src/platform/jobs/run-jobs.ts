import { type Context, type Network, type Services, contextOver } from '../http/context.ts'
import { readNetwork } from '../http/networks.ts'
import type { Id, NetworkId } from '../ids.ts'
import { causeOf } from '../log.ts'
import { type Mailer, deliverMail, resumeMail } from '../mail/mail.ts'
import type { JobData, QueueName } from './job-queue.ts'
import { sureNow } from './sure-now.ts'

/**
 * What runs when a job of a queue is due, or, for `sweep`, each minute: in the network's own transaction, with
 * nobody signed in. Must be safe to run twice.
 */
export type JobHandler = Readonly<{
  queue: QueueName | 'sweep'
  /** Follows from what is there, whatever the date: runs also while the clock is in doubt, when all else waits. */
  whenever?: true
  /** For sweeps: what there is to do now. Each is then run in a transaction of its own, so that none holds up another. */
  due?: (context: Context) => Promise<readonly string[]>
  run: (context: Context, subjectId: string | undefined) => Promise<void>
}>

/** Runs work in a network, which is read before unless it is known; undefined where it is gone. */
async function inJob<T>(
  services: Services,
  of: NetworkId | Network,
  work: (context: Context) => Promise<T>,
  now: Date = services.clock(),
) {
  const network = typeof of === 'string' ? await readNetwork(services.database, of) : of
  if (!network) return undefined
  return services.database.tenant(network.id, (db) =>
    work(contextOver(services, db, { network, actor: null, locale: 'en', now })),
  )
}

/**
 * Runs one handler now. What fails for one thing that is due is logged, and does not keep the others.
 *
 * @param options.network the network, where it was read before
 * @param options.now what time it is to be; else what the clock shows
 * @param options.onDone is told after each thing that was due
 */
export async function runJob(
  services: Services,
  handler: JobHandler,
  data: JobData,
  {
    network,
    now,
    onDone = () => undefined,
  }: { network?: Network; now?: Date | undefined; onDone?: () => void } = {},
): Promise<void> {
  const { due } = handler
  const of = network ?? data.networkId
  if (!due) return inJob(services, of, (context) => handler.run(context, data.subjectId), now)
  for (const subject of (await inJob(services, of, due, now)) ?? []) {
    await inJob(services, of, (context) => handler.run(context, subject), now).catch((error: unknown) =>
      services.log.error({ queue: handler.queue, ...causeOf(error) }, 'job failed'),
    )
    onDone()
  }
}

/** How often every network is looked over for what is due: closings, results, digests, escalation, keys. */
const sweepMs = 60_000

/** Runs handlers about one thing, at a time that is sure; while the clock is in doubt, those alone that run whenever. */
async function runSurely(
  services: Services,
  handlers: readonly JobHandler[],
  of: NetworkId | Network,
  run: (handler: JobHandler, now: Date | undefined) => Promise<void>,
): Promise<void> {
  const now = await inJob(services, of, sureNow)
  for (const handler of handlers) if (now || handler.whenever) await run(handler, now ?? undefined)
}

/**
 * Looks over every network, one handler after the other. A network or a handler that fails keeps no other.
 *
 * Each step is a beat: however long all of them take together, the clock has not stopped.
 */
export async function sweepNetworks(services: Services, handlers: readonly JobHandler[]): Promise<void> {
  const networks = await services.database.untenanted
    .selectFrom('network_address')
    .select('network_id')
    .distinct()
    .execute()
  const { beat } = services.jobs
  const failed = (error: unknown) => services.log.error({ queue: 'sweep', ...causeOf(error) }, 'job failed')
  for (const { network_id } of networks) {
    const data = { networkId: network_id as NetworkId }
    const look = async () => {
      const network = await readNetwork(services.database, data.networkId)
      if (network)
        await runSurely(services, handlers, network, async (handler, now) => {
          await runJob(services, handler, data, { network, now, onDone: beat }).catch(failed)
          beat()
        })
    }
    await look().catch(failed)
  }
}

/**
 * Starts the workers, and the clock that looks for what is due.
 *
 * @returns how to stop the clock; resolves once nothing is being looked over
 */
export async function startJobs(
  services: Services,
  mailer: Mailer,
  handlers: readonly JobHandler[],
): Promise<() => Promise<void>> {
  const { jobs, log } = services
  const resume: JobHandler = {
    queue: 'sweep',
    whenever: true,
    run: (context) => resumeMail(context, mailer),
  }
  const byQueue = Map.groupBy([...handlers, resume], (handler) => handler.queue)
  for (const [queue, all] of byQueue)
    if (queue !== 'sweep')
      await jobs.work(queue, (data) =>
        runSurely(services, all, data.networkId, (handler, now) => runJob(services, handler, data, { now })),
      )
  await jobs.work('send-mail', ({ networkId, subjectId }) =>
    deliverMail((work) => inJob(services, networkId, work), mailer, subjectId as Id<'mail-message'>),
  )

  jobs.beat()
  let stopped = false
  let timer: ReturnType<typeof setTimeout> | undefined
  const tick = async () => {
    try {
      await sweepNetworks(services, byQueue.get('sweep') ?? [])
      jobs.beat()
    } catch (error) {
      log.error({ queue: 'sweep', ...causeOf(error) }, 'the networks could not be looked over')
    }
    if (!stopped) timer = setTimeout(() => (sweeping = tick()), sweepMs).unref()
  }
  let sweeping = tick()
  return async () => {
    stopped = true
    clearTimeout(timer)
    await sweeping
  }
}
