create table initiative (
  network_id uuid not null references network,
  id uuid not null,
  title jsonb not null,
  problem jsonb not null default '{}',
  open_question jsonb not null default '{}',
  constraints jsonb not null default '{}',
  decider_id uuid,
  decision_due_on date,
  participation_level text check (participation_level in ('inform', 'consult', 'involve', 'collaborate', 'empower')),
  physician_lead_id uuid,
  manager_lead_id uuid,
  physician_signed_at timestamptz,
  manager_signed_at timestamptz,
  sponsor_id uuid,
  social_determinants text[] not null default '{}',
  social_none_reason jsonb,
  answer_due_days int not null default 14 check (answer_due_days between 1 and 90),
  state text not null default 'framing' check (state in ('framing', 'running', 'decided', 'archived')),
  revision int not null default 1,
  created_by uuid not null,
  created_at timestamptz not null default now(),
  primary key (network_id, id),
  foreign key (network_id, decider_id) references person,
  foreign key (network_id, physician_lead_id) references person,
  foreign key (network_id, manager_lead_id) references person,
  foreign key (network_id, sponsor_id) references person,
  foreign key (network_id, created_by) references person
);
select secure_tenant_table('initiative');

create table initiative_person (
  network_id uuid not null,
  initiative_id uuid not null,
  person_id uuid not null,
  part text not null check (part in ('champion', 'triager', 'facilitator')),
  primary key (network_id, initiative_id, person_id, part),
  foreign key (network_id, initiative_id) references initiative,
  foreign key (network_id, person_id) references person
);
select secure_tenant_table('initiative_person');

create table initiative_strategy (
  network_id uuid not null,
  initiative_id uuid not null,
  strategy text not null,
  note jsonb not null default '{}',
  primary key (network_id, initiative_id, strategy),
  foreign key (network_id, initiative_id) references initiative
);
select secure_tenant_table('initiative_strategy');
