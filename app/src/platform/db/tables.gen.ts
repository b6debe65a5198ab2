// Generated from the database by "rounds schema --write".
import type { Generated } from 'kysely'
import type { Bilingual } from '../i18n/bilingual.ts'

type Structured = Record<string, unknown>

export interface Annotation {
  network_id: string
  contribution_id: string
  version_id: string
  x: number | null
  y: number | null
  place: Generated<string>
  credit: Generated<boolean>
  order_forgotten: Generated<boolean>
  finding: 'interface' | 'defect' | 'new-need' | 'scope-change' | null
  wording_before: string | null
  wording_after: string | null
  outcome: 'taken' | 'taken-in-part' | 'not-taken' | null
  outcome_reason: Bilingual | null
  outcome_version_id: string | null
}

export interface Answer {
  network_id: string
  id: string
  contribution_id: string
  decision_id: string | null
  outcome: 'adopt' | 'adapt' | 'defer' | 'decline' | 'answered'
  reason: Bilingual
  manner: 'one' | 'group' | 'bulk'
  answered_by: string
  answered_at: Generated<Date>
  delivered_at: Date | null
  revision: Generated<number>
}

export interface AnswerDraft {
  network_id: string
  contribution_id: string
  outcome: 'adopt' | 'adapt' | 'defer' | 'decline' | 'answered'
  reason: Bilingual
  prepared_by: string
  prepared_at: Generated<Date>
}

export interface AnswerObjection {
  network_id: string
  contribution_id: string
  participant: string
  second_reader_id: string | null
  resolved_on: string | null
}

export interface AuditEntry {
  network_id: string
  seq: number
  at: Date
  actor_id: string | null
  action: string
  subject_type: string
  subject_id: string
  details: Structured
  previous_hash: Buffer
  hash: Buffer
}

export interface AuditHead {
  network_id: string
  seq: number
  hash: Buffer
}

export interface BoundaryObject {
  network_id: string
  id: string
  initiative_id: string
  kind: 'screen' | 'form' | 'pathway' | 'order-set' | 'narrative' | 'concept'
  title: Bilingual
  derived_from_id: string | null
  created_by: string
}

export interface ClockWatch {
  network_id: string
  sure_at: Date
  seen_at: Date
  steady_since: Date | null
}

export interface Commitment {
  network_id: string
  id: string
  decision_id: string
  what: Bilingual
  owner_id: string
  due_on: string
  done_at: Date | null
  done_by: string | null
  evidence_before: Bilingual | null
  evidence_after: Bilingual | null
  evidence_source: Bilingual | null
}

export interface Contribution {
  network_id: string
  id: string
  kind: 'need' | 'statement' | 'comment' | 'proposal'
  initiative_id: string | null
  round_id: string | null
  author_id: string | null
  author_pseudonym: string | null
  seeded: Generated<boolean>
  language: 'en' | 'fr' | 'zh' | 'und'
  text: string
  wording: Generated<Bilingual>
  wording_state: Generated<'raw' | 'proposed' | 'approved'>
  moderation: Generated<'waiting' | 'accepted' | 'returned' | 'rejected'>
  moderation_reason: string | null
  moderation_note: Bilingual | null
  moderated_by: string | null
  state: Generated<'received' | 'read' | 'decided' | 'done'>
  received_at: Date | null
  read_by: string | null
  read_at: Date | null
  merged_into_id: string | null
  reopened: Generated<number>
  purged_at: Date | null
}

export interface Decision {
  network_id: string
  id: string
  initiative_id: string
  outcome: 'adopt' | 'adapt' | 'defer' | 'decline'
  reason: Bilingual
  decided_by: string
  decided_at: Generated<Date>
  revisit_on: string | null
  review_on: string | null
  revision: Generated<number>
}

export interface DecisionEvidence {
  network_id: string
  id: string
  decision_id: string
  label: Bilingual
  address: string | null
  round_id: string | null
}

export interface DecisionRevision {
  network_id: string
  decision_id: string
  revision: number
  outcome: string
  reason: Bilingual
  revisit_on: string | null
  review_on: string | null
  replaced_at: Generated<Date>
  replaced_by: string
}

export interface DeclaredValue {
  network_id: string
  person_id: string
  stratum_id: string
  value_id: string
}

export interface Dissent {
  network_id: string
  id: string
  decision_id: string
  text: Bilingual
  recorded_by: string
  recorded_at: Generated<Date>
}

export interface FixVerdict {
  network_id: string
  contribution_id: string
  participant: string
  verdict: 'yes' | 'partly' | 'no'
}

export interface Initiative {
  network_id: string
  id: string
  title: Bilingual
  problem: Generated<Bilingual>
  open_question: Generated<Bilingual>
  constraints: Generated<Bilingual>
  decider_id: string | null
  decision_due_on: string | null
  participation_level: 'inform' | 'consult' | 'involve' | 'collaborate' | 'empower' | null
  physician_lead_id: string | null
  manager_lead_id: string | null
  physician_signed_at: Date | null
  manager_signed_at: Date | null
  sponsor_id: string | null
  social_determinants: Generated<string[]>
  social_none_reason: Bilingual | null
  answer_due_days: Generated<number>
  state: Generated<'framing' | 'running' | 'decided' | 'archived'>
  revision: Generated<number>
  created_by: string
  created_at: Generated<Date>
}

export interface InitiativePerson {
  network_id: string
  initiative_id: string
  person_id: string
  part: 'champion' | 'triager' | 'facilitator'
}

export interface InitiativeStrategy {
  network_id: string
  initiative_id: string
  strategy: string
  note: Generated<Bilingual>
}

export interface InvitationValue {
  network_id: string
  round_id: string
  person_id: string
  stratum_id: string
  value_id: string
}

export interface LevelRating {
  network_id: string
  decision_id: string
  participant: string
  verdict: 'kept' | 'partly' | 'not'
}

export interface MailMessage {
  network_id: string
  id: string
  person_id: string
  address: string
  subject: string
  body: string
  state: Generated<'waiting' | 'sent' | 'failed'>
  not_before: Generated<Date>
  sent_at: Date | null
  attempts: Generated<number>
  last_error: string | null
  listed: Generated<boolean>
  kind: Generated<'code' | 'digest'>
  taken_at: Date | null
}

export interface Membership {
  network_id: string
  id: string
  person_id: string
  organisation_id: string
  job: Generated<string>
  starts_on: string
  ends_on: string | null
}

export interface MembershipValue {
  network_id: string
  membership_id: string
  stratum_id: string
  value_id: string
}

export interface NeedTriager {
  network_id: string
  id: string
  person_id: string
  named_by: string | null
  named_at: Generated<Date>
  ended_at: Date | null
}

export interface Network {
  network_id: string
  slug: string
  name: Bilingual
  kind: 'production' | 'demonstration'
  settings: Generated<Structured>
  created_at: Generated<Date>
}

export interface NetworkAddress {
  host: string
  network_id: string
}

export interface Notice {
  network_id: string
  id: string
  person_id: string
  kind: string
  subject_type: string
  subject_id: string
  parameters: Generated<Structured>
  created_at: Generated<Date>
  deliver_after: Generated<Date>
  seen_at: Date | null
  mailed_at: Date | null
}

export interface ObjectVersion {
  network_id: string
  id: string
  object_id: string
  number: number
  media_type: 'image/png' | 'image/jpeg' | 'image/webp' | 'application/pdf' | 'text/markdown'
  content: Buffer
  width: number | null
  height: number | null
  language: Generated<'en' | 'fr' | 'und'>
  shown_at: Date | null
  text_alternative: Generated<Bilingual>
  created_by: string
  created_at: Generated<Date>
  purged_at: Date | null
}

export interface OidcIdentity {
  network_id: string
  issuer: string
  subject: string
  person_id: string
  linked_at: Generated<Date>
}

export interface OidcRequest {
  network_id: string
  state_hash: Buffer
  verifier: string
  nonce: string
  return_to: string
  expires_at: Date
}

export interface Organisation {
  network_id: string
  id: string
  code: string
  name: Bilingual
  kind: 'health' | 'practice' | 'community' | 'social' | 'education' | 'government'
}

export interface ParticipationDecided {
  network_id: string
  round_id: string
  invited: number
  took_part: number
  held: string[]
  shown: boolean[]
  told: Generated<string[]>
}

export interface Payment {
  network_id: string
  round_id: string
  person_id: string
  cents: number
  minutes: number
  pay_on: string
}

export interface Person {
  network_id: string
  id: string
  roster_key: string
  given_name: string
  family_name: string
  email: string
  language: Generated<'en' | 'fr'>
  joined_on: string
  left_on: string | null
  messages_per_week: Generated<number>
  remind_at: Date | null
  calling: Generated<'physician' | 'manager' | 'partner' | 'staff'>
}

export interface RoleGrant {
  network_id: string
  id: string
  person_id: string
  role: 'physician' | 'champion' | 'lead' | 'decision-maker' | 'analyst' | 'community-partner' | 'network-administrator' | 'privacy-officer' | 'auditor'
  source: Generated<'manual' | 'roster' | 'oidc' | 'charter'>
  granted_by: string | null
  granted_at: Generated<Date>
  ended_at: Date | null
}

export interface RosterUpload {
  network_id: string
  id: string
  uploaded_by: string
  content: Buffer
  expires_at: Date
}

export interface Round {
  network_id: string
  id: string
  initiative_id: string
  kind: 'statements' | 'prototype'
  title: Bilingual
  question: Generated<Bilingual>
  anonymity_level: Generated<'A' | 'B' | 'C'>
  state: Generated<'draft' | 'open' | 'closed' | 'published' | 'archived'>
  source: Generated<'asked' | 'import' | 'simulation'>
  source_note: Bilingual | null
  participants_may_add: Generated<boolean>
  audience: Generated<string[]>
  paid: Generated<boolean>
  pay_cents: number | null
  payer: Bilingual | null
  pay_on: string | null
  minutes: Generated<number>
  closes_at: Date | null
  opened_at: Date | null
  closed_at: Date | null
  published_at: Date | null
  archived_at: Date | null
  last_answer_delivered_at: Date | null
  key_destroy_on: string | null
  key_destroyed_at: Date | null
  key_hold_reason: string | null
  follows_id: string | null
  version_id: string | null
  revision: Generated<number>
  created_by: string
  reminded_at: Date | null
}

export interface RoundDuration {
  network_id: string
  round_id: string
  seconds: number
  people: number
}

export interface RoundInvitation {
  network_id: string
  round_id: string
  person_id: string
}

export interface RoundKind {
  network_id: string
  round_id: string
  kind: number
  value_ids: string[]
  people: number
}

export interface RoundParticipation {
  network_id: string
  round_id: string
  stratum_id: string
  value_id: string
  respondents: number
  invited: number
  roster: number
}

export interface RoundResult {
  network_id: string
  round_id: string
  computed_at: Generated<Date>
  method: string
  method_version: string
  parameters: Structured
  result: Structured
}

export interface SchemaMigration {
  name: string
  sha256: string
  applied_at: Generated<Date>
}

export interface Session {
  network_id: string
  id: string
  token_hash: Buffer
  person_id: string
  opened_on: Generated<string>
  expires_at: Date
  revoked_at: Date | null
  device: Generated<string>
  own_device: Generated<boolean>
}

export interface SignInCode {
  network_id: string
  id: string
  person_id: string
  code_hash: Buffer
  expires_at: Date
  used_at: Date | null
  attempts: Generated<number>
}

export interface Statement {
  network_id: string
  id: string
  round_id: string
  contribution_id: string
  number: number
  removed: Generated<boolean>
}

export interface Stratum {
  network_id: string
  id: string
  code: string
  label: Bilingual
  source: 'roster' | 'self'
  position: number
}

export interface StratumValue {
  network_id: string
  id: string
  stratum_id: string
  code: string
  label: Bilingual
  position: number
  steward_id: string | null
  released_at: Date | null
}

export interface VersionChange {
  network_id: string
  id: string
  version_id: string
  what: Bilingual
  place: Generated<string>
  contribution_id: string | null
}

export interface Vote {
  network_id: string
  round_id: string
  participant: string
  statement_id: string
  answer: 'agree' | 'disagree' | 'pass' | 'not-my-area'
  revision: Generated<number>
}

export interface DB {
  annotation: Annotation
  answer: Answer
  answer_draft: AnswerDraft
  answer_objection: AnswerObjection
  audit_entry: AuditEntry
  audit_head: AuditHead
  boundary_object: BoundaryObject
  clock_watch: ClockWatch
  commitment: Commitment
  contribution: Contribution
  decision: Decision
  decision_evidence: DecisionEvidence
  decision_revision: DecisionRevision
  declared_value: DeclaredValue
  dissent: Dissent
  fix_verdict: FixVerdict
  initiative: Initiative
  initiative_person: InitiativePerson
  initiative_strategy: InitiativeStrategy
  invitation_value: InvitationValue
  level_rating: LevelRating
  mail_message: MailMessage
  membership: Membership
  membership_value: MembershipValue
  need_triager: NeedTriager
  network: Network
  network_address: NetworkAddress
  notice: Notice
  object_version: ObjectVersion
  oidc_identity: OidcIdentity
  oidc_request: OidcRequest
  organisation: Organisation
  participation_decided: ParticipationDecided
  payment: Payment
  person: Person
  role_grant: RoleGrant
  roster_upload: RosterUpload
  round: Round
  round_duration: RoundDuration
  round_invitation: RoundInvitation
  round_kind: RoundKind
  round_participation: RoundParticipation
  round_result: RoundResult
  schema_migration: SchemaMigration
  session: Session
  sign_in_code: SignInCode
  statement: Statement
  stratum: Stratum
  stratum_value: StratumValue
  version_change: VersionChange
  vote: Vote
}
