import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'
import { PatientDataStep } from './features/contributions/public.ts'
import { features } from './features.ts'
import { type Clock, systemClock } from './platform/clock.ts'
import type { Config } from './platform/config.ts'
import { assertSafe, connect } from './platform/db/database.ts'
import type { Services } from './platform/http/context.ts'
import { buildServer } from './platform/http/server.ts'
import { startJobs } from './platform/jobs/run-jobs.ts'
import { jobQueue } from './platform/jobs/job-queue.ts'
import { makeFolder } from './platform/make-folder.ts'
import { fileRoundKeys } from './platform/keys/round-keys.ts'
import { causeOf, openLog } from './platform/log.ts'
import { smtpMailer } from './platform/mail/mail.ts'
import { ProblemPage } from './ui/problem-page.tsx'

export type App = Readonly<{ server: FastifyInstance; services: Services; stop: () => Promise<void> }>

/**
 * Builds the application over a database that has been migrated: services, server, jobs.
 *
 * @param options.durable false: the database need not survive the run (tests alone)
 * @param options.jobs false: no job runs here (tests call them; `work` runs them elsewhere)
 */
export async function buildApp(
  config: Config,
  options: { appUrl: string; clock?: Clock; jobs?: boolean; log?: Logger; durable?: boolean },
): Promise<App> {
  makeFolder(config.dataDirectory, 0o700)
  const log = options.log ?? openLog(config)
  const database = connect(options.appUrl, config.database.connections)
  await assertSafe(database.untenanted, { durable: options.durable !== false })
  const jobs = jobQueue(options.appUrl, (error) => log.error(causeOf(error), 'job queue'))
  const services: Services = {
    config,
    database,
    clock: options.clock ?? systemClock,
    jobs,
    keys: fileRoundKeys(join(config.dataDirectory, 'round-keys')),
    log,
  }
  const mailer = smtpMailer(config.mail)
  const server = await buildServer(
    services,
    features.flatMap((feature) => feature.routes),
    { problem: ProblemPage, patientData: PatientDataStep },
  )
  await jobs.start()
  const handlers = features.flatMap((feature) => feature.jobs ?? [])
  const stopClock = options.jobs === false ? null : await startJobs(services, mailer, handlers)
  return {
    server,
    services,
    async stop() {
      await server.close()
      await stopClock?.()
      await jobs.stop()
      mailer.close()
      await database.close()
    },
  }
}
