import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { anAskedInitiative, answersGoOut } from '../../asked-initiative.ts'
import { newId } from '../../platform/ids.ts'
import { pseudonymOf } from '../../platform/keys/round-keys.ts'
import { fillNetwork } from '../../filled-network.ts'
import { keptTexts } from '../../platform/privacy/purge-text.ts'
import { type TestApp, type TestNetwork, startTestApp } from '../../test-app.ts'
import { hangingRows } from './held-about-me.ts'
import { personalColumns } from './personal-columns.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

/** At the level of a filled network there is no pseudonym. */
const emptyInAFilledNetwork = ['contribution.author_pseudonym']

type Held = {
  about: Record<string, Record<string, unknown>[]>
  did: Record<string, Record<string, unknown>[]>
  cannotBeFound: { round: string }[]
}

async function oneThingAnswered() {
  const at = await anAskedInitiative(app, { things: 1 })
  const lead = await app.browser(at.network, at.physicianLead)
  await lead.post(`/rounds/${at.round}/answers`, {
    do: 'sign',
    which: 'everything',
    outcome: 'adopt',
    reason_en: 'Field 8 goes on 1 April.',
  })
  return { at, lead }
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

  test('tells of an answer once it has gone out, and not before that there is one', async () => {
    const { at } = await oneThingAnswered()
    const author = await app.browser(at.network, at.asked[0]!)
    const copy = async () => {
      const held = await author.json<Held & { belongs: object }>('/me/download.json')
      const said = held.about['contribution.author_pseudonym']
      return [said?.map(({ state }) => state), Object.keys(held.belongs).includes('answer.contribution_id')]
    }
    expect(await copy()).toEqual([['read'], false])
    await answersGoOut(app, at.network, at.round)
    expect(await copy()).toEqual([['decided'], true])
  })

  test('tells what somebody did in a part, without the words of others', async () => {
    const { at, lead } = await oneThingAnswered()
    const held = await lead.json<Held>('/me/download.json')
    expect(held.did['contribution.read_by']).toMatchObject([{ id: at.said[0] }])
    expect(held.did['audit_entry.actor_id']?.length).toBeGreaterThan(0)
    expect(JSON.stringify(held.did)).not.toContain('Drop field 8.')
    expect(JSON.stringify(held.did)).not.toMatch(/author_id|author_pseudonym|participant/)
  })

  test('tells what was done to them, and to nobody else, by whom and when', async () => {
    const network = await app.aNetwork()
    const [person, other] = [await app.aPerson(network), await app.aPerson(network)]
    const administrator = await app.aPerson(network, { roles: ['network-administrator'] })
    const browser = await app.browser(network, administrator)
    for (const one of [person, other]) await browser.post(`/people/${one}/roles`, { role: 'lead' })
    const held = await (await app.browser(network, person)).json<Held>('/me/download.json')
    expect(held.about['audit_entry.subject_id']).toMatchObject([
      { actor_id: administrator, action: expect.stringContaining('role'), details: { role: 'lead' } },
    ])
    expect(JSON.stringify(held)).not.toContain(other)
  })

  test('has a row of every table that names the person or hangs on what is theirs', async () => {
    const network = await app.aNetwork()
    const owner = await app.aPerson(network)
    await fillNetwork(app.app.services.database, { network: network.id, owner, mark: 'mine' })
    await app.inNetwork(network, async (db) => {
      await db.updateTable('answer').set({ delivered_at: app.now() }).execute()
      await db.updateTable('contribution').set({ seeded: false, purged_at: null }).execute()
      await db.updateTable('role_grant').set({ granted_by: owner }).execute()
    })
    await app.inContext(network, owner, (context) =>
      context.audit({ action: 'needs.read', subject: { type: 'contribution', id: newId() } }),
    )
    const held = await (
      await app.browser(network, owner)
    ).json<Held & { belongs: Record<string, unknown>; annotations: unknown[] }>('/me/download.json')
    const columns = await app.inContext(network, owner, (context) => personalColumns(context))
    const places = columns.map(({ table, column }) => `${table}.${column}`)
    const given = new Set([...Object.keys(held.about), ...Object.keys(held.did)])
    expect(places.filter((place) => !given.has(place))).toEqual(emptyInAFilledNetwork)
    expect(Object.keys(held.belongs).toSorted()).toEqual(
      Object.keys(hangingRows)
        .filter((place) => hangingRows[place] !== null)
        .toSorted(),
    )
    expect(held.annotations).toHaveLength(1)
    const { rows } = await app.app.services.database.pool.query<{ place: string }>(`
      select distinct c.relname || '.' || a.attname as place from pg_constraint k join pg_class c on c.oid = k.conrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = any(k.conkey) and a.attname <> 'network_id'
      where k.contype = 'f' and k.confrelid in ('contribution'::regclass, 'membership'::regclass) order by 1`)
    expect(rows.map(({ place }) => place)).toEqual(Object.keys(hangingRows).toSorted())
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
    expect(entry.details).toEqual({ contributions: 1, files: 0, texts: 4 })
    const author = await app.browser(at.network, at.asked[1]!)
    expect((await author.get(`/said/${slipped}`)).body).toContain('was removed')
  })
})

describe('copies of what is purged', () => {
  /** A need that was said, and a message. */
  async function twice(text: string, body: string) {
    const network = await app.aNetwork()
    const person_id = await app.aPerson(network)
    const id = newId()
    const put = { network_id: network.id }
    await app.inNetwork(network, async (db) => {
      await db
        .insertInto('contribution')
        .values({
          ...put,
          id,
          kind: 'need',
          author_id: person_id,
          language: 'en',
          text,
          received_at: app.now(),
        })
        .execute()
      await db
        .insertInto('mail_message')
        .values({ ...put, id: newId(), person_id, address: 'd@example.org', subject: 's', body })
        .execute()
    })
    const officer = await app.browser(network, await app.aPerson(network, { roles: ['privacy-officer'] }))
    const left = () =>
      app.inNetwork(network, async (db) => [
        (await db.selectFrom('contribution').select('text').executeTakeFirstOrThrow()).text,
        (await db.selectFrom('mail_message').select('body').executeTakeFirstOrThrow()).body,
      ])
    const purge = (fields: Record<string, string> = {}) =>
      officer.post('/privacy/purge', { contribution: id, search: '', ...fields })
    return { id, left, purge }
  }

  test('are none where the words may be anybody’s', async () => {
    const { purge, left } = await twice('Patient safety', 'What patient safety asks of us.')
    expect((await purge()).status).toBe(303)
    expect(await left()).toEqual(['', 'What patient safety asks of us.'])
  })

  test('go once the officer was told how many places, and nothing goes before', async () => {
    const long = 'Mrs. Eudora Pike waited nine days for her results, and nobody called her.'
    const { id, purge, left } = await twice(long, `“${long.toUpperCase()}” And (this) stays.`)
    const told = await purge()
    expect(told.status).toBe(422)
    expect(told.body).toContain('also stands in one other place')
    expect(told.body).toContain(`name="contribution" value="${id}"`)
    expect((await left())[0]).toBe(long)
    expect((await purge({ copies: '1' })).status).toBe(303)
    expect(await left()).toEqual(['', '“…” And (this) stays.'])
  })

  test('are found by patient data in short words, and stay where the officer says so', async () => {
    const text = 'See MRN 4455667 soon'
    const first = await twice(text, 'About MRN 4455667: soon.')
    expect((await first.purge()).status).toBe(422)
    expect((await first.purge({ copies: 'stay' })).status).toBe(303)
    expect(await first.left()).toEqual(['', 'About MRN 4455667: soon.'])
    const second = await twice(text, 'About MRN 4455667: soon.')
    expect((await second.purge({ copies: '1' })).status).toBe(303)
    expect(await second.left()).toEqual(['', 'About …: soon.'])
  })
})

describe('a purge by the catalogue', () => {
  const mark = 'zebrafinch'
  /** Where a mark stands in the whole network: in texts, and in the bytes of files. */
  const everywhere = (network: TestNetwork) =>
    app.inNetwork(network, async (db) => {
      const { rows } = await sql<{ table: string; column: string; type: string }>`
        select c.relname as "table", a.attname as "column", format_type(a.atttypid, null) as type
        from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
        join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relkind in ('r', 'p') and c.relrowsecurity and a.attname <> 'network_id' order by 1, 2`.execute(
        db,
      )
      const found: string[] = []
      for (const { table, column, type } of rows) {
        const text =
          type === 'bytea' ? sql`encode(${sql.ref(column)}, 'escape')` : sql`${sql.ref(column)}::text`
        const at =
          await sql`select 1 from ${sql.table(table)} where ${text} ilike ${`%${mark}%`} limit 1`.execute(db)
        if (at.rows.length > 0) found.push(`${table}.${column}`)
      }
      return found
    })

  test('reaches every text there is, drafts, titles, charters, outbox, uploads and texts of versions included', async () => {
    const network = await app.aNetwork()
    const owner = await app.aPerson(network)
    const { ids } = await fillNetwork(app.app.services.database, { network: network.id, owner, mark })
    await app.inNetwork(network, (db) =>
      db
        .updateTable('object_version')
        .set({ media_type: 'text/markdown', content: Buffer.from(`# ${mark}\n\nStays.`), language: 'en' })
        .execute(),
    )
    await app.inNetwork(network, (db) =>
      sql`insert into object_version select (jsonb_populate_record(v, jsonb_build_object('id', gen_random_uuid(),
        'number', n))).* from object_version v, generate_series(1001, 1060) n`.execute(db),
    )
    const planted = await everywhere(network)
    expect(planted.length).toBeGreaterThan(60)
    for (const place of ['object_version.content', 'roster_upload.content', 'answer_draft.reason'])
      expect(planted).toContain(place)
    const officer = await app.browser(network, await app.aPerson(network, { roles: ['privacy-officer'] }))
    const page = (await officer.post('/privacy/purge/find', { search: mark })).body
    expect(page).toContain(mark)
    const logged = app.logLines.length
    const done = await officer.post('/privacy/purge', {
      search: ` ${mark.toUpperCase()}`,
      elsewhere: 'yes',
      contribution: ids.get('contribution') ?? '',
    })
    expect(done.location).toBe('/privacy/purge?done=yes')
    const left = await everywhere(network)
    expect(left.filter((place) => keptTexts[place] === undefined)).toEqual([])
    const { content } = await app.inNetwork(network, (db) =>
      db.selectFrom('object_version').select('content').executeTakeFirstOrThrow(),
    )
    expect(content.toString()).toBe('# …\n\nStays.')
    const { rows: jobs } = await app.app.services.database.pool.query<{ job: string }>(
      `select to_jsonb(j)::text as job from jobs.job j where to_jsonb(j)::text ilike '%${mark}%'`,
    )
    expect(jobs).toEqual([])
    expect(app.logLines.slice(logged).join('').toLowerCase()).not.toContain(mark)
  })

  test('what it leaves alone is in the catalogue, and every file is one that it looks into or a secret', async () => {
    const { rows } = await app.app.services.database.pool.query<{ place: string; type: string }>(`
      select c.relname || '.' || a.attname as place, format_type(a.atttypid, null) as type
      from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind in ('r', 'p') and c.relrowsecurity`)
    const places = new Set(rows.map(({ place }) => place))
    expect(Object.keys(keptTexts).filter((place) => !places.has(place))).toEqual([])
    expect(
      rows
        .filter(({ type }) => type === 'bytea')
        .map(({ place }) => place)
        .toSorted(),
    ).toEqual([
      'audit_entry.hash',
      'audit_entry.previous_hash',
      'audit_head.hash',
      'object_version.content',
      'oidc_request.state_hash',
      'roster_upload.content',
      'session.token_hash',
      'sign_in_code.code_hash',
    ])
    const other = rows.filter(
      ({ type }) => /char|json|xml|bytea\[\]|tsvector|hstore/.test(type) && type !== 'jsonb',
    )
    expect(other, 'texts of a type that the purge does not know').toEqual([])
  })

  test('finds the text in the notes of a PDF, and removes a picture as a whole by its address', async () => {
    const network = await app.aNetwork()
    const owner = await app.aPerson(network)
    await fillNetwork(app.app.services.database, { network: network.id, owner, mark: 'other' })
    const put = (media_type: 'application/pdf' | 'image/png', content: Buffer) =>
      app.inNetwork(network, (db) =>
        db
          .updateTable('object_version')
          .set({ media_type, content, width: 5, height: 5, purged_at: null, shown_at: app.now() })
          .returning(['object_id', 'number', 'id'])
          .executeTakeFirstOrThrow(),
      )
    const officer = await app.browser(network, await app.aPerson(network, { roles: ['privacy-officer'] }))
    const find = async (search: string) => (await officer.post('/privacy/purge/find', { search })).body
    const twoBytes = Buffer.from('Gérard Pike', 'utf16le').swap16()
    for (const written of [Buffer.from('(Gérard  Pike)'), Buffer.from('(Gérard Pike)', 'latin1'), twoBytes]) {
      const { id } = await put('application/pdf', Buffer.concat([Buffer.from('%PDF-1.4 /Author '), written]))
      expect(await find('gérard pike')).toContain(`value="${id}"`)
      expect(await find('Gerald Pike')).not.toContain(`value="${id}"`)
    }
    const { id, object_id, number } = await put('image/png', Buffer.from([137, 80, 78, 71]))
    const address = `/objects/${object_id}/versions/${number}`
    expect(await find(`https://rounds.example.org${address}`)).toContain(`value="${id}"`)
    expect((await officer.post('/privacy/purge', { file: id, search: address })).status).toBe(303)
    const after = await app.inNetwork(network, (db) =>
      db.selectFrom('object_version').selectAll().executeTakeFirstOrThrow(),
    )
    expect(after).toMatchObject({ media_type: 'text/markdown', width: null, text_alternative: {} })
    expect(after.content).toHaveLength(0)
    expect((await (await app.browser(network, owner)).get(address)).body).toContain('The file was removed')
  })
})

describe('what is kept no longer', () => {
  test('goes at night, or by day after a night that was missed: raw words whose wording stays, messages, notices', async () => {
    const at = await anAskedInitiative(app, { things: 3 })
    await app.inNetwork(at.network, async (db) => {
      for (const [index, more] of [
        { state: 'decided' as const },
        { moderation: 'rejected' as const },
        { state: 'read' as const },
      ].entries())
        await db
          .updateTable('contribution')
          .set({ text: 'my very own words', ...more })
          .where('id', '=', at.said[index]!)
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
    const hold = (key_hold_reason: string | null) =>
      app.inNetwork(at.network, (db) =>
        db
          .updateTable('round')
          .set({ key_hold_reason, closed_at: new Date('2027-03-01T06:00:00Z') })
          .execute(),
      )
    await hold('An access request')
    await app.runQueue(at.network, 'sweep')
    expect(await left(), 'held').toMatchObject({ said: { text: 'my very own words' }, mails: 0 })
    await hold(null)
    app.setNow(new Date('2029-03-01T15:00:00Z'))
    await app.runQueue(at.network, 'sweep')
    expect(await left(), 'by day').toMatchObject({ said: { text: 'my very own words' } })
    app.setNow(new Date('2029-03-02T15:00:00Z'))
    await app.runQueue(at.network, 'sweep')
    app.setNow(new Date('2027-03-01T13:00:00Z'))
    expect(await left()).toEqual({ said: { text: '', wording: { en: 'Drop field 8.' } }, mails: 0 })
    const rest = await app.inNetwork(at.network, (db) =>
      db.selectFrom('contribution').select(['id', 'text']).where('id', 'in', at.said.slice(1)).execute(),
    )
    const textOf = (id?: string) => rest.find((row) => row.id === id)?.text
    expect([textOf(at.said[1]), textOf(at.said[2])], 'turned back; owed an answer').toEqual([
      '',
      'my very own words',
    ])
  })
})
