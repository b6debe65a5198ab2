import { Client } from 'pg'

const ROLES = `
do $$
begin
  if not exists (select from pg_roles where rolname = 'rounds_owner') then
    create role rounds_owner;
  end if;
  if not exists (select from pg_roles where rolname = 'rounds_app') then
    create role rounds_app;
  end if;
end
$$;
alter role rounds_owner login nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
alter role rounds_app login nosuperuser nobypassrls nocreatedb nocreaterole noreplication;
`

/** Makes the two roles where they are missing, and takes from them what they must not have. */
export async function makeRoles(superuser: Client): Promise<void> {
  await superuser.query(ROLES)
}

/**
 * Makes the two roles and the database `rounds`, where they are missing, as the superuser of a new server.
 *
 * `rounds_owner` owns the database and runs migrations; `rounds_app` owns nothing. `urlOf` gives a superuser's
 * connection string for a database. Resolves to the settings on which durability rests, as the app meets them.
 */
export async function prepareRoles(urlOf: (database: string) => string): Promise<Record<string, string>> {
  await connected(urlOf('postgres'), async (client) => {
    await makeRoles(client)
    const found = await client.query("select from pg_database where datname = 'rounds'")
    if (found.rowCount === 0) await client.query('create database rounds owner rounds_owner')
    await client.query('revoke connect, temporary on database rounds from public')
    await client.query('grant connect on database rounds to rounds_app')
  })
  return await connected(urlOf('rounds'), async (client) => {
    await client.query('set session authorization rounds_app')
    const { rows } = await client.query<{ name: string; setting: string }>(
      "select name, setting from pg_settings where name in ('fsync', 'synchronous_commit', 'full_page_writes')",
    )
    return Object.fromEntries(rows.map(({ name, setting }) => [name, setting]))
  })
}

async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}
