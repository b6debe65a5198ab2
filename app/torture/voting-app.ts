import { flushCompileCache } from 'node:module'
import { argv } from 'node:process'
import { PatientDataStep } from '../src/features/contributions/public.ts'
import { routes } from '../src/features/rounds/routes.ts'
import { systemClock } from '../src/platform/clock.ts'
import { readConfig } from '../src/platform/config.ts'
import { assertSafe, connect } from '../src/platform/db/database.ts'
import { buildServer } from '../src/platform/http/server.ts'
import { jobQueue } from '../src/platform/jobs/job-queue.ts'
import { fileRoundKeys } from '../src/platform/keys/round-keys.ts'
import { openLog } from '../src/platform/log.ts'
import { ProblemPage } from '../src/ui/problem-page.tsx'

/**
 * What takes votes, as a process that can be killed: the server with the routes of rounds alone and no job, so
 * that it is back soon. Arguments: data directory, database address, `durable` or `throwaway`; prints its port.
 */
const [directory, appUrl, durability] = argv.slice(2)
if (!directory || !appUrl) throw new Error('needs a data directory and a database address')
const config = readConfig({
  ROUNDS_DATA: directory,
  ROUNDS_LOG_LEVEL: 'silent',
  ROUNDS_REQUESTS_PER_MINUTE: '1000000',
  ROUNDS_DATABASE_CONNECTIONS: '8',
})
const database = connect(appUrl, config.database.connections)
await assertSafe(database.untenanted, { durable: durability !== 'throwaway' })
const services = {
  config,
  database,
  clock: systemClock,
  jobs: jobQueue(appUrl, () => undefined),
  keys: fileRoundKeys(`${directory}/round-keys`),
  log: openLog(config),
}
const server = await buildServer(services, routes, { problem: ProblemPage, patientData: PatientDataStep })
await server.listen({ host: '127.0.0.1', port: 0 })
const address = server.server.address()
process.stdout.write(`${typeof address === 'object' && address ? address.port : 0}\n`)
process.once('disconnect', () => process.exit(0))
// One that is killed keeps nothing of what it compiled for the next.
flushCompileCache()
