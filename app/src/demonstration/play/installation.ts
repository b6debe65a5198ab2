import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { features } from '../../features.ts'
import { prepareFirstStart } from '../../features/sign-in/first-start.ts'
import { buildApp } from '../../main.ts'
import { readConfig } from '../../platform/config.ts'
import { startEmbeddedPostgres } from '../../platform/db/embedded-postgres.ts'
import { migrate } from '../../platform/db/migrate.ts'
import type { NetworkId } from '../../platform/ids.ts'
import { runJob } from '../../platform/jobs/run-jobs.ts'
import { loadDemonstration } from '../load-demonstration.ts'

/** A whole installation of its own that is gone afterwards: embedded database, server listening, a clock that can be moved. */
export type Installation = Readonly<{
  /** Where it listens. */
  url: string
  /** The code printed for the first administrator. */
  firstCode: string
  now: () => Date
  /** Lets time pass, then runs what the scheduler runs every minute. */
  pass: (time: { minutes?: number; days?: number }) => Promise<void>
  /** The code in the newest message to an address that has one, as whoever has that mailbox reads it. */
  codeMailedTo: (address: string) => Promise<string>
  stop: () => Promise<void>
}>

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * Starts it on a port that is free, in a directory under the system's temporary one. Interrupted, it is gone as well.
 *
 * @param options.begins what its clock shows first
 * @param options.demonstration true: with the demonstration network; otherwise empty, waiting for its first administrator
 */
export async function temporaryInstallation(options: {
  begins: Date
  demonstration?: boolean
}): Promise<Installation> {
  const directory = mkdtempSync(join(tmpdir(), 'rounds-demo-'))
  const starting = startEmbeddedPostgres({ directory: join(directory, 'postgres'), throwaway: true })
  let now = options.begins
  const removeAll = async () => {
    for (const signal of signals) process.off(signal, interrupted)
    await (await starting.catch(() => undefined))?.stop()
    rmSync(directory, { recursive: true, force: true })
  }
  const interrupted = () => {
    void removeAll().finally(() => process.exit(1))
  }
  for (const signal of signals) process.on(signal, interrupted)
  try {
    const server = await starting
    await migrate({ ownerUrl: server.url('owner') })
    const config = readConfig({ ROUNDS_DATA: directory, ROUNDS_REQUESTS_PER_MINUTE: '100000' })
    const app = await buildApp(config, {
      appUrl: server.url('app'),
      clock: () => now,
      jobs: false,
      durable: false,
      log: pino({ level: 'silent' }),
    })
    const { services } = app
    let printed = ''
    if (options.demonstration) await loadDemonstration(services, () => undefined)
    await prepareFirstStart(services, (text) => (printed += text))
    await app.server.listen({ host: '127.0.0.1', port: 0 })
    const { port } = app.server.server.address() as AddressInfo
    const row = await services.database.untenanted
      .selectFrom('network_address')
      .select('network_id')
      .executeTakeFirstOrThrow()
    const networkId = row.network_id as NetworkId
    const swept = features.flatMap(({ jobs }) => jobs ?? []).filter(({ queue }) => queue === 'sweep')
    return {
      url: `http://127.0.0.1:${port}`,
      firstCode: /: ([A-Z0-9-]+)$/.exec(printed)?.[1] ?? '',
      now: () => now,
      async pass({ minutes = 0, days = 0 }) {
        now = new Date(now.getTime() + minutes * 60_000 + days * 86_400_000)
        for (const handler of swept) await runJob(services, handler, { networkId })
      },
      codeMailedTo: (address) =>
        services.database.tenant(networkId, async (db) => {
          const mails = await db
            .selectFrom('mail_message')
            .select('body')
            .where('address', '=', address)
            .orderBy('not_before', 'desc')
            .execute()
          const codes = mails.flatMap(({ body }) => /(?<!\d)\d{6}(?!\d)/.exec(body)?.[0] ?? [])
          if (codes[0] === undefined) throw new Error(`no code was mailed to ${address}`)
          return codes[0]
        }),
      async stop() {
        await app.stop()
        await removeAll()
      },
    }
  } catch (error) {
    await removeAll()
    throw error
  }
}
