import { execFileSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { expect, test } from 'vitest'
import { makeVoteNetwork, makeVoteRound } from '../bench/vote-round.ts'
import { buildApp } from '../src/main.ts'
import { readConfig } from '../src/platform/config.ts'
import { startEmbeddedPostgres } from '../src/platform/db/embedded-postgres.ts'
import { migrate } from '../src/platform/db/migrate.ts'

/** A small file system in memory; null where this user may not mount one. */
function smallDisk(): string | null {
  const folder = mkdtempSync(join(tmpdir(), 'rounds-test-small-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=110m,mode=755', 'tmpfs', folder], { stdio: 'ignore' })
    return folder
  } catch {
    rmSync(folder, { recursive: true })
    return null
  }
}

function fill(file: string): void {
  for (const size of [65_536, 1024])
    try {
      for (;;) appendFileSync(file, Buffer.alloc(size))
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error
    }
}

test('on a full disk an answer is refused and told so, none that was acknowledged is lost, and all goes on when there is room', async (context) => {
  const disk = smallDisk() ?? context.skip('this user may not mount a file system')
  const data = join(disk, 'data')
  const filler = join(disk, 'filler')
  const postgres = await startEmbeddedPostgres({ directory: join(data, 'postgres'), keepRunning: true })
  await migrate({ ownerUrl: postgres.url('owner') })
  const config = readConfig({
    ROUNDS_DATA: data,
    ROUNDS_LOG_LEVEL: 'silent',
    ROUNDS_REQUESTS_PER_MINUTE: '1000000',
  })
  const app = await buildApp(config, { appUrl: postgres.url('app'), jobs: false })
  try {
    const { network, lead } = await makeVoteNetwork(app.services.database)
    const round = await makeVoteRound(app.services, network, { people: 200, statements: 5, lead })
    let acknowledged = 0
    const send = async (person: number, statement: number) => {
      const reply = await app.server.inject({
        method: 'POST',
        url: `/rounds/${round.round}/statements/${statement}`,
        headers: {
          host: 'localhost',
          cookie: `rounds-session=${round.people[person]?.token}`,
          'sec-fetch-site': 'same-origin',
          'content-type': 'application/x-www-form-urlencoded',
        },
        payload: 'answer=agree&revision=0',
      })
      if (reply.statusCode === 303) acknowledged += 1
      return reply
    }
    const votes = () =>
      app.services.database.tenant(network, (db) =>
        db.selectFrom('vote').select('participant').where('round_id', '=', round.round).execute(),
      )
    for (let person = 0; person < 20; person++) expect((await send(person, 1)).statusCode).toBe(303)

    fill(filler)
    const admin = new pg.Client({ connectionString: postgres.url('admin') })
    admin.on('error', () => undefined)
    await admin.connect()
    await expect(admin.query('checkpoint')).rejects.toThrow()
    let refused = await send(20, 1)
    for (let person = 21; person < 200 && refused.statusCode === 303; person++)
      refused = await send(person, 1)
    expect(refused.statusCode).toBe(503)
    expect(refused.body).toContain('What you had entered was not saved.')

    rmSync(filler)
    await expect.poll(async () => (await send(199, 2)).statusCode, { timeout: 240_000 }).toBe(303)
    const first = await votes()
    expect(first).toHaveLength(acknowledged)
    expect((await send(199, 2)).statusCode).toBe(303)
    expect(await votes()).toHaveLength(first.length)
  } finally {
    rmSync(filler, { force: true })
    await app.stop()
    await postgres.stop()
    execFileSync('umount', ['-l', disk])
    rmSync(disk, { recursive: true })
  }
})
