import pg from 'pg'

/**
 * Removes a network and everything of it from the database: its addresses, so that nobody comes in any more, its jobs,
 * then every row of every table, as the catalogue lists them. All or nothing of it; safe to repeat.
 *
 * Not here: the keys of its rounds, which are files; backups made before, which hold it until they expire.
 *
 * @param ownerUrl connection as the owner of the tables
 * @returns how many rows
 */
export async function removeNetwork(ownerUrl: string, network: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'rounds network remove' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('begin')
    await client.query(`select set_config('rounds.network_id', $1, true)`, [network])
    await client.query('delete from network_address where network_id = $1', [network])
    await client.query(`delete from jobs.job where data->>'networkId' = $1`, [network])
    const rows = await removeRows(client)
    await client.query('commit')
    return rows
  } finally {
    await client.end()
  }
}

/** What others refer to goes after them: a table that something still refers to is tried again once others are empty. */
async function removeRows(client: pg.Client): Promise<number> {
  const tables = await client.query<{ name: string }>(
    `select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
     where c.relkind = 'r' and c.relrowsecurity order by 1`,
  )
  let left = tables.rows.map(({ name }) => pg.escapeIdentifier(name))
  let rows = 0
  while (left.length > 0) {
    const referredTo: string[] = []
    for (const table of left) {
      await client.query('savepoint one')
      try {
        const { rowCount } = await client.query(`delete from ${table}`)
        rows += rowCount ?? 0
      } catch (error) {
        if ((error as { code?: string }).code !== foreignKeyViolation) throw error
        await client.query('rollback to savepoint one')
        referredTo.push(table)
      }
    }
    if (referredTo.length === left.length)
      throw new Error(`these tables refer to one another: ${left.join(', ')}`)
    left = referredTo
  }
  return rows
}

const foreignKeyViolation = '23503'
