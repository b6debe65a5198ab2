import pg from 'pg'

/**
 * Removes a network and everything of it from the database: every row of every table, as the catalogue lists them, its
 * addresses among them. All or nothing of it; safe to repeat. Jobs that wait hold ids alone, and find nothing to do.
 *
 * From the first to the last of it the database takes no change in this network (`guard_removal`): what is being written when
 * it begins is waited for, whatever comes later can only read.
 *
 * Not here: the keys of its rounds, which are files; backups made before, which hold it until they expire.
 *
 * @param ownerUrl connection as the owner of the tables
 * @param at.standing runs while all of it is there
 * @param at.going runs once it is certain that the rows go, before they are gone for good
 * @returns how many rows
 */
export async function removeNetwork(
  ownerUrl: string,
  network: string,
  at: Readonly<{ standing: () => Promise<void>; going: () => Promise<void> }>,
): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl, application_name: 'rounds network remove' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('begin; set local idle_in_transaction_session_timeout = 0')
    await client.query(
      `select set_config('rounds.network_id', $1, true), pg_advisory_xact_lock(hashtextextended('network ' || $1, 0))`,
      [network],
    )
    await at.standing()
    const rows = await removeRows(client, network)
    await at.going()
    await client.query('commit')
    return rows
  } finally {
    await client.end()
  }
}

type Table = Readonly<{ name: string; secured: boolean }>

/** What others refer to goes after them: a table that something still refers to is tried again once others are empty. */
async function removeRows(client: pg.Client, network: string): Promise<number> {
  const tables = await client.query<Table>(
    `select c.relname as name, c.relrowsecurity as secured
     from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
     join pg_attribute a on a.attrelid = c.oid and a.attname = 'network_id' and not a.attisdropped
     where c.relkind = 'r' order by 1`,
  )
  let left: readonly Table[] = tables.rows
  let rows = 0
  while (left.length > 0) {
    const referredTo: Table[] = []
    for (const table of left) {
      await client.query('savepoint one')
      try {
        const from = pg.escapeIdentifier(table.name)
        const { rowCount } = await client.query(`delete from ${from} where network_id = $1`, [network])
        if (table.secured) rows += rowCount ?? 0
      } catch (error) {
        if ((error as { code?: string }).code !== foreignKeyViolation) throw error
        await client.query('rollback to savepoint one')
        referredTo.push(table)
      }
    }
    if (referredTo.length === left.length)
      throw new Error(`these tables refer to one another: ${left.map(({ name }) => name).join(', ')}`)
    left = referredTo
  }
  return rows
}

const foreignKeyViolation = '23503'
