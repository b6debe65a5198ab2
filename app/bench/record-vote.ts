import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { sessionCookieName } from '../src/platform/auth/session.ts'
import { pseudonymOf } from '../src/platform/keys/round-keys.ts'
import { type BenchApp, startBenchApp } from './bench-app.ts'
import type { Figure } from './figure.ts'
import type { Sent } from './send-requests.ts'
import { type VoteRound, makeVoteRound, voteRequest } from './vote-round.ts'

const connections = 64
const statements = 5

/**
 * Recording a vote over HTTP: session, authorization, row-level security, exactly once, durable; 64 connections
 * from a process of their own on the same machine. Beside it the database's floor: the same transaction through
 * the driver alone.
 */
export async function benchRecordVote(): Promise<readonly Figure[]> {
  const bench = await startBenchApp()
  try {
    const make = (people: number) =>
      makeVoteRound(bench.app.services, bench.network, { people, statements, lead: bench.person })
    await send(bench, await make(400))
    const floor = await throughTheDriver(bench, await make(1600))
    const round = await make(2400)
    const before = process.cpuUsage()
    const databaseBefore = bench.databaseMs()
    const sent = await send(bench, round)
    const databaseSpent = bench.databaseMs() - databaseBefore
    const { user, system } = process.cpuUsage(before)
    const spent = (user + system) / 1000
    const stored = await bench.app.services.database.tenant(bench.network, (db) =>
      db
        .selectFrom('vote')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .where('round_id', '=', round.round)
        .executeTakeFirstOrThrow(),
    )
    const lost = sent.requests - (sent.statuses['303'] ?? 0) + Math.abs(sent.requests - stored.count)
    const { p50, p99 } = sent.milliseconds
    return [
      {
        what: `votes over HTTP, ${connections} connections`,
        measured: sent.requests / sent.seconds,
        unit: '/s',
        target: { atLeast: 1000 },
      },
      { what: '  half of them within', measured: p50, unit: 'ms', target: null },
      { what: '  99 in 100 within', measured: p99, unit: 'ms', target: { atMost: 150 } },
      {
        what: `  refused, lost or doubled, of ${sent.requests.toLocaleString('en')}`,
        measured: lost,
        unit: '',
        target: { atMost: 0 },
      },
      {
        what: '  processor time of the application for one vote',
        measured: spent / sent.requests,
        unit: 'ms',
        digits: 2,
        target: null,
      },
      {
        what: '  processor time of the database for one vote',
        measured: databaseSpent / sent.requests,
        unit: 'ms',
        digits: 2,
        target: null,
      },
      { what: '  the same transaction through the driver alone', measured: floor, unit: '/s', target: null },
    ]
  } finally {
    await bench.stop()
  }
}

async function send(bench: BenchApp, round: VoteRound): Promise<Sent> {
  const directory = mkdtempSync(join(tmpdir(), 'rounds-requests-'))
  const file = join(directory, 'requests')
  const { host, port } = new URL(bench.address)
  const name = sessionCookieName(bench.app.services.config.baseUrl)
  const lines = Array.from({ length: statements }, (_, index) =>
    round.people.map(({ token }) =>
      JSON.stringify(
        voteRequest(host, `${name}=${token}`, { round: round.round, number: index + 1, answer: 'agree' }),
      ),
    ),
  ).flat()
  writeFileSync(file, lines.join('\n'))
  try {
    const child = spawn(
      process.execPath,
      [fileURLToPath(new URL('send-requests.ts', import.meta.url)), port, String(connections), file],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    let printed = ''
    for await (const chunk of child.stdout) printed += String(chunk)
    return JSON.parse(printed) as Sent
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Votes a second with the same statements in the same transaction, without HTTP and without our code. */
async function throughTheDriver(bench: BenchApp, round: VoteRound): Promise<number> {
  const { config, keys } = bench.app.services
  const key = await keys.read(bench.network, round.round)
  if (key === null) throw new Error('the round has no key')
  const pool = new pg.Pool({ connectionString: bench.appUrl, max: config.database.connections })
  const work = round.people.flatMap(({ person, token }) =>
    round.statements.map((statement) => ({ person, token, statement })),
  )
  let taken = 0
  const began = performance.now()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      for (let one = work[taken++]; one !== undefined; one = work[taken++]) {
        const participant = pseudonymOf(key, one.person)
        const client = await pool.connect()
        try {
          await client.query('begin')
          await client.query({
            name: 'network',
            text: `select set_config('rounds.network_id', $1, true)`,
            values: [bench.network],
          })
          await client.query({
            name: 'session',
            text: `select p.id, array(select role from role_grant g where g.network_id = p.network_id and g.person_id = p.id and g.ended_at is null) as roles
              from session s join person p on p.network_id = s.network_id and p.id = s.person_id where s.token_hash = $1`,
            values: [createHash('sha256').update(one.token).digest()],
          })
          await client.query({
            name: 'round',
            text: `select r.state, r.closes_at, exists (select from round_invitation i where i.round_id = r.id and i.person_id = $2) as invited
              from round r where r.id = $1 for share of r`,
            values: [round.round, one.person],
          })
          await client.query({
            name: 'vote',
            text: `insert into vote (network_id, round_id, participant, statement_id, answer) values ($1, $2, $3, $4, 'agree') on conflict do nothing`,
            values: [bench.network, round.round, participant, one.statement],
          })
          await client.query('commit')
        } finally {
          client.release()
        }
      }
    }),
  )
  const seconds = (performance.now() - began) / 1000
  await pool.end()
  return work.length / seconds
}
