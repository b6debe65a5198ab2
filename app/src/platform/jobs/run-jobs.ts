import { type Context, type Services, contextOver } from '../http/context.ts'
import { readNetwork } from '../http/networks.ts'
import type { Id, NetworkId } from '../ids.ts'
import { type Mailer, deliverMail, resumeMail } from '../mail/mail.ts'
import type { JobData, QueueName } from './job-queue.ts'

/** What runs when a job of a queue is due: in the network's own transaction, with nobody signed in. Must be safe to run twice. */
export type JobHandler = Readonly<{
  queue: QueueName
  run: (context: Context, subjectId: string | undefined) => Promise<void>
}>

/** Runs one job now, in a transaction of its network. */
export async function runJob(services: Services, handler: JobHandler, data: JobData): Promise<void> {
  const network = await readNetwork(services.database, data.networkId)
  if (!network) return
  await services.database.tenant(data.networkId, (db) =>
    handler.run(contextOver(services, db, { network, actor: null, locale: 'en' }), data.subjectId),
  )
}

/** How often every network is looked over for what is due: closings, reminders, digests, escalation, keys. */
const sweepMinutes = 1

/** Starts the workers, and the clock that looks for what is due. */
export async function startJobs(
  services: Services,
  mailer: Mailer,
  handlers: readonly JobHandler[],
): Promise<void> {
  const { jobs, database, log } = services
  const sendMail: JobHandler = {
    queue: 'send-mail',
    run: (context, id) => deliverMail(context, mailer, id as Id<'mail-message'>),
  }
  const resume: JobHandler = { queue: 'sweep', run: (context) => resumeMail(context, mailer) }
  const bySubject = Map.groupBy([...handlers, sendMail, resume], (handler) => handler.queue)
  for (const [queue, all] of bySubject)
    await jobs.work(queue, async (data) => {
      for (const handler of all) await runJob(services, handler, data)
    })
  const sweep = async () => {
    const networks = await database.untenanted
      .selectFrom('network_address')
      .select('network_id')
      .distinct()
      .execute()
    for (const { network_id } of networks)
      for (const handler of bySubject.get('sweep') ?? [])
        await runJob(services, handler, { networkId: network_id as NetworkId }).catch((error: unknown) =>
          log.error(
            { queue: 'sweep', error: error instanceof Error ? error.message : 'unknown' },
            'job failed',
          ),
        )
  }
  const timer = setInterval(() => void sweep().catch(() => undefined), sweepMinutes * 60_000)
  timer.unref()
}
