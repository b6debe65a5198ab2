table annotation
  network_id uuid not null
  contribution_id uuid not null
  version_id uuid not null
  x numeric(5,4)
  y numeric(5,4)
  place text not null default ''::text
  credit boolean not null default false
  order_forgotten boolean not null default false
  finding text
  wording_before text
  wording_after text
  outcome text
  outcome_reason jsonb
  outcome_version_id uuid
  -- PRIMARY KEY (network_id, contribution_id)
  -- FOREIGN KEY (network_id, contribution_id) REFERENCES contribution(network_id, id) DEFERRABLE
  -- FOREIGN KEY (network_id, outcome_version_id) REFERENCES object_version(network_id, id)
  -- FOREIGN KEY (network_id, version_id) REFERENCES object_version(network_id, id)
  -- CHECK (((outcome IS DISTINCT FROM 'not-taken'::text) OR (outcome_reason IS NOT NULL)))
  -- CHECK (((x >= (0)::numeric) AND (x <= (1)::numeric)))
  -- CHECK (((y >= (0)::numeric) AND (y <= (1)::numeric)))
  -- CHECK ((finding = ANY (ARRAY['interface'::text, 'defect'::text, 'new-need'::text, 'scope-change'::text])))
  -- CHECK ((outcome = ANY (ARRAY['taken'::text, 'taken-in-part'::text, 'not-taken'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table answer
  network_id uuid not null
  id uuid not null
  contribution_id uuid not null
  decision_id uuid
  outcome text not null
  reason jsonb not null
  manner text not null
  answered_by uuid not null
  answered_at timestamp with time zone not null default now()
  delivered_at timestamp with time zone
  revision integer not null default 1
  -- UNIQUE (network_id, contribution_id, revision)
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, answered_by) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, contribution_id) REFERENCES contribution(network_id, id)
  -- FOREIGN KEY (network_id, decision_id) REFERENCES decision(network_id, id)
  -- CHECK ((manner = ANY (ARRAY['one'::text, 'group'::text, 'bulk'::text])))
  -- CHECK ((outcome = ANY (ARRAY['adopt'::text, 'adapt'::text, 'defer'::text, 'decline'::text, 'answered'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table answer_draft
  network_id uuid not null
  contribution_id uuid not null
  outcome text not null
  reason jsonb not null
  prepared_by uuid not null
  prepared_at timestamp with time zone not null default now()
  -- PRIMARY KEY (network_id, contribution_id)
  -- FOREIGN KEY (network_id, contribution_id) REFERENCES contribution(network_id, id)
  -- FOREIGN KEY (network_id, prepared_by) REFERENCES person(network_id, id)
  -- CHECK ((outcome = ANY (ARRAY['adopt'::text, 'adapt'::text, 'defer'::text, 'decline'::text, 'answered'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table answer_objection
  network_id uuid not null
  contribution_id uuid not null
  participant uuid not null
  second_reader_id uuid
  resolved_on date
  -- PRIMARY KEY (network_id, contribution_id, participant)
  -- FOREIGN KEY (network_id, contribution_id) REFERENCES contribution(network_id, id)
  -- FOREIGN KEY (network_id, second_reader_id) REFERENCES person(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table audit_entry
  network_id uuid not null
  seq bigint not null
  at timestamp with time zone not null
  actor_id uuid
  action text not null
  subject_type text not null
  subject_id text not null
  details jsonb not null
  previous_hash bytea not null
  hash bytea not null
  -- PRIMARY KEY (network_id, seq)
  -- FOREIGN KEY (network_id) REFERENCES network(network_id)
  -- CREATE INDEX audit_entry_subject ON audit_entry USING btree (network_id, subject_id)
  -- row level security forced; policy tenant for all
  -- rounds_app may insert, select

table audit_head
  network_id uuid not null
  seq bigint not null
  hash bytea not null
  -- PRIMARY KEY (network_id)
  -- FOREIGN KEY (network_id) REFERENCES network(network_id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table boundary_object
  network_id uuid not null
  id uuid not null
  initiative_id uuid not null
  kind text not null
  title jsonb not null
  derived_from_id uuid
  created_by uuid not null
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, created_by) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, derived_from_id) REFERENCES boundary_object(network_id, id)
  -- FOREIGN KEY (network_id, initiative_id) REFERENCES initiative(network_id, id)
  -- CHECK ((kind = ANY (ARRAY['screen'::text, 'form'::text, 'pathway'::text, 'order-set'::text, 'narrative'::text, 'concept'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table clock_watch
  network_id uuid not null
  sure_at timestamp with time zone not null
  seen_at timestamp with time zone not null
  steady_since timestamp with time zone
  -- PRIMARY KEY (network_id)
  -- FOREIGN KEY (network_id) REFERENCES network(network_id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table commitment
  network_id uuid not null
  id uuid not null
  decision_id uuid not null
  what jsonb not null
  owner_id uuid not null
  due_on date not null
  done_at timestamp with time zone
  done_by uuid
  evidence_before jsonb
  evidence_after jsonb
  evidence_source jsonb
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, decision_id) REFERENCES decision(network_id, id)
  -- FOREIGN KEY (network_id, done_by) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, owner_id) REFERENCES person(network_id, id)
  -- CHECK (((done_at IS NULL) OR ((evidence_before IS NOT NULL) AND (evidence_after IS NOT NULL) AND (evidence_source IS NOT NULL))))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table contribution
  network_id uuid not null
  id uuid not null
  kind text not null
  initiative_id uuid
  round_id uuid
  author_id uuid
  author_pseudonym uuid
  seeded boolean not null default false
  language text not null
  text text not null
  wording jsonb not null default '{}'::jsonb
  wording_state text not null default 'raw'::text
  moderation text not null default 'waiting'::text
  moderation_reason text
  moderation_note jsonb
  moderated_by uuid
  state text not null default 'received'::text
  received_at timestamp with time zone
  read_by uuid
  read_at timestamp with time zone
  merged_into_id uuid
  reopened integer not null default 0
  purged_at timestamp with time zone
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id) REFERENCES network(network_id)
  -- FOREIGN KEY (network_id, author_id) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, initiative_id) REFERENCES initiative(network_id, id)
  -- FOREIGN KEY (network_id, merged_into_id) REFERENCES contribution(network_id, id) DEFERRABLE
  -- FOREIGN KEY (network_id, moderated_by) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, read_by) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, round_id) REFERENCES round(network_id, id)
  -- CHECK (((author_id IS NULL) OR (author_pseudonym IS NULL)))
  -- CHECK (((author_pseudonym IS NULL) OR (received_at IS NULL)))
  -- CHECK (((kind <> 'need'::text) OR (author_id IS NOT NULL) OR (purged_at IS NOT NULL)))
  -- CHECK ((kind = ANY (ARRAY['need'::text, 'statement'::text, 'comment'::text, 'proposal'::text])))
  -- CHECK ((language = ANY (ARRAY['en'::text, 'fr'::text, 'zh'::text, 'und'::text])))
  -- CHECK ((moderation = ANY (ARRAY['waiting'::text, 'accepted'::text, 'returned'::text, 'rejected'::text])))
  -- CHECK ((state = ANY (ARRAY['received'::text, 'read'::text, 'decided'::text, 'done'::text])))
  -- CHECK ((wording_state = ANY (ARRAY['raw'::text, 'proposed'::text, 'approved'::text])))
  -- CREATE INDEX contribution_author ON contribution USING btree (network_id, author_id)
  -- CREATE INDEX contribution_initiative ON contribution USING btree (network_id, initiative_id)
  -- CREATE INDEX contribution_merged ON contribution USING btree (network_id, merged_into_id) WHERE (merged_into_id IS NOT NULL)
  -- CREATE INDEX contribution_pseudonym ON contribution USING btree (network_id, author_pseudonym) WHERE (author_pseudonym IS NOT NULL)
  -- CREATE INDEX contribution_round ON contribution USING btree (network_id, round_id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table decision
  network_id uuid not null
  id uuid not null
  initiative_id uuid not null
  outcome text not null
  reason jsonb not null
  decided_by uuid not null
  decided_at timestamp with time zone not null default now()
  revisit_on date
  review_on date
  revision integer not null default 1
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, decided_by) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, initiative_id) REFERENCES initiative(network_id, id)
  -- CHECK (((outcome <> 'defer'::text) OR (revisit_on IS NOT NULL)))
  -- CHECK ((outcome = ANY (ARRAY['adopt'::text, 'adapt'::text, 'defer'::text, 'decline'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table decision_evidence
  network_id uuid not null
  id uuid not null
  decision_id uuid not null
  label jsonb not null
  address text
  round_id uuid
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, decision_id) REFERENCES decision(network_id, id)
  -- FOREIGN KEY (network_id, round_id) REFERENCES round(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table decision_revision
  network_id uuid not null
  decision_id uuid not null
  revision integer not null
  outcome text not null
  reason jsonb not null
  revisit_on date
  review_on date
  replaced_at timestamp with time zone not null default now()
  replaced_by uuid not null
  -- PRIMARY KEY (network_id, decision_id, revision)
  -- FOREIGN KEY (network_id, decision_id) REFERENCES decision(network_id, id)
  -- FOREIGN KEY (network_id, replaced_by) REFERENCES person(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may insert, select

table declared_value
  network_id uuid not null
  person_id uuid not null
  stratum_id uuid not null
  value_id uuid not null
  -- PRIMARY KEY (network_id, person_id, stratum_id)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, stratum_id) REFERENCES stratum(network_id, id)
  -- FOREIGN KEY (network_id, value_id) REFERENCES stratum_value(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table dissent
  network_id uuid not null
  id uuid not null
  decision_id uuid not null
  text jsonb not null
  recorded_by uuid not null
  recorded_at timestamp with time zone not null default now()
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, decision_id) REFERENCES decision(network_id, id)
  -- FOREIGN KEY (network_id, recorded_by) REFERENCES person(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table fix_verdict
  network_id uuid not null
  contribution_id uuid not null
  participant uuid not null
  verdict text not null
  -- PRIMARY KEY (network_id, contribution_id, participant)
  -- FOREIGN KEY (network_id, contribution_id) REFERENCES contribution(network_id, id)
  -- CHECK ((verdict = ANY (ARRAY['yes'::text, 'partly'::text, 'no'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table initiative
  network_id uuid not null
  id uuid not null
  title jsonb not null
  problem jsonb not null default '{}'::jsonb
  open_question jsonb not null default '{}'::jsonb
  constraints jsonb not null default '{}'::jsonb
  decider_id uuid
  decision_due_on date
  participation_level text
  physician_lead_id uuid
  manager_lead_id uuid
  physician_signed_at timestamp with time zone
  manager_signed_at timestamp with time zone
  sponsor_id uuid
  social_determinants text[] not null default '{}'::text[]
  social_none_reason jsonb
  answer_due_days integer not null default 14
  state text not null default 'framing'::text
  revision integer not null default 1
  created_by uuid not null
  created_at timestamp with time zone not null default now()
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id) REFERENCES network(network_id)
  -- FOREIGN KEY (network_id, created_by) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, decider_id) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, manager_lead_id) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, physician_lead_id) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, sponsor_id) REFERENCES person(network_id, id)
  -- CHECK (((answer_due_days >= 1) AND (answer_due_days <= 90)))
  -- CHECK ((participation_level = ANY (ARRAY['inform'::text, 'consult'::text, 'involve'::text, 'collaborate'::text, 'empower'::text])))
  -- CHECK ((state = ANY (ARRAY['framing'::text, 'running'::text, 'decided'::text, 'archived'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table initiative_person
  network_id uuid not null
  initiative_id uuid not null
  person_id uuid not null
  part text not null
  -- PRIMARY KEY (network_id, initiative_id, person_id, part)
  -- FOREIGN KEY (network_id, initiative_id) REFERENCES initiative(network_id, id)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- CHECK ((part = ANY (ARRAY['champion'::text, 'triager'::text, 'facilitator'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table initiative_strategy
  network_id uuid not null
  initiative_id uuid not null
  strategy text not null
  note jsonb not null default '{}'::jsonb
  -- PRIMARY KEY (network_id, initiative_id, strategy)
  -- FOREIGN KEY (network_id, initiative_id) REFERENCES initiative(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table invitation_value
  network_id uuid not null
  round_id uuid not null
  person_id uuid not null
  stratum_id uuid not null
  value_id uuid not null
  -- PRIMARY KEY (network_id, round_id, person_id, stratum_id)
  -- FOREIGN KEY (network_id, round_id, person_id) REFERENCES round_invitation(network_id, round_id, person_id)
  -- FOREIGN KEY (network_id, value_id) REFERENCES stratum_value(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table level_rating
  network_id uuid not null
  decision_id uuid not null
  participant uuid not null
  verdict text not null
  -- PRIMARY KEY (network_id, decision_id, participant)
  -- FOREIGN KEY (network_id, decision_id) REFERENCES decision(network_id, id)
  -- CHECK ((verdict = ANY (ARRAY['kept'::text, 'partly'::text, 'not'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table mail_message
  network_id uuid not null
  id uuid not null
  person_id uuid not null
  address text not null
  subject text not null
  body text not null
  state text not null default 'waiting'::text
  not_before timestamp with time zone not null default now()
  sent_at timestamp with time zone
  attempts integer not null default 0
  last_error text
  listed boolean not null default true
  kind text not null default 'digest'::text
  taken_at timestamp with time zone
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- CHECK ((kind = ANY (ARRAY['code'::text, 'digest'::text])))
  -- CHECK ((state = ANY (ARRAY['waiting'::text, 'sent'::text, 'failed'::text])))
  -- CREATE INDEX mail_message_counts ON mail_message USING btree (network_id, state, listed)
  -- CREATE INDEX mail_message_digests ON mail_message USING btree (network_id, person_id, not_before) WHERE (kind = 'digest'::text)
  -- CREATE INDEX mail_message_kept ON mail_message USING btree (network_id, not_before)
  -- CREATE INDEX mail_message_waiting ON mail_message USING btree (network_id, not_before) WHERE (state = 'waiting'::text)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table membership
  network_id uuid not null
  id uuid not null
  person_id uuid not null
  organisation_id uuid not null
  job text not null default ''::text
  starts_on date not null
  ends_on date
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, organisation_id) REFERENCES organisation(network_id, id)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- CREATE INDEX membership_person ON membership USING btree (network_id, person_id)
  -- CREATE UNIQUE INDEX membership_current ON membership USING btree (network_id, person_id, organisation_id) WHERE (ends_on IS NULL)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table membership_value
  network_id uuid not null
  membership_id uuid not null
  stratum_id uuid not null
  value_id uuid not null
  -- PRIMARY KEY (network_id, membership_id, stratum_id)
  -- FOREIGN KEY (network_id, membership_id) REFERENCES membership(network_id, id)
  -- FOREIGN KEY (network_id, stratum_id) REFERENCES stratum(network_id, id)
  -- FOREIGN KEY (network_id, value_id) REFERENCES stratum_value(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table need_triager
  network_id uuid not null
  id uuid not null
  person_id uuid not null
  named_by uuid
  named_at timestamp with time zone not null default now()
  ended_at timestamp with time zone
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, named_by) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- CREATE UNIQUE INDEX need_triager_current ON need_triager USING btree (network_id, person_id) WHERE (ended_at IS NULL)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table network
  network_id uuid not null
  slug text not null
  name jsonb not null
  kind text not null
  settings jsonb not null default '{}'::jsonb
  created_at timestamp with time zone not null default now()
  -- PRIMARY KEY (network_id)
  -- CHECK ((kind = ANY (ARRAY['production'::text, 'demonstration'::text])))
  -- CHECK ((slug ~ '^[a-z0-9][a-z0-9-]{0,62}$'::text))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table network_address
  host text not null
  network_id uuid not null
  -- PRIMARY KEY (host)
  -- CHECK ((host = lower(host)))
  -- rounds_app may delete, insert, select

table notice
  network_id uuid not null
  id uuid not null
  person_id uuid not null
  kind text not null
  subject_type text not null
  subject_id uuid not null
  parameters jsonb not null default '{}'::jsonb
  created_at timestamp with time zone not null default now()
  deliver_after timestamp with time zone not null default now()
  seen_at timestamp with time zone
  mailed_at timestamp with time zone
  -- UNIQUE (network_id, person_id, kind, subject_type, subject_id)
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- CREATE INDEX notice_delivered ON notice USING btree (network_id, deliver_after)
  -- CREATE INDEX notice_escalation ON notice USING btree (network_id, subject_id) WHERE (kind = ANY (ARRAY['champion-escalation'::text, 'sponsor-escalation'::text]))
  -- CREATE INDEX notice_open ON notice USING btree (network_id, person_id) WHERE (seen_at IS NULL)
  -- CREATE INDEX notice_unmailed ON notice USING btree (network_id, person_id) WHERE ((mailed_at IS NULL) AND (seen_at IS NULL))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table object_version
  network_id uuid not null
  id uuid not null
  object_id uuid not null
  number integer not null
  media_type text not null
  content bytea not null
  width integer
  height integer
  language text not null default 'und'::text
  shown_at timestamp with time zone
  text_alternative jsonb not null default '{}'::jsonb
  created_by uuid not null
  created_at timestamp with time zone not null default now()
  purged_at timestamp with time zone
  -- UNIQUE (network_id, object_id, number)
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, created_by) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, object_id) REFERENCES boundary_object(network_id, id)
  -- CHECK ((height > 0))
  -- CHECK ((language = ANY (ARRAY['en'::text, 'fr'::text, 'und'::text])))
  -- CHECK ((media_type = ANY (ARRAY['image/png'::text, 'image/jpeg'::text, 'image/webp'::text, 'application/pdf'::text, 'text/markdown'::text])))
  -- CHECK ((width > 0))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table oidc_identity
  network_id uuid not null
  issuer text not null
  subject text not null
  person_id uuid not null
  linked_at timestamp with time zone not null default now()
  -- PRIMARY KEY (network_id, issuer, subject)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table oidc_request
  network_id uuid not null
  state_hash bytea not null
  verifier text not null
  nonce text not null
  return_to text not null
  expires_at timestamp with time zone not null
  -- PRIMARY KEY (network_id, state_hash)
  -- FOREIGN KEY (network_id) REFERENCES network(network_id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table organisation
  network_id uuid not null
  id uuid not null
  code text not null
  name jsonb not null
  kind text not null
  -- UNIQUE (network_id, code)
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id) REFERENCES network(network_id)
  -- CHECK ((kind = ANY (ARRAY['health'::text, 'practice'::text, 'community'::text, 'social'::text, 'education'::text, 'government'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table participation_decided
  network_id uuid not null
  round_id uuid not null
  invited integer not null
  took_part integer not null
  held uuid[] not null
  shown boolean[] not null
  told text[] not null default '{}'::text[]
  -- PRIMARY KEY (network_id, round_id)
  -- FOREIGN KEY (network_id) REFERENCES network(network_id)
  -- FOREIGN KEY (network_id, round_id) REFERENCES round(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table payment
  network_id uuid not null
  round_id uuid not null
  person_id uuid not null
  cents integer not null
  minutes numeric(5,1) not null
  pay_on date not null
  -- PRIMARY KEY (network_id, round_id, person_id)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, round_id) REFERENCES round(network_id, id)
  -- CHECK ((cents > 0))
  -- CREATE INDEX payment_person ON payment USING btree (network_id, person_id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table person
  network_id uuid not null
  id uuid not null
  roster_key text not null
  given_name text not null
  family_name text not null
  email text not null
  language text not null default 'en'::text
  joined_on date not null
  left_on date
  messages_per_week integer not null default 1
  remind_at timestamp with time zone
  calling text not null default 'physician'::text
  -- UNIQUE (network_id, email)
  -- UNIQUE (network_id, roster_key)
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id) REFERENCES network(network_id)
  -- CHECK (((messages_per_week >= 0) AND (messages_per_week <= 14)))
  -- CHECK ((calling = ANY (ARRAY['physician'::text, 'manager'::text, 'partner'::text, 'staff'::text])))
  -- CHECK ((email = lower(email)))
  -- CHECK ((language = ANY (ARRAY['en'::text, 'fr'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table role_grant
  network_id uuid not null
  id uuid not null
  person_id uuid not null
  role text not null
  source text not null default 'manual'::text
  granted_by uuid
  granted_at timestamp with time zone not null default now()
  ended_at timestamp with time zone
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, granted_by) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- CHECK ((role = ANY (ARRAY['physician'::text, 'champion'::text, 'lead'::text, 'decision-maker'::text, 'analyst'::text, 'community-partner'::text, 'network-administrator'::text, 'privacy-officer'::text, 'auditor'::text])))
  -- CHECK ((source = ANY (ARRAY['manual'::text, 'roster'::text, 'oidc'::text, 'charter'::text])))
  -- CREATE UNIQUE INDEX role_grant_current ON role_grant USING btree (network_id, person_id, role) WHERE (ended_at IS NULL)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table roster_upload
  network_id uuid not null
  id uuid not null
  uploaded_by uuid not null
  content bytea not null
  expires_at timestamp with time zone not null
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, uploaded_by) REFERENCES person(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table round
  network_id uuid not null
  id uuid not null
  initiative_id uuid not null
  kind text not null
  title jsonb not null
  question jsonb not null default '{}'::jsonb
  anonymity_level text not null default 'C'::text
  state text not null default 'draft'::text
  source text not null default 'asked'::text
  source_note jsonb
  participants_may_add boolean not null default true
  audience text[] not null default '{}'::text[]
  paid boolean not null default false
  pay_cents integer
  payer jsonb
  pay_on date
  minutes integer not null default 1
  closes_at timestamp with time zone
  opened_at timestamp with time zone
  closed_at timestamp with time zone
  published_at timestamp with time zone
  archived_at timestamp with time zone
  last_answer_delivered_at timestamp with time zone
  key_destroy_on date
  key_destroyed_at timestamp with time zone
  key_hold_reason text
  follows_id uuid
  version_id uuid
  revision integer not null default 1
  created_by uuid not null
  reminded_at timestamp with time zone
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, created_by) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, follows_id) REFERENCES round(network_id, id)
  -- FOREIGN KEY (network_id, initiative_id) REFERENCES initiative(network_id, id)
  -- FOREIGN KEY (network_id, version_id) REFERENCES object_version(network_id, id)
  -- CHECK (((NOT paid) OR ((pay_cents IS NOT NULL) AND (payer IS NOT NULL) AND (pay_on IS NOT NULL))))
  -- CHECK (((minutes >= 1) AND (minutes <= 60)))
  -- CHECK (((state = 'draft'::text) OR (opened_at IS NOT NULL)))
  -- CHECK ((anonymity_level = ANY (ARRAY['A'::text, 'B'::text, 'C'::text])))
  -- CHECK ((kind = ANY (ARRAY['statements'::text, 'prototype'::text])))
  -- CHECK ((pay_cents > 0))
  -- CHECK ((source = ANY (ARRAY['asked'::text, 'import'::text, 'simulation'::text])))
  -- CHECK ((state = ANY (ARRAY['draft'::text, 'open'::text, 'closed'::text, 'published'::text, 'archived'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table round_duration
  network_id uuid not null
  round_id uuid not null
  seconds integer not null
  people integer not null
  -- PRIMARY KEY (network_id, round_id, seconds)
  -- FOREIGN KEY (network_id, round_id) REFERENCES round(network_id, id)
  -- CHECK (((seconds % 10) = 0))
  -- CHECK ((people > 0))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table round_invitation
  network_id uuid not null
  round_id uuid not null
  person_id uuid not null
  -- PRIMARY KEY (network_id, round_id, person_id)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, round_id) REFERENCES round(network_id, id)
  -- CREATE INDEX round_invitation_person ON round_invitation USING btree (network_id, person_id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table round_kind
  network_id uuid not null
  round_id uuid not null
  kind integer not null
  value_ids uuid[] not null
  people integer not null
  -- PRIMARY KEY (network_id, round_id, kind)
  -- FOREIGN KEY (network_id, round_id) REFERENCES round(network_id, id)
  -- CHECK ((people > 0))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table round_participation
  network_id uuid not null
  round_id uuid not null
  stratum_id uuid not null
  value_id uuid not null
  respondents integer not null
  invited integer not null
  roster integer not null
  -- PRIMARY KEY (network_id, round_id, stratum_id, value_id)
  -- FOREIGN KEY (network_id, round_id) REFERENCES round(network_id, id)
  -- FOREIGN KEY (network_id, value_id) REFERENCES stratum_value(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table round_result
  network_id uuid not null
  round_id uuid not null
  computed_at timestamp with time zone not null default now()
  method text not null
  method_version text not null
  parameters jsonb not null
  result jsonb not null
  -- PRIMARY KEY (network_id, round_id)
  -- FOREIGN KEY (network_id, round_id) REFERENCES round(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table schema_migration
  name text not null
  sha256 text not null
  applied_at timestamp with time zone not null default now()
  -- PRIMARY KEY (name)
  -- rounds_app may select

table session
  network_id uuid not null
  id uuid not null
  token_hash bytea not null
  person_id uuid not null
  opened_on date not null default CURRENT_DATE
  expires_at timestamp with time zone not null
  revoked_at timestamp with time zone
  device text not null default ''::text
  own_device boolean not null default false
  -- UNIQUE (network_id, token_hash)
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table sign_in_code
  network_id uuid not null
  id uuid not null
  person_id uuid not null
  code_hash bytea not null
  expires_at timestamp with time zone not null
  used_at timestamp with time zone
  attempts integer not null default 0
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, person_id) REFERENCES person(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table statement
  network_id uuid not null
  id uuid not null
  round_id uuid not null
  contribution_id uuid not null
  number integer not null
  removed boolean not null default false
  -- UNIQUE (network_id, contribution_id)
  -- UNIQUE (network_id, round_id, id)
  -- UNIQUE (network_id, round_id, number)
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, contribution_id) REFERENCES contribution(network_id, id) DEFERRABLE
  -- FOREIGN KEY (network_id, round_id) REFERENCES round(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table stratum
  network_id uuid not null
  id uuid not null
  code text not null
  label jsonb not null
  source text not null
  position integer not null
  -- UNIQUE (network_id, code)
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id) REFERENCES network(network_id)
  -- CHECK ((source = ANY (ARRAY['roster'::text, 'self'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table stratum_value
  network_id uuid not null
  id uuid not null
  stratum_id uuid not null
  code text not null
  label jsonb not null
  position integer not null
  steward_id uuid
  released_at timestamp with time zone
  -- UNIQUE (network_id, stratum_id, code)
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, steward_id) REFERENCES person(network_id, id)
  -- FOREIGN KEY (network_id, stratum_id) REFERENCES stratum(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table version_change
  network_id uuid not null
  id uuid not null
  version_id uuid not null
  what jsonb not null
  place text not null default ''::text
  contribution_id uuid
  -- PRIMARY KEY (network_id, id)
  -- FOREIGN KEY (network_id, contribution_id) REFERENCES contribution(network_id, id) DEFERRABLE
  -- FOREIGN KEY (network_id, version_id) REFERENCES object_version(network_id, id)
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update

table vote
  network_id uuid not null
  round_id uuid not null
  participant uuid not null
  statement_id uuid not null
  answer text not null
  revision integer not null default 1
  -- PRIMARY KEY (network_id, round_id, participant, statement_id)
  -- FOREIGN KEY (network_id, round_id, statement_id) REFERENCES statement(network_id, round_id, id)
  -- CHECK ((answer = ANY (ARRAY['agree'::text, 'disagree'::text, 'pass'::text, 'not-my-area'::text])))
  -- row level security forced; policy tenant for all
  -- rounds_app may delete, insert, select, update
