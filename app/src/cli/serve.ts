import { Command } from 'commander'
import { buildApp } from '../main.ts'
import { prepareFirstStart } from '../features/sign-in/first-start.ts'
import { readConfig } from '../platform/config.ts'
import { migrate } from '../platform/db/migrate.ts'
import { databaseUrls } from './database-urls.ts'

/** Starts everything, says where it is, and stops all it started on SIGINT or SIGTERM. */
export async function serve(environment: NodeJS.ProcessEnv, say: (text: string) => void): Promise<void> {
  const config = readConfig(environment)
  const urls = await databaseUrls(config, say)
  if (urls.owner !== null) {
    const applied = await migrate({ ownerUrl: urls.owner })
    if (applied.length > 0) say(`Schema brought up to date (${applied.length} migrations).`)
  }
  const app = await buildApp(config, { appUrl: urls.app })
  const stop = async () => {
    await app.stop()
    await urls.stop()
  }
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      const deadline = setTimeout(() => process.exit(1), 10_000)
      deadline.unref()
      stop().then(
        () => process.exit(0),
        () => process.exit(1),
      )
    })
  await prepareFirstStart(app.services, say)
  await app.server.listen({ host: config.host, port: config.port })
  say(`Rounds is at ${config.baseUrl}`)
}

export function serveCommand(): Command {
  return new Command('serve')
    .description('serve the pages and run the jobs')
    .action(() => serve(process.env, (text) => process.stdout.write(`${text}\n`)))
}
