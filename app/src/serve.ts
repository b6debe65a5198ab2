import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import type { App } from './main.ts'
import { type Config, readConfig } from './platform/config.ts'
import { isPassing } from './platform/db/database.ts'
import { migrate, requireNewestSchema } from './platform/db/migrate.ts'
import { serveMetrics } from './platform/http/metrics.ts'
import { databaseUrls } from './cli/database-urls.ts'

/** How long requests that are being answered may take once the end has been asked for. */
const graceMs = 8_000

/**
 * Starts everything, says where it is, and stops all it started on SIGINT, SIGTERM, SIGHUP (a terminal that is
 * closed) or a failure. What it was filling when it was told to stop is as empty again as it was.
 */
export async function serve(environment: NodeJS.ProcessEnv, say: (text: string) => void): Promise<void> {
  const config = readConfig(environment)
  // PostgreSQL starts in processes of its own: meanwhile this one loads the application, which takes as long.
  const load = () => import('./main.ts')
  const database = requireFreePort(config).then(() =>
    databaseUrls(config, (text) => {
      say(text)
      setImmediate(() => void load().catch(() => undefined))
    }),
  )
  let building: Promise<App> | undefined
  let listening = false
  let stopping = false
  const stop = async (grace: number) => {
    const app = await building?.catch(() => undefined)
    const closed = app?.stop().catch(() => undefined)
    await Promise.race([closed, sleep(grace)])
    await (await database.catch(() => undefined))?.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      // The same Ctrl-C may come twice, from the terminal and from a parent that passes it on.
      if (stopping) return
      stopping = true
      const deadline = setTimeout(() => process.exit(1), 60_000)
      deadline.unref()
      stop(listening ? graceMs : 0).then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  try {
    const urls = await database
    if (urls.owner === null) await requireNewestSchema(urls.app)
    else {
      const applied = await migrate({ ownerUrl: urls.owner, say })
      if (applied.length > 0) say(`Schema brought up to date (${applied.length} migrations).`)
    }
    const { buildApp } = await load()
    const { isEmptyInstallation, prepareFirstStart } = await import('./features/sign-in/first-start.ts')
    building = buildApp(config, { appUrl: urls.app })
    const app = await building
    if (config.demonstration && (await isEmptyInstallation(app.services))) {
      const { loadDemonstration } = await import('./demonstration/load-demonstration.ts')
      await loadDemonstration(app.services, say)
    }
    await prepareFirstStart(app.services, say)
    if (config.metrics.port !== null) {
      const metrics = Fastify({ logger: false })
      serveMetrics(metrics, app.services, null)
      app.server.addHook('onClose', () => metrics.close())
      await metrics.listen({ host: '127.0.0.1', port: config.metrics.port })
    }
    await app.server.listen({ host: config.host, port: config.port })
    listening = true
    say(`Rounds is at ${config.baseUrl}`)
  } catch (error) {
    if (stopping) return
    await stop(graceMs)
    throw explained(error, config)
  }
}

/** Before minutes go by in making and filling a database: whether its pages could be served. */
async function requireFreePort({ host, port }: Config): Promise<void> {
  const probe = createServer()
  await new Promise<void>((resolve, reject) => {
    probe.once('error', reject)
    probe.listen(port, host, () => probe.close(() => resolve()))
  })
}

/** What failed, for whoever starts it, and where to look. */
function explained(error: unknown, config: Config): unknown {
  const { port, metrics, database, dataDirectory } = config
  const { code, syscall, message, port: taken = port } = error as NodeJS.ErrnoException & { port?: number }
  if (code === 'EADDRINUSE')
    return new Error(
      `Port ${taken} is in use: stop what uses it, or set ${taken === metrics.port ? 'ROUNDS_METRICS_PORT' : 'ROUNDS_PORT'} to another`,
      { cause: error },
    )
  if (!isPassing(error) || (code === 'ENOENT' && syscall !== 'connect')) return error
  const where =
    database.appUrl === null
      ? `${join(dataDirectory, 'postgres', 'server.log')} says why`
      : 'look at DATABASE_URL and DATABASE_OWNER_URL, and at its server'
  return new Error(`The database does not answer (${message}): ${where}`, { cause: error })
}
