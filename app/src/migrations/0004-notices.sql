-- What a person is told. One row a person; the digest gathers them into at most one message.
create table notice (
  network_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  kind text not null,
  subject_type text not null,
  subject_id uuid not null,
  parameters jsonb not null default '{}',
  created_at timestamptz not null default now(),
  deliver_after timestamptz not null default now(),
  seen_at timestamptz,
  mailed_at timestamptz,
  primary key (network_id, id),
  unique (network_id, person_id, kind, subject_type, subject_id),
  foreign key (network_id, person_id) references person
);
create index notice_open on notice (network_id, person_id) where seen_at is null;
select secure_tenant_table('notice');
