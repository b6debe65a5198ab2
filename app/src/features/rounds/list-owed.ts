import { sql } from 'kysely'

/**
 * SQL: whether a closed round `r` is paid, somebody took part, and no list says yet who. At level C its key alone can tell,
 * so it outlasts its day until the list is made.
 */
export const listOwed = sql<boolean>`(r.paid and r.pay_cents is not null and r.pay_on is not null and r.source = 'asked'
  and r.state in ('closed', 'published', 'archived')
  and (exists (select from vote v where v.network_id = r.network_id and v.round_id = r.id)
    or exists (select from contribution c where c.network_id = r.network_id and c.round_id = r.id and not c.seeded))
  and not exists (select from payment y where y.network_id = r.network_id and y.round_id = r.id))`
