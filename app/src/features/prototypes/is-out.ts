import { sql } from 'kysely'

/** Of a version `v`: whether others than those who prepare it may see it, as it was shown or a round about it has opened. */
export const isOut = sql<boolean>`(v.shown_at is not null or exists (
  select from round r where r.network_id = v.network_id and r.version_id = v.id and r.state <> 'draft'))`
