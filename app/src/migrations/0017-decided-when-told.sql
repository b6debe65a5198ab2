-- A contribution is decided once an answer to it has gone out, no more when one is signed: what was signed can be taken
-- back, and what was merged into something decided is owed an answer of its own.
alter table contribution no force row level security;
alter table answer no force row level security;
update contribution c set state = case when c.read_at is null then 'received' else 'read' end
  where c.state in ('decided', 'done') and not exists (select from answer a
    where a.network_id = c.network_id and a.contribution_id = c.id and a.delivered_at is not null);
alter table contribution force row level security;
alter table answer force row level security;
