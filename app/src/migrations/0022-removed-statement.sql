-- A statement whose words were purged is asked of nobody any more; the answers to it stay, for who took part.
alter table statement add column removed boolean not null default false;

alter table statement no force row level security;
alter table contribution no force row level security;
update statement s set removed = true from contribution c
where c.network_id = s.network_id and c.id = s.contribution_id and c.purged_at is not null;
alter table contribution force row level security;
alter table statement force row level security;
