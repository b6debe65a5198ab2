import { randomBytes, createHash } from 'node:crypto'
import { sql } from 'kysely'
import { type NetworkId, type PersonId, type RoundId, newId } from '../src/platform/ids.ts'
import type { Database } from '../src/platform/db/database.ts'
import type { Services } from '../src/platform/http/context.ts'
import { addNetwork } from '../src/platform/http/networks.ts'

export type VoteRound = Readonly<{
  round: RoundId
  statements: readonly string[]
  people: readonly Readonly<{ person: PersonId; token: string }>[]
}>

/** A network at the host `localhost` with one person, who leads and answers. */
export async function makeVoteNetwork(database: Database): Promise<{ network: NetworkId; lead: PersonId }> {
  const network = newId<'network'>()
  const lead = newId<'person'>()
  await database.untenanted
    .insertInto('network_address')
    .values({ host: 'localhost', network_id: network })
    .execute()
  await database.tenant(network, async (db) => {
    await addNetwork(db, { id: network, slug: 'votes', name: { en: 'Votes' }, kind: 'production' })
    await db
      .insertInto('person')
      .values({
        network_id: network,
        id: lead,
        roster_key: 'lead',
        given_name: 'A',
        family_name: 'Lead',
        email: 'lead@example.org',
        joined_on: '2020-01-01',
      })
      .execute()
    for (const role of ['lead', 'physician'] as const)
      await db
        .insertInto('role_grant')
        .values({ network_id: network, id: newId(), person_id: lead, role })
        .execute()
  })
  return { network, lead }
}

/** An open round at level C with people who are signed in, put into the database at once. */
export async function makeVoteRound(
  services: Pick<Services, 'keys' | 'database' | 'clock'>,
  network: NetworkId,
  options: { people: number; statements: number; lead: PersonId },
): Promise<VoteRound> {
  const round = newId<'round'>()
  const initiative = newId<'initiative'>()
  const people = Array.from({ length: options.people }, () => ({
    person: newId<'person'>(),
    token: randomBytes(32).toString('base64url'),
  }))
  const statements = Array.from({ length: options.statements }, () => newId<'statement'>())
  await services.keys.create(network, round)
  await services.database.tenant(network, async (db) => {
    const ids = people.map(({ person }) => person)
    await sql`insert into person (network_id, id, roster_key, given_name, family_name, email, joined_on)
      select ${network}, id, id::text, 'A', 'Person', id::text || '@example.org', '2020-01-01' from unnest(${ids}::uuid[]) id`.execute(
      db,
    )
    await sql`insert into role_grant (network_id, id, person_id, role)
      select ${network}, gen_random_uuid(), id, 'physician' from unnest(${ids}::uuid[]) id`.execute(db)
    const hashes = people.map(({ token }) => createHash('sha256').update(token).digest())
    await sql`insert into session (network_id, id, token_hash, person_id, expires_at)
      select ${network}, gen_random_uuid(), hash, id, now() + interval '90 days' from unnest(${ids}::uuid[], ${hashes}::bytea[]) s (id, hash)`.execute(
      db,
    )
    await db
      .insertInto('initiative')
      .values({ network_id: network, id: initiative, title: { en: 'Bench' }, created_by: options.lead })
      .execute()
    await db
      .insertInto('round')
      .values({
        network_id: network,
        id: round,
        initiative_id: initiative,
        kind: 'statements',
        title: { en: 'Bench' },
        anonymity_level: 'C',
        state: 'open',
        opened_at: services.clock(),
        closes_at: new Date(services.clock().getTime() + 7 * 86_400_000),
        created_by: options.lead,
      })
      .execute()
    await sql`insert into round_invitation (network_id, round_id, person_id)
      select ${network}, ${round}, id from unnest(${ids}::uuid[]) id`.execute(db)
    for (const [index, statement] of statements.entries()) {
      const contribution = newId<'contribution'>()
      await db
        .insertInto('contribution')
        .values({
          network_id: network,
          id: contribution,
          kind: 'statement',
          round_id: round,
          seeded: true,
          language: 'en',
          text: `Statement ${index + 1}`,
          wording: { en: `Statement ${index + 1}` },
          wording_state: 'approved',
          moderation: 'accepted',
        })
        .execute()
      await db
        .insertInto('statement')
        .values({
          network_id: network,
          id: statement,
          round_id: round,
          contribution_id: contribution,
          number: index + 1,
        })
        .execute()
    }
  })
  return { round, statements, people }
}

/** The bytes of the request with which a browser sends one answer. */
export function voteRequest(
  host: string,
  cookie: string,
  vote: { round: string; number: number; answer: string; revision?: number },
): string {
  const body = `answer=${vote.answer}&revision=${vote.revision ?? 0}`
  return [
    `POST /rounds/${vote.round}/statements/${vote.number} HTTP/1.1`,
    `host: ${host}`,
    `cookie: ${cookie}`,
    'sec-fetch-site: same-origin',
    'content-type: application/x-www-form-urlencoded',
    `content-length: ${body.length}`,
    '',
    body,
  ].join('\r\n')
}
