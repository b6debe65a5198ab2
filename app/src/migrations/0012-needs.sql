-- Who reads needs as they were written, by name: a few leads, named by an administrator. Ended, never deleted.
create table need_triager (
  network_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  named_by uuid,
  named_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, person_id) references person,
  foreign key (network_id, named_by) references person
);
create unique index need_triager_current on need_triager (network_id, person_id) where ended_at is null;
select secure_tenant_table('need_triager');
