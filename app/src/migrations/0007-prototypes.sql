create table boundary_object (
  network_id uuid not null,
  id uuid not null,
  initiative_id uuid not null,
  kind text not null check (kind in ('screen', 'form', 'pathway', 'order-set', 'narrative', 'concept')),
  title jsonb not null,
  derived_from_id uuid,
  created_by uuid not null,
  primary key (network_id, id),
  foreign key (network_id, initiative_id) references initiative,
  foreign key (network_id, derived_from_id) references boundary_object (network_id, id),
  foreign key (network_id, created_by) references person
);
select secure_tenant_table('boundary_object');

create table object_version (
  network_id uuid not null,
  id uuid not null,
  object_id uuid not null,
  number int not null,
  media_type text not null check (media_type in ('image/png', 'image/jpeg', 'image/webp', 'application/pdf', 'text/markdown')),
  content bytea not null,
  -- Pixels of a picture as it is shown.
  width int check (width > 0),
  height int check (height > 0),
  language text not null default 'und' check (language in ('en', 'fr', 'und')),
  -- When those asked about the version before were told of this one.
  shown_at timestamptz,
  text_alternative jsonb not null default '{}',
  created_by uuid not null,
  created_at timestamptz not null default now(),
  primary key (network_id, id),
  unique (network_id, object_id, number),
  foreign key (network_id, object_id) references boundary_object,
  foreign key (network_id, created_by) references person
);
select secure_tenant_table('object_version');
alter table round add foreign key (network_id, version_id) references object_version;

-- Where a comment or a proposal stands on a version, and what came of a proposal.
create table annotation (
  network_id uuid not null,
  contribution_id uuid not null,
  version_id uuid not null,
  x numeric(5,4) check (x between 0 and 1),
  y numeric(5,4) check (y between 0 and 1),
  place text not null default '',
  -- At level B: the author asks to be named for what is taken.
  credit boolean not null default false,
  -- At level C: written again in an order that says nothing, after the round closed.
  order_forgotten boolean not null default false,
  finding text check (finding in ('interface', 'defect', 'new-need', 'scope-change')),
  wording_before text,
  wording_after text,
  outcome text check (outcome in ('taken', 'taken-in-part', 'not-taken')),
  outcome_reason jsonb,
  outcome_version_id uuid,
  primary key (network_id, contribution_id),
  foreign key (network_id, contribution_id) references contribution deferrable,
  foreign key (network_id, version_id) references object_version,
  foreign key (network_id, outcome_version_id) references object_version,
  check (outcome is distinct from 'not-taken' or outcome_reason is not null)
);
select secure_tenant_table('annotation');

create table version_change (
  network_id uuid not null,
  id uuid not null,
  version_id uuid not null,
  what jsonb not null,
  place text not null default '',
  contribution_id uuid,
  primary key (network_id, id),
  foreign key (network_id, version_id) references object_version,
  foreign key (network_id, contribution_id) references contribution deferrable
);
select secure_tenant_table('version_change');
