create table round (
  network_id uuid not null,
  id uuid not null,
  initiative_id uuid not null,
  kind text not null check (kind in ('statements', 'prototype')),
  title jsonb not null,
  question jsonb not null default '{}',
  anonymity_level text not null default 'C' check (anonymity_level in ('A', 'B', 'C')),
  state text not null default 'draft' check (state in ('draft', 'open', 'closed', 'published', 'archived')),
  source text not null default 'asked' check (source in ('asked', 'import', 'simulation')),
  source_note jsonb,
  participants_may_add boolean not null default true,
  audience text[] not null default '{}',
  paid boolean not null default false,
  pay_cents int check (pay_cents > 0),
  payer jsonb,
  pay_on date,
  minutes int not null default 1 check (minutes between 1 and 60),
  closes_at timestamptz,
  opened_at timestamptz,
  closed_at timestamptz,
  published_at timestamptz,
  archived_at timestamptz,
  last_answer_delivered_at timestamptz,
  key_destroy_on date,
  key_destroyed_at timestamptz,
  key_hold_reason text,
  follows_id uuid,
  version_id uuid,
  revision int not null default 1,
  created_by uuid not null,
  primary key (network_id, id),
  foreign key (network_id, initiative_id) references initiative,
  foreign key (network_id, follows_id) references round (network_id, id),
  foreign key (network_id, created_by) references person,
  check (not paid or (pay_cents is not null and payer is not null and pay_on is not null)),
  check (state = 'draft' or opened_at is not null)
);
select secure_tenant_table('round');

create table round_invitation (
  network_id uuid not null,
  round_id uuid not null,
  person_id uuid not null,
  primary key (network_id, round_id, person_id),
  foreign key (network_id, round_id) references round,
  foreign key (network_id, person_id) references person
);
create index round_invitation_person on round_invitation (network_id, person_id);
select secure_tenant_table('round_invitation');

-- The strata of those invited, as they were when the round opened.
create table invitation_value (
  network_id uuid not null,
  round_id uuid not null,
  person_id uuid not null,
  stratum_id uuid not null,
  value_id uuid not null,
  primary key (network_id, round_id, person_id, stratum_id),
  foreign key (network_id, round_id, person_id) references round_invitation,
  foreign key (network_id, value_id) references stratum_value
);
select secure_tenant_table('invitation_value');

-- audience of a round says whom a draft will invite ('organisation:ID', 'value:ID', 'calling:WORD'); empty means nobody yet.

-- What a person contributed: a need, a statement, a comment, a proposal of changed wording.
-- author_id at levels A and B (needs are B); author_pseudonym at level C, which then has no times of the author's act.
create table contribution (
  network_id uuid not null references network,
  id uuid not null,
  kind text not null check (kind in ('need', 'statement', 'comment', 'proposal')),
  initiative_id uuid,
  round_id uuid,
  author_id uuid,
  author_pseudonym uuid,
  seeded boolean not null default false,
  language text not null check (language in ('en', 'fr', 'zh', 'und')),
  text text not null,
  wording jsonb not null default '{}',
  wording_state text not null default 'raw' check (wording_state in ('raw', 'proposed', 'approved')),
  moderation text not null default 'waiting' check (moderation in ('waiting', 'accepted', 'returned', 'rejected')),
  moderation_reason text,
  moderation_note jsonb,
  moderated_by uuid,
  state text not null default 'received' check (state in ('received', 'read', 'decided', 'done')),
  received_at timestamptz,
  read_by uuid,
  read_at timestamptz,
  merged_into_id uuid,
  reopened int not null default 0,
  purged_at timestamptz,
  primary key (network_id, id),
  foreign key (network_id, initiative_id) references initiative,
  foreign key (network_id, round_id) references round,
  foreign key (network_id, author_id) references person,
  foreign key (network_id, read_by) references person,
  foreign key (network_id, moderated_by) references person,
  foreign key (network_id, merged_into_id) references contribution (network_id, id) deferrable,
  check (author_id is null or author_pseudonym is null),
  check (author_pseudonym is null or received_at is null),
  check (kind <> 'need' or author_id is not null or purged_at is not null)
);
create index contribution_round on contribution (network_id, round_id);
create index contribution_initiative on contribution (network_id, initiative_id);
create index contribution_author on contribution (network_id, author_id);
select secure_tenant_table('contribution');

create table statement (
  network_id uuid not null,
  id uuid not null,
  round_id uuid not null,
  contribution_id uuid not null,
  number int not null,
  primary key (network_id, id),
  unique (network_id, round_id, number),
  unique (network_id, round_id, id),
  unique (network_id, contribution_id),
  foreign key (network_id, round_id) references round,
  foreign key (network_id, contribution_id) references contribution deferrable
);
select secure_tenant_table('statement');

-- One answer of one participant to one statement. participant is the person at levels A and B, the pseudonym at level C.
-- No time, no serial, no reference to a person: who took part is derived with the round key.
create table vote (
  network_id uuid not null,
  round_id uuid not null,
  participant uuid not null,
  statement_id uuid not null,
  answer text not null check (answer in ('agree', 'disagree', 'pass', 'not-my-area')),
  revision int not null default 1,
  primary key (network_id, round_id, participant, statement_id),
  foreign key (network_id, round_id, statement_id) references statement (network_id, round_id, id)
);
select secure_tenant_table('vote');

-- How long people took, as counts by 10 seconds, written at close from memory: never one person's time.
create table round_duration (
  network_id uuid not null,
  round_id uuid not null,
  seconds int not null check (seconds % 10 = 0),
  people int not null check (people > 0),
  primary key (network_id, round_id, seconds),
  foreign key (network_id, round_id) references round
);
select secure_tenant_table('round_duration');

-- Respondents, invited and roster by stratum value, counted at close while the key is there. Before disclosure control.
create table round_participation (
  network_id uuid not null,
  round_id uuid not null,
  stratum_id uuid not null,
  value_id uuid not null,
  respondents int not null,
  invited int not null,
  roster int not null,
  primary key (network_id, round_id, stratum_id, value_id),
  foreign key (network_id, round_id) references round,
  foreign key (network_id, value_id) references stratum_value
);
select secure_tenant_table('round_participation');
