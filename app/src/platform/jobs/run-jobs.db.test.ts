import { type AddressInfo, type Socket, connect as connectTo, createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import type { Mailer } from '../mail/mail.ts'
import { type JobQueue, jobQueue } from './job-queue.ts'
import { type JobHandler, startJobs, sweepNetworks } from './run-jobs.ts'

let app: TestApp
let network: TestNetwork

beforeAll(async () => {
  app = await startTestApp()
  network = await app.aNetwork('first')
  await app.aNetwork('second')
})
afterAll(() => app.stop())

const rename = (name: string): JobHandler['run'] =>
  async function ({ db }, subject) {
    await db
      .updateTable('network')
      .set({ name: { en: `${name} ${subject}` } })
      .execute()
    if (subject === 'bad') throw new Error('the "secret words" of someone@example.org')
  }
const nameNow = async (of: TestNetwork) =>
  (await app.inNetwork(of, (db) => db.selectFrom('network').select('name').executeTakeFirstOrThrow())).name.en

test('what fails for one thing is undone and logged, and keeps neither the next thing nor the next network', async () => {
  const seen: string[] = []
  const handler: JobHandler = {
    queue: 'sweep',
    due: async (context) => [`good-${context.network.slug}`, 'bad', `last-${context.network.slug}`],
    run: async (context, subject) => {
      seen.push(subject ?? '')
      await rename('swept')(context, subject)
    },
  }
  const broken: JobHandler = { queue: 'sweep', run: () => Promise.reject(new Error('broken')) }
  await sweepNetworks(app.app.services, [broken, handler])
  expect(seen.toSorted()).toEqual(['bad', 'bad', 'good-first', 'good-second', 'last-first', 'last-second'])
  expect(await nameNow(network)).toBe('swept last-first')
  const failures = app.logLines.filter((line) => line.includes('job failed'))
  expect(failures).toHaveLength(4)
  expect(failures.join('')).not.toMatch(/secret|@/)
})

test('each thing that was looked over is a beat, so that a long look is not taken for a stopped clock', async () => {
  let beats = 0
  const seen: number[] = []
  const handler: JobHandler = {
    queue: 'sweep',
    due: async () => ['one', 'two', 'three'],
    run: async () => void seen.push(beats),
  }
  const jobs = { ...app.app.services.jobs, beat: () => void (beats += 1) }
  await sweepNetworks({ ...app.app.services, jobs }, [handler])
  expect(seen).toEqual([0, 1, 2, 4, 5, 6])
})

/** As the application's role; the pool keeps the address to itself. */
const appUrl = (): string => app.ownerUrl.replace('rounds_owner', 'rounds_app')

async function withQueue(work: (queue: JobQueue) => Promise<void>): Promise<void> {
  const queue = jobQueue(appUrl(), () => undefined)
  await queue.start()
  try {
    await work(queue)
  } finally {
    await queue.stop()
  }
}

async function until(what: () => boolean): Promise<void> {
  for (let tries = 0; tries < 2000 && !what(); tries += 1) await delay(50)
  expect(what()).toBe(true)
}

test('many jobs are handled one after the other without a pause, urgent ones first, and a failed one is tried again', async () => {
  const done: string[] = []
  const times: number[] = []
  await withQueue(async (queue) => {
    await app.inNetwork(network, async (db) => {
      for (let number = 1; number <= 30; number += 1)
        await queue.enqueue(db, 'close-round', { networkId: network.id, subjectId: `${number}` })
      await queue.enqueue(db, 'close-round', { networkId: network.id, subjectId: 'poison' })
      await queue.enqueue(db, 'close-round', { networkId: network.id, subjectId: 'code' }, { first: true })
    })
    await queue.work('close-round', async ({ subjectId }) => {
      done.push(subjectId ?? '')
      times.push(performance.now())
      if (subjectId === 'poison') throw new Error('never')
    })
    await until(() => done.length === 32)
    // With a pause after each of the six full batches, six of these would be two seconds.
    const between = times.slice(1).map((time, index) => time - times[index]!)
    expect(between.toSorted((a, b) => b - a)[5]).toBeLessThan(1900)
  })
  expect(done.slice(0, 5)).toContain('code')
  expect(new Set(done).size).toBe(32)
  const { rows } = await app.app.services.database.pool.query<{ state: string; n: number }>(
    `select state::text, count(*)::int as n from jobs.job where name = 'close-round' group by state order by state`,
  )
  expect(rows).toEqual([
    { state: 'completed', n: 31 },
    { state: 'retry', n: 1 },
  ])
})

test('a job whose worker died is handled by another', async () => {
  await withQueue(async (queue) => {
    await app.inNetwork(network, (db) =>
      queue.enqueue(db, 'deliver-answers', { networkId: network.id, subjectId: 'lost' }),
    )
  })
  // As a kill -9 leaves it: taken by a worker that is gone, longer ago than a job may take.
  await app.app.services.database.pool.query(
    `update jobs.job set state = 'active', started_on = now() - interval '6 minutes' where name = 'deliver-answers'`,
  )
  const done: string[] = []
  await withQueue(async (queue) => {
    await queue.work('deliver-answers', async ({ subjectId }) => void done.push(subjectId ?? ''))
    const overseer = new PgBoss({
      connectionString: appUrl(),
      schema: 'jobs',
      migrate: false,
      createSchema: false,
    })
    await overseer.start()
    await overseer.supervise('deliver-answers')
    await overseer.stop()
    await app.app.services.database.pool.query(
      `update jobs.job set start_after = now() where name = 'deliver-answers' and state = 'retry'`,
    )
    await until(() => done.includes('lost'))
  })
})

test('the scheduler is said to work as long as it looks, and no longer', async () => {
  let now = 0
  const queue = jobQueue(
    'postgres://nobody@localhost/none',
    () => undefined,
    () => now,
  )
  expect(queue.healthy()).toBe(false)
  const running = jobQueue(
    appUrl(),
    () => undefined,
    () => now,
  )
  await running.start()
  try {
    expect(running.healthy()).toBe(true)
    running.beat()
    now += 299_000
    expect(running.healthy()).toBe(true)
    now += 2000
    expect(running.healthy()).toBe(false)
  } finally {
    await running.stop()
  }
  expect(running.healthy()).toBe(false)
})

test('that the database is away is told once, however long it is, and anew after a beat', async () => {
  const url = new URL(appUrl())
  const folder = url.searchParams.get('host')
  const target = folder?.startsWith('/')
    ? { path: `${folder}/.s.PGSQL.5432` }
    : { host: url.hostname, port: Number(url.port || 5432) }
  const sockets = new Set<Socket>()
  const between = createServer((socket) => {
    const server = connectTo(target)
    for (const one of [socket, server]) sockets.add(one.on('error', () => undefined))
    socket.pipe(server).pipe(socket)
  })
  await new Promise<void>((resolve) => between.listen(0, '127.0.0.1', resolve))
  url.searchParams.delete('host')
  url.host = `127.0.0.1:${(between.address() as AddressInfo).port}`
  let refused = 0
  const queue = jobQueue(url.href, (error) => {
    if ((error as { code?: string }).code === 'ECONNREFUSED') refused += 1
  })
  await queue.start()
  for (const name of ['close-round', 'deliver-answers', 'send-mail'] as const)
    await queue.work(name, async () => undefined)
  between.close()
  for (const socket of sockets) socket.destroy()
  await until(() => refused > 0)
  await delay(2500)
  expect(refused).toBe(1)
  queue.beat()
  await until(() => refused > 1)
  await queue.stop()
})

test('stopping waits for what is being looked over, and nothing runs after', async () => {
  const mailer: Mailer = {
    configured: false,
    send: () => Promise.reject(new Error('none')),
    close: () => undefined,
  }
  let began = 0
  let ended = 0
  await withQueue(async (queue) => {
    const stop = await startJobs({ ...app.app.services, jobs: queue }, mailer, [
      {
        queue: 'sweep',
        run: async () => {
          began += 1
          await delay(300)
          ended += 1
        },
      },
    ])
    await until(() => began > 0)
    await stop()
    expect(ended).toBe(began)
  })
})

test('a connection that the database ends is an error, except while the queue is stopping', async () => {
  const told: string[] = []
  const queue = jobQueue(appUrl(), (error) => void told.push((error as { code?: string }).code ?? ''))
  const endConnections = async () => {
    const { rows } = await app.app.services.database.pool.query<{ n: number }>(
      `select count(pg_terminate_backend(pid))::int as n from pg_stat_activity
       where application_name = 'rounds jobs' and datname = current_database()`,
    )
    expect(rows[0]?.n).toBeGreaterThan(0)
    await delay(100)
  }
  await queue.start()
  await endConnections()
  await until(() => told.includes('57P01'))
  let end = (): void => undefined
  await queue.work('send-mail', () => new Promise<void>((resolve) => (end = resolve)))
  const idle = end
  await app.inNetwork(network, (db) => queue.enqueue(db, 'send-mail', { networkId: network.id }))
  await until(() => end !== idle)
  told.length = 0
  const stopped = queue.stop()
  await endConnections()
  end()
  await stopped
  expect(told).toEqual([])
})
