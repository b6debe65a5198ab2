import pg from 'pg'

type Holder = Readonly<{
  pid: number
  application: string | null
  address: string | null
  connected: Date | null
}>

const inUtc = (time: Date): string => `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`

function sentence({ pid, application, address, connected }: Holder, since: Date): string {
  const known = [
    application,
    address === null ? null : `from ${address}`,
    connected === null ? null : `connected since ${inUtc(connected)}`,
  ].filter((part) => part !== null && part !== '')
  return (
    `Waiting since ${inUtc(since)} for session ${pid} of the database${known.length > 0 ? ` (${known.join(', ')})` : ''}: ` +
    `it goes on by itself when that session ends. Where nobody is behind it any more, end its process, or run ` +
    `"select pg_terminate_backend(${pid})" in the database.`
  )
}

async function holdersOf(url: string, pid: number): Promise<readonly Holder[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'rounds', query_timeout: 5000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    const { rows } = await client.query<Holder>(
      `select b.pid, a.application_name as application, host(a.client_addr) as address, a.backend_start as connected
       from unnest(pg_blocking_pids($1)) as b (pid) left join pg_stat_activity a on a.pid = b.pid`,
      [pid],
    )
    return rows
  } finally {
    await client.end()
  }
}

/**
 * Looks now and then whether a session of the database waits for another one’s lock, and tells of each other one once:
 * one that is dead or hangs would be waited for without a word.
 *
 * @param pid the session that may wait
 * @param everyMs how often it is looked
 * @returns ends the looking
 */
export function tellWaits(
  url: string,
  pid: number,
  tell: (sentence: string) => void,
  everyMs: number,
): () => void {
  const since = new Date()
  const told = new Set<number>()
  let ended = false
  const look = async () => {
    for (const holder of await holdersOf(url, pid).catch(() => [])) {
      if (ended || told.has(holder.pid)) continue
      told.add(holder.pid)
      tell(sentence(holder, since))
    }
  }
  const looking = setInterval(() => void look(), everyMs)
  return () => {
    ended = true
    clearInterval(looking)
  }
}
