import { argv } from 'node:process'
import { buildApp } from '../src/main.ts'
import { readConfig } from '../src/platform/config.ts'

/** The application as a process that can be killed: data directory, database address, `durable` or `throwaway`; prints its port. */
const [directory, appUrl, durability] = argv.slice(2)
if (!directory || !appUrl) throw new Error('needs a data directory and a database address')
const config = readConfig({
  ROUNDS_DATA: directory,
  ROUNDS_LOG_LEVEL: 'silent',
  ROUNDS_REQUESTS_PER_MINUTE: '100000000',
  ROUNDS_DATABASE_CONNECTIONS: '8',
})
const app = await buildApp(config, { appUrl, jobs: false, durable: durability !== 'throwaway' })
await app.server.listen({ host: '127.0.0.1', port: 0 })
const address = app.server.server.address()
process.stdout.write(`${typeof address === 'object' && address ? address.port : 0}\n`)
process.once('disconnect', () => process.exit(0))
