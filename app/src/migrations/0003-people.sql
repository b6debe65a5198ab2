create table organisation (
  network_id uuid not null references network,
  id uuid not null,
  code text not null,
  name jsonb not null,
  kind text not null check (kind in ('health', 'practice', 'community', 'social', 'education', 'government')),
  primary key (network_id, id),
  unique (network_id, code)
);
select secure_tenant_table('organisation');

create table stratum (
  network_id uuid not null references network,
  id uuid not null,
  code text not null,
  label jsonb not null,
  source text not null check (source in ('roster', 'self')),
  position int not null,
  primary key (network_id, id),
  unique (network_id, code)
);
select secure_tenant_table('stratum');

create table stratum_value (
  network_id uuid not null,
  id uuid not null,
  stratum_id uuid not null,
  code text not null,
  label jsonb not null,
  position int not null,
  steward_id uuid,
  released_at timestamptz,
  primary key (network_id, id),
  unique (network_id, stratum_id, code),
  foreign key (network_id, stratum_id) references stratum,
  foreign key (network_id, steward_id) references person
);
select secure_tenant_table('stratum_value');

create table membership (
  network_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  organisation_id uuid not null,
  job text not null default '',
  starts_on date not null,
  ends_on date,
  primary key (network_id, id),
  foreign key (network_id, person_id) references person,
  foreign key (network_id, organisation_id) references organisation
);
create index membership_person on membership (network_id, person_id);
create unique index membership_current on membership (network_id, person_id, organisation_id) where ends_on is null;
select secure_tenant_table('membership');

create table membership_value (
  network_id uuid not null,
  membership_id uuid not null,
  stratum_id uuid not null,
  value_id uuid not null,
  primary key (network_id, membership_id, stratum_id),
  foreign key (network_id, membership_id) references membership,
  foreign key (network_id, stratum_id) references stratum,
  foreign key (network_id, value_id) references stratum_value
);
select secure_tenant_table('membership_value');

-- Gender and language: said by the person alone, optional, removable.
create table declared_value (
  network_id uuid not null,
  person_id uuid not null,
  stratum_id uuid not null,
  value_id uuid not null,
  primary key (network_id, person_id, stratum_id),
  foreign key (network_id, person_id) references person,
  foreign key (network_id, stratum_id) references stratum,
  foreign key (network_id, value_id) references stratum_value
);
select secure_tenant_table('declared_value');

-- A roster file between its dry run and its import; removed when imported, and after a day in any case.
create table roster_upload (
  network_id uuid not null,
  id uuid not null,
  uploaded_by uuid not null,
  content bytea not null,
  expires_at timestamptz not null,
  primary key (network_id, id),
  foreign key (network_id, uploaded_by) references person
);
select secure_tenant_table('roster_upload');
