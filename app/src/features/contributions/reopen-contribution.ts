import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'

/**
 * Takes a contribution that was done back to decided, because its author says that it did not fix it, and counts that.
 *
 * What was said under pseudonyms in its round is written anew with it in one statement, so that no place and no
 * transaction number sets it apart. Rows are updated, never taken out and put back: whoever changes one meanwhile, or
 * refers to it, waits or goes on, and nothing of theirs is lost.
 */
export async function reopenContribution(
  context: Context,
  id: ContributionId,
  round: string | null,
): Promise<void> {
  await sql`
    update contribution set state = case when id = ${id} and state = 'done' then 'decided' else state end,
      reopened = reopened + case when id = ${id} and state = 'done' then 1 else 0 end
    where id = ${id} or (round_id = ${round} and author_pseudonym is not null)`.execute(context.db)
}
