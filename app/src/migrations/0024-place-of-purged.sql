-- Who joined something that was purged goes on without it: the first of them whose words are there and were not turned
-- back stands for it, with what was prepared as the answer to them all, and what came of it in a prototype.
alter table contribution no force row level security;
alter table answer_draft no force row level security;
alter table annotation no force row level security;
alter table version_change no force row level security;
with heir as (
  select distinct on (j.network_id, p.id) j.network_id, p.id as gone, j.id
  from contribution p join contribution j on j.network_id = p.network_id and j.merged_into_id = p.id
  where p.purged_at is not null
  order by j.network_id, p.id, j.purged_at is not null or j.moderation in ('returned', 'rejected'), j.received_at, j.id
), prepared as (
  update answer_draft d set contribution_id = h.id from heir h
    where d.network_id = h.network_id and d.contribution_id = h.gone
      and not exists (select from answer_draft o where o.network_id = h.network_id and o.contribution_id = h.id)
), came as (
  update annotation a set outcome = g.outcome, outcome_reason = g.outcome_reason, outcome_version_id = g.outcome_version_id
    from heir h join annotation g on g.network_id = h.network_id and g.contribution_id = h.gone
    where a.network_id = h.network_id and a.contribution_id = h.id and a.outcome is null
), credited as (
  update version_change v set contribution_id = h.id from heir h
    where v.network_id = h.network_id and v.contribution_id = h.gone
)
update contribution c set merged_into_id = nullif(h.id, c.id) from heir h
  where c.network_id = h.network_id and h.gone in (c.id, c.merged_into_id);
alter table version_change force row level security;
alter table annotation force row level security;
alter table answer_draft force row level security;
alter table contribution force row level security;
