import { Client } from 'pg'
import { expect, test } from 'vitest'
import { createTestDatabase } from './test-server.ts'

async function ask(url: string, sql: string): Promise<unknown> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows[0]
  } finally {
    await client.end()
  }
}

test('test databases do not see each other, and their app role is bound by row-level security', async () => {
  const [one, two] = await Promise.all([createTestDatabase(), createTestDatabase()])
  try {
    await ask(one.ownerUrl, 'create table only_here (id int)')
    await expect(ask(two.ownerUrl, 'select from only_here')).rejects.toThrow('does not exist')
    const role = 'select current_user, rolsuper, rolbypassrls from pg_roles where rolname = current_user'
    expect(await ask(one.appUrl, role)).toEqual({
      current_user: 'rounds_app',
      rolsuper: false,
      rolbypassrls: false,
    })
    const locale = 'select datcollate, datctype, pg_encoding_to_char(encoding) as encoding from pg_database'
    expect(await ask(one.appUrl, `${locale} where datname = current_database()`)).toMatchObject({
      encoding: 'UTF8',
    })
  } finally {
    await Promise.all([one.drop(), two.drop()])
  }
  await expect(ask(one.appUrl, 'select 1')).rejects.toThrow('does not exist')
})
