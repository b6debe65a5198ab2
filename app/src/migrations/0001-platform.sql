-- Tenancy, sign-in, audit and mail. Every table that has network_id goes through secure_tenant_table().

create function secure_tenant_table(tenant regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', tenant);
  execute format('alter table %s force row level security', tenant);
  execute format(
    'create policy tenant on %s using (network_id = nullif(current_setting(''rounds.network_id'', true), '''')::uuid) '
    'with check (network_id = nullif(current_setting(''rounds.network_id'', true), '''')::uuid)', tenant);
  execute format('grant select, insert, update, delete on %s to rounds_app', tenant);
end $$;

-- Which network an address belongs to: read before a tenant is known, so it holds nothing else.
create table network_address (
  host text primary key check (host = lower(host)),
  network_id uuid not null
);
grant select, insert, delete on network_address to rounds_app;

create table network (
  network_id uuid primary key,
  slug text not null check (slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'),
  name jsonb not null,
  kind text not null check (kind in ('production', 'demonstration')),
  settings jsonb not null default '{}',
  created_at timestamptz not null default now()
);
select secure_tenant_table('network');

create table person (
  network_id uuid not null references network,
  id uuid not null,
  roster_key text not null,
  given_name text not null,
  family_name text not null,
  email text not null check (email = lower(email)),
  language text not null default 'en' check (language in ('en', 'fr')),
  joined_on date not null,
  left_on date,
  messages_per_week int not null default 1 check (messages_per_week between 0 and 14),
  remind_at timestamptz,
  calling text not null default 'physician' check (calling in ('physician', 'manager', 'partner', 'staff')),
  primary key (network_id, id),
  unique (network_id, roster_key),
  unique (network_id, email)
);
select secure_tenant_table('person');

create table role_grant (
  network_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  role text not null check (role in ('physician', 'champion', 'lead', 'decision-maker', 'analyst',
    'community-partner', 'network-administrator', 'privacy-officer', 'auditor')),
  source text not null default 'manual' check (source in ('manual', 'roster', 'oidc', 'charter')),
  granted_by uuid,
  granted_at timestamptz not null default now(),
  ended_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, person_id) references person,
  foreign key (network_id, granted_by) references person
);
create unique index role_grant_current on role_grant (network_id, person_id, role) where ended_at is null;
select secure_tenant_table('role_grant');

create table session (
  network_id uuid not null,
  id uuid not null,
  token_hash bytea not null,
  person_id uuid not null,
  opened_on date not null default current_date,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  device text not null default '',
  primary key (network_id, id),
  unique (network_id, token_hash),
  foreign key (network_id, person_id) references person
);
select secure_tenant_table('session');

create table sign_in_code (
  network_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  code_hash bytea not null,
  expires_at timestamptz not null,
  used_at timestamptz,
  attempts int not null default 0,
  primary key (network_id, id),
  foreign key (network_id, person_id) references person
);
select secure_tenant_table('sign_in_code');

create table oidc_identity (
  network_id uuid not null,
  issuer text not null,
  subject text not null,
  person_id uuid not null,
  linked_at timestamptz not null default now(),
  primary key (network_id, issuer, subject),
  foreign key (network_id, person_id) references person
);
select secure_tenant_table('oidc_identity');

create table oidc_request (
  network_id uuid not null references network,
  state_hash bytea not null,
  verifier text not null,
  nonce text not null,
  return_to text not null,
  expires_at timestamptz not null,
  primary key (network_id, state_hash)
);
select secure_tenant_table('oidc_request');

create table audit_head (
  network_id uuid primary key references network,
  seq bigint not null,
  hash bytea not null
);
select secure_tenant_table('audit_head');

create table audit_entry (
  network_id uuid not null references network,
  seq bigint not null,
  at timestamptz not null,
  actor_id uuid,
  action text not null,
  subject_type text not null,
  subject_id text not null,
  details jsonb not null,
  previous_hash bytea not null,
  hash bytea not null,
  primary key (network_id, seq)
);
select secure_tenant_table('audit_entry');
revoke update, delete on audit_entry from rounds_app;

create table mail_message (
  network_id uuid not null,
  id uuid not null,
  person_id uuid not null,
  address text not null,
  subject text not null,
  body text not null,
  state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
  not_before timestamptz not null default now(),
  sent_at timestamptz,
  attempts int not null default 0,
  last_error text,
  primary key (network_id, id),
  foreign key (network_id, person_id) references person
);
create index mail_message_waiting on mail_message (network_id, not_before) where state = 'waiting';
select secure_tenant_table('mail_message');
