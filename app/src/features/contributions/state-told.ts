import { sql } from 'kysely'

/**
 * The state of a contribution as those may be told for whom it is answered: *decided*, or *done*, once an answer to it
 * has gone out; until then it can be taken back.
 *
 * @param alias what the query calls the contribution
 */
export const stateTold = (alias = 'c') =>
  sql<'received' | 'read' | 'decided' | 'done'>`case when ${sql.ref(`${alias}.state`)} in ('decided', 'done')
    and not exists (select from answer told where told.network_id = ${sql.ref(`${alias}.network_id`)}
      and told.contribution_id = ${sql.ref(`${alias}.id`)} and told.delivered_at is not null)
    then case when ${sql.ref(`${alias}.read_at`)} is null then 'received' else 'read' end
    else ${sql.ref(`${alias}.state`)} end`
