-- What is written in a network shares a lock that its removal has alone: while a network is removed the database takes no
-- change in it, and what was being written when that began is waited for. Asked once a statement that writes.
create function guard_removal() returns trigger language plpgsql as $$
begin
  if not pg_try_advisory_xact_lock_shared(hashtextextended('network ' || current_setting('rounds.network_id', true), 0)) then
    raise exception 'the network is being removed and takes no change' using errcode = 'read_only_sql_transaction';
  end if;
  return null;
end $$;

create or replace function secure_tenant_table(tenant regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant);
  execute format('alter table %s force row level security', tenant);
  execute format(
    'create policy tenant on %s using (network_id = nullif(current_setting(''rounds.network_id'', true), '''')::uuid) '
    'with check (network_id = nullif(current_setting(''rounds.network_id'', true), '''')::uuid)', tenant);
  execute format('create trigger guard_removal before insert or update or delete on %s for each statement '
    'execute function guard_removal()', tenant);
  execute format('grant select, insert, update, delete on %s to rounds_app', tenant);
end $$;

do $$
declare tenant regclass;
begin
  for tenant in select oid from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and relrowsecurity
  loop
    execute format('create trigger guard_removal before insert or update or delete on %s for each statement '
      'execute function guard_removal()', tenant);
  end loop;
end $$;
