create table decision (
  network_id uuid not null,
  id uuid not null,
  initiative_id uuid not null,
  outcome text not null check (outcome in ('adopt', 'adapt', 'defer', 'decline')),
  reason jsonb not null,
  decided_by uuid not null,
  decided_at timestamptz not null default now(),
  revisit_on date,
  review_on date,
  revision int not null default 1,
  primary key (network_id, id),
  foreign key (network_id, initiative_id) references initiative,
  foreign key (network_id, decided_by) references person,
  check (outcome <> 'defer' or revisit_on is not null)
);
select secure_tenant_table('decision');

create table decision_revision (
  network_id uuid not null,
  decision_id uuid not null,
  revision int not null,
  outcome text not null,
  reason jsonb not null,
  revisit_on date,
  review_on date,
  replaced_at timestamptz not null default now(),
  replaced_by uuid not null,
  primary key (network_id, decision_id, revision),
  foreign key (network_id, decision_id) references decision,
  foreign key (network_id, replaced_by) references person
);
select secure_tenant_table('decision_revision');
revoke update, delete on decision_revision from rounds_app;
-- A purge alone: what could identify a patient goes from earlier reasons too.
grant update (reason) on decision_revision to rounds_app;

create table dissent (
  network_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  text jsonb not null,
  recorded_by uuid not null,
  recorded_at timestamptz not null default now(),
  primary key (network_id, id),
  foreign key (network_id, decision_id) references decision,
  foreign key (network_id, recorded_by) references person
);
select secure_tenant_table('dissent');

create table decision_evidence (
  network_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  label jsonb not null,
  address text,
  round_id uuid,
  primary key (network_id, id),
  foreign key (network_id, decision_id) references decision,
  foreign key (network_id, round_id) references round
);
select secure_tenant_table('decision_evidence');

-- The answer given to a contribution. The newest revision counts; earlier ones stay.
create table answer (
  network_id uuid not null,
  id uuid not null,
  contribution_id uuid not null,
  decision_id uuid,
  outcome text not null check (outcome in ('adopt', 'adapt', 'defer', 'decline', 'answered')),
  reason jsonb not null,
  manner text not null check (manner in ('one', 'group', 'bulk')),
  answered_by uuid not null,
  answered_at timestamptz not null default now(),
  delivered_at timestamptz,
  revision int not null default 1,
  primary key (network_id, id),
  unique (network_id, contribution_id, revision),
  foreign key (network_id, contribution_id) references contribution,
  foreign key (network_id, decision_id) references decision,
  foreign key (network_id, answered_by) references person
);
select secure_tenant_table('answer');

-- An answer that somebody prepared and nobody has signed yet. It is no answer.
create table answer_draft (
  network_id uuid not null,
  contribution_id uuid not null,
  outcome text not null check (outcome in ('adopt', 'adapt', 'defer', 'decline', 'answered')),
  reason jsonb not null,
  prepared_by uuid not null,
  prepared_at timestamptz not null default now(),
  primary key (network_id, contribution_id),
  foreign key (network_id, contribution_id) references contribution,
  foreign key (network_id, prepared_by) references person
);
select secure_tenant_table('answer_draft');

-- "This does not answer me": once for each contribution and participant; brings a second reader.
create table answer_objection (
  network_id uuid not null,
  contribution_id uuid not null,
  participant uuid not null,
  second_reader_id uuid,
  resolved_on date,
  primary key (network_id, contribution_id, participant),
  foreign key (network_id, contribution_id) references contribution,
  foreign key (network_id, second_reader_id) references person
);
select secure_tenant_table('answer_objection');

-- "Did this fix it?"
create table fix_verdict (
  network_id uuid not null,
  contribution_id uuid not null,
  participant uuid not null,
  verdict text not null check (verdict in ('yes', 'partly', 'no')),
  primary key (network_id, contribution_id, participant),
  foreign key (network_id, contribution_id) references contribution
);
select secure_tenant_table('fix_verdict');

-- Was the promised participation level kept? Participant as in vote.
create table level_rating (
  network_id uuid not null,
  decision_id uuid not null,
  participant uuid not null,
  verdict text not null check (verdict in ('kept', 'partly', 'not')),
  primary key (network_id, decision_id, participant),
  foreign key (network_id, decision_id) references decision
);
select secure_tenant_table('level_rating');

create table commitment (
  network_id uuid not null,
  id uuid not null,
  decision_id uuid not null,
  what jsonb not null,
  owner_id uuid not null,
  due_on date not null,
  done_at timestamptz,
  done_by uuid,
  evidence_before jsonb,
  evidence_after jsonb,
  evidence_source text,
  primary key (network_id, id),
  foreign key (network_id, decision_id) references decision,
  foreign key (network_id, owner_id) references person,
  foreign key (network_id, done_by) references person,
  check (done_at is null or (evidence_before is not null and evidence_after is not null and evidence_source is not null))
);
select secure_tenant_table('commitment');
