import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAskedInitiative } from '../../asked-initiative.ts'
import { newId } from '../../platform/ids.ts'
import { pseudonymOf } from '../../platform/keys/round-keys.ts'
import { type TestApp, startTestApp } from '../../test-app.ts'
import { personalColumns } from './personal-columns.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

type Held = {
  about: Record<string, Record<string, unknown>[]>
  did: Record<string, Record<string, unknown>[]>
  cannotBeFound: { round: string }[]
}

describe('one’s own copy', () => {
  test('has what is kept under a name, and what was said under a pseudonym while its key lives', async () => {
    const at = await anAskedInitiative(app, { things: 2 })
    const me = at.asked[0]!
    await app.inNetwork(at.network, async (db) => {
      await db
        .insertInto('contribution')
        .values({
          network_id: at.network.id,
          id: newId(),
          kind: 'need',
          author_id: me,
          language: 'en',
          text: 'The lift stands still at night.',
          received_at: app.now(),
        })
        .execute()
    })
    const browser = await app.browser(at.network, me)
    const held = await browser.json<Held>('/me/download.json')
    expect(held.about['contribution.author_id']).toMatchObject([{ text: 'The lift stands still at night.' }])
    expect(held.about['contribution.author_pseudonym']).toMatchObject([
      { id: at.said[0], text: 'Drop field 8.' },
    ])
    expect(JSON.stringify(held)).not.toContain('Drop field 9.')
    expect(JSON.stringify(held)).not.toMatch(/token_hash|code_hash/)
    await app.app.services.keys.destroy(at.network.id, at.round)
    const after = await browser.json<Held>('/me/download.json')
    expect(after.about['contribution.author_pseudonym']).toBeUndefined()
    expect(after.cannotBeFound).toMatchObject([{ round: at.round }])
  })

  test('tells what somebody did in a part, without the words of others', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    const lead = await app.browser(at.network, at.physicianLead)
    await lead.post(`/rounds/${at.round}/answers`, {
      do: 'sign',
      which: 'everything',
      outcome: 'adopt',
      reason_en: 'Field 8 goes on 1 April.',
    })
    const held = await lead.json<Held>('/me/download.json')
    expect(held.did['contribution.read_by']).toMatchObject([{ id: at.said[0] }])
    expect(held.did['audit_entry.actor_id']?.length).toBeGreaterThan(0)
    expect(JSON.stringify(held.did)).not.toContain('Drop field 8.')
    expect(JSON.stringify(held.did)).not.toMatch(/author_id|author_pseudonym|participant/)
  })

  test('looks at every column of the catalogue that names a person', async () => {
    const network = await app.aNetwork()
    const person = await app.aPerson(network)
    const columns = await app.inContext(network, person, (context) => personalColumns(context))
    const { rows } = await app.app.services.database.pool.query<{ place: string }>(`
      select distinct c.relname || '.' || a.attname as place from pg_constraint k join pg_class c on c.oid = k.conrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any(k.conkey) and a.attname <> 'network_id'
      where k.contype = 'f' and k.confrelid = 'person'::regclass`)
    const found = new Set(columns.map((one) => `${one.table}.${one.column}`))
    expect(rows.filter(({ place }) => !found.has(place))).toEqual([])
    for (const place of ['vote.participant', 'audit_entry.actor_id', 'invitation_value.person_id'])
      expect(found.has(place)).toBe(true)
  })
})

describe('the notice', () => {
  type Notice = {
    levels: { level: string; tables: { table: string; columns: string[]; who: string[] }[] }[]
    keys: { id: string; destroyOn: string | null }[]
  }
  test('lists what could be handed over, read from the catalogue, level by level', async () => {
    const network = await app.aNetwork()
    const browser = await app.browser(network)
    const notice = await browser.json<Notice>('/privacy')
    const vote = (level: string) =>
      notice.levels.find((one) => one.level === level)?.tables.find((one) => one.table === 'vote')
    const { rows } = await app.app.services.database.pool.query<{ name: string }>(
      `select attname as name from pg_attribute where attrelid = 'vote'::regclass and attnum > 0 and not attisdropped`,
    )
    expect(vote('C')?.columns.toSorted()).toEqual(
      rows
        .map((row) => row.name)
        .filter((name) => name !== 'network_id')
        .toSorted(),
    )
    const said = notice.levels
      .find((one) => one.level === 'C')
      ?.tables.find((one) => one.table === 'contribution')
    expect(said?.who).toEqual(['author_pseudonym'])
    expect(said?.columns).not.toContain('received_at')
    const page = (await browser.get('/privacy')).body
    expect(page).toContain('What could be handed over')
    expect((await (await app.browser(network)).get('/privacy?language=fr')).status).toBe(303)
  })

  test('what it says is empty at level C, the database refuses', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    const key = await app.app.services.keys.read(at.network.id, at.round)
    const add = (more: Record<string, unknown>) =>
      app.inNetwork(at.network, (db) =>
        db
          .insertInto('contribution')
          .values({
            network_id: at.network.id,
            id: newId(),
            kind: 'comment',
            round_id: at.round,
            language: 'en',
            text: 'x',
            author_pseudonym: pseudonymOf(key!, at.asked[0]!),
            ...more,
          })
          .execute(),
      )
    await expect(add({ author_id: at.asked[0] })).rejects.toThrow()
    await expect(add({ received_at: app.now() })).rejects.toThrow()
  })
})

describe('a purge', () => {
  const name = 'Mrs. Eudora Pike'
  test('removes a text from everything in one act, and leaves none of it in the audit log', async () => {
    const at = await anAskedInitiative(app, { things: 2 })
    const officer = await app.aPerson(at.network, { roles: ['privacy-officer'] })
    const put = { network_id: at.network.id }
    const slipped = newId()
    await app.inNetwork(at.network, async (db) => {
      await db
        .insertInto('contribution')
        .values({
          ...put,
          id: slipped,
          kind: 'need',
          author_id: at.asked[1]!,
          language: 'en',
          text: `${name} waited nine days.`,
          wording: { en: `${name} waited.` },
          received_at: app.now(),
        })
        .execute()
      await db
        .insertInto('mail_message')
        .values({
          ...put,
          id: newId(),
          person_id: at.decider,
          address: 'd@example.org',
          subject: `About ${name.toUpperCase()}`,
          body: `Please see ${name}. And (this) stays.`,
        })
        .execute()
      await db
        .insertInto('notice')
        .values({
          ...put,
          id: newId(),
          person_id: at.decider,
          kind: 'need-read',
          subject_type: 'contribution',
          subject_id: slipped,
          parameters: { title: `${name} waited` },
        })
        .execute()
    })
    const lead = await app.browser(at.network, at.physicianLead)
    await lead.post(`/rounds/${at.round}/answers`, {
      do: 'sign',
      thing: at.said[0]!,
      outcome: 'adopt',
      reason_en: `Because of ${name}, who "waited".`,
    })
    const everything = async () => {
      const texts: string[] = []
      await app.inNetwork(at.network, async (db) => {
        const { rows } = await sql<{ name: string }>`
          select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
          where c.relkind = 'r' and c.relrowsecurity`.execute(db)
        for (const table of rows) {
          const found = await sql<{ text: string }>`
            select to_jsonb(t)::text as text from ${sql.table(table.name)} t
            where strpos(lower(to_jsonb(t)::text), lower(${name})) > 0`.execute(db)
          texts.push(...found.rows.map(() => table.name))
        }
      })
      return texts.toSorted()
    }
    expect(await everything()).toEqual(['answer', 'contribution', 'mail_message', 'notice'])
    for (const person of [at.physicianLead, at.decider, at.asked[0]!])
      expect((await (await app.browser(at.network, person)).get('/privacy/purge')).status).toBe(403)

    const browser = await app.browser(at.network, officer)
    const found = (await browser.post('/privacy/purge/find', { search: 'eudora pike' })).body
    expect(found).toContain(`${name} waited nine days.`)
    const logged = app.logLines.length
    const done = await browser.post('/privacy/purge', {
      contribution: slipped,
      search: name,
      elsewhere: 'yes',
    })
    expect(done.location).toBe('/privacy/purge?done=yes')
    expect((await browser.get(done.location ?? '')).body).toContain('It has been removed.')
    expect(await everything()).toEqual([])
    expect(app.logLines.slice(logged).join('')).not.toContain('Eudora')
    const mail = await app.inNetwork(at.network, (db) => db.selectFrom('mail_message').selectAll().execute())
    expect(mail[0]).toMatchObject({ subject: 'About …', body: 'Please see …. And (this) stays.' })
    const entry = await app.inNetwork(at.network, (db) =>
      db
        .selectFrom('audit_entry')
        .selectAll()
        .where('action', '=', 'privacy.purge')
        .executeTakeFirstOrThrow(),
    )
    expect(entry.details).toEqual({ contributions: 1, mails: 1, notices: 1, reasons: 1 })
    const author = await app.browser(at.network, at.asked[1]!)
    expect((await author.get(`/said/${slipped}`)).body).toContain('was removed')
  })
})

describe('what is kept no longer', () => {
  test('goes at night: raw words whose wording stays, messages, notices', async () => {
    const at = await anAskedInitiative(app, { things: 1 })
    await app.inNetwork(at.network, async (db) => {
      await db
        .updateTable('contribution')
        .set({ text: 'my very own words', state: 'decided' })
        .where('id', '=', at.said[0]!)
        .execute()
      await db
        .insertInto('mail_message')
        .values({
          network_id: at.network.id,
          id: newId(),
          person_id: at.decider,
          address: 'd@example.org',
          subject: 's',
          body: 'b',
          state: 'sent',
          sent_at: new Date('2027-02-20T12:00:00Z'),
        })
        .execute()
    })
    const left = () =>
      app.inNetwork(at.network, async (db) => ({
        said: (
          await db
            .selectFrom('contribution')
            .select(['text', 'wording'])
            .where('id', '=', at.said[0]!)
            .execute()
        )[0],
        mails: (await db.selectFrom('mail_message').select('id').where('state', '=', 'sent').execute())
          .length,
      }))
    await app.runQueue(at.network, 'sweep')
    expect(await left()).toMatchObject({ said: { text: 'my very own words' }, mails: 1 })
    app.setNow(new Date('2029-03-01T06:40:00Z'))
    await app.runQueue(at.network, 'sweep')
    app.setNow(new Date('2027-03-01T13:00:00Z'))
    expect(await left()).toEqual({ said: { text: '', wording: { en: 'Drop field 8.' } }, mails: 0 })
  })
})
