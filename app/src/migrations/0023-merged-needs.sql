-- What was merged into something is looked for with it.
create index contribution_merged on contribution (network_id, merged_into_id) where merged_into_id is not null;
-- A need that joined one in an initiative is in that initiative too; some did before it was so.
alter table contribution no force row level security;
update contribution c set initiative_id = t.initiative_id from contribution t
  where t.network_id = c.network_id and t.id = c.merged_into_id and c.kind = 'need'
    and t.initiative_id is distinct from c.initiative_id and t.initiative_id is not null;
alter table contribution force row level security;
