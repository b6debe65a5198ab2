import { sql } from 'kysely'

/**
 * Whether a contribution has an answer, gone out or only signed: for those who answer. Its state tells the others, and
 * becomes *decided* once the answer goes out, because until then it can be taken back.
 *
 * @param alias what the query calls the contribution
 */
export const hasAnswer = (alias = 'c') =>
  sql<boolean>`exists (select from answer given where given.network_id = ${sql.ref(`${alias}.network_id`)}
    and given.contribution_id = ${sql.ref(`${alias}.id`)})`

/**
 * Of contributions `c` grouped with what they were merged into, the one to ask an answer for: what the others were merged
 * into where it waits too, since what joined it after it was signed has none.
 */
export const firstOwed = () => sql<string>`(array_agg(c.id order by c.merged_into_id nulls first, c.id))[1]`
