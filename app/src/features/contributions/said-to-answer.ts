import { sql } from 'kysely'
import { hasAnswer } from './has-answer.ts'

/**
 * SQL, to be selected from: what people said that asks for an answer, with whether one is owed. The one place that knows:
 * lists, counts, reminders and figures all read it.
 *
 * Seeded statements are nobody's. What was said in a round is there once that round has ended: before, its number would
 * tell who has just taken part.
 *
 * Each is looked up in its round: the planner, which thinks that few wait, held each against every round of the network.
 *
 * - `thing` what it was merged into, else itself; what joined something answered is owed by itself
 * - `asked` somebody here waits for its answer, since `since`; not so what was imported or simulated, which can be answered
 * - `turned_back` returned or rejected: its reason was given there
 * - `waits` none has gone out · `signed` it has one, gone out or not · `owed` it has none
 */
export const saidToAnswer = sql`(
  select said.*, said.waits and not said.signed as owed from (
    select c.network_id, c.id, c.kind, c.state, c.merged_into_id, coalesce(c.merged_into_id, c.id) as thing, c.round_id,
      coalesce(c.initiative_id, r.initiative_id) as initiative_id, coalesce(r.source, 'asked') = 'asked' as asked,
      coalesce(r.closed_at, c.received_at) as since,
      c.purged_at is not null as purged, c.moderation in ('returned', 'rejected') as turned_back,
      c.state in ('received', 'read') and c.purged_at is null and c.moderation in ('waiting', 'accepted') as waits,
      ${hasAnswer()} as signed
    from contribution c left join lateral (
      select * from round r where r.network_id = c.network_id and r.id = c.round_id limit 1) r on true
    where not c.seeded and (c.round_id is null or r.closed_at is not null)) said)`

/**
 * Of what was said, grouped by `thing`, the one to ask an answer for: what the others were merged into where it waits
 * too, since what joined it after it was signed has none.
 */
export const firstOwed = sql<string>`(array_agg(s.id order by s.merged_into_id nulls first, s.id))[1]`
