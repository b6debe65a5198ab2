import { sql } from 'kysely'
import { markEndings } from '../db/at-end.ts'
import type { Context } from '../http/context.ts'
import { causeOf } from '../log.ts'

/** Runs one part of a job's transaction: where it fails, that part alone is undone, and what went wrong is logged. */
export async function apart(
  { db, services }: Pick<Context, 'db' | 'services'>,
  work: () => Promise<void>,
): Promise<void> {
  await sql`savepoint part`.execute(db)
  const forget = markEndings(db)
  try {
    await work()
    await sql`release savepoint part`.execute(db)
  } catch (error) {
    await sql`rollback to savepoint part`.execute(db)
    forget()
    services.log.error(causeOf(error), 'part of a job failed')
  }
}
