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
