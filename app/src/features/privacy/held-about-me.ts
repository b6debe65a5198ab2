import { sql } from 'kysely'
import { type Context, actorOf } from '../../platform/http/context.ts'
import type { ContributionId } from '../../platform/ids.ts'
import { type OwnAnnotation, ownAnnotationData } from '../prototypes/public.ts'
import { ownNames } from '../rounds/public.ts'
import { type PersonalColumn, personalColumns } from './personal-columns.ts'

/**
 * Where the person is who the row is about or whose words it holds, and gets all of it. Everywhere else a column names who did
 * something to somebody or something else: of those rows they get that they did it, not others' words.
 */
const aboutThePerson: ReadonlySet<string> = new Set([
  'role_grant.person_id',
  'session.person_id',
  'sign_in_code.person_id',
  'oidc_identity.person_id',
  'mail_message.person_id',
  'membership.person_id',
  'declared_value.person_id',
  'notice.person_id',
  'round_invitation.person_id',
  'invitation_value.person_id',
  'initiative_person.person_id',
  'payment.person_id',
  'contribution.author_id',
  'contribution.author_pseudonym',
  'answer.answered_by',
  'answer_draft.prepared_by',
  'decision.decided_by',
  'dissent.recorded_by',
  'vote.participant',
  'answer_objection.participant',
  'fix_verdict.participant',
  'level_rating.participant',
])

/**
 * Rows that hang on something of the person's own, by the reference that says so; null: not given, for the reason beside it.
 */
export const hangingRows: Readonly<Record<string, ReturnType<typeof sql> | null>> = {
  'membership_value.membership_id': sql`true`,
  'statement.contribution_id': sql`true`,
  'answer.contribution_id': sql`t.delivered_at is not null`,
  // Nobody has signed it: it is no answer yet.
  'answer_draft.contribution_id': null,
  // Given as `annotations`, with what came of it from the moment when everybody is told.
  'annotation.contribution_id': null,
  // Others' words, about others' work.
  'version_change.contribution_id': null,
  'contribution.merged_into_id': null,
  // Their own are found by their name.
  'answer_objection.contribution_id': null,
  'fix_verdict.contribution_id': null,
}

type Rows = readonly Record<string, unknown>[]

/** Everything that is kept under a person, as it is in the database, without secrets; of what they said, the state they are told. */
export type Held = Readonly<{
  format: 'rounds-held-about-a-person/1'
  at: string
  person: Record<string, unknown>
  about: Readonly<Record<string, Rows>>
  /** What hangs on that: categories of memberships, statements made of what was said, answers to it. */
  belongs: Readonly<Record<string, Rows>>
  /** Where what they said about a prototype stands, and what came of it. */
  annotations: readonly OwnAnnotation[]
  /** What the person did in a part they had: which row, when. */
  did: Readonly<Record<string, Rows>>
  /** Rounds in which nobody can tell any more what was theirs. */
  cannotBeFound: readonly { round: string; title: unknown; keyDestroyedOn: string | null }[]
}>

async function rowsOf(
  context: Context,
  at: Pick<PersonalColumn, 'table' | 'column'>,
  names: readonly string[],
  which: ReturnType<typeof sql> = sql`true`,
): Promise<Rows> {
  const { rows } = await sql<{ row: Record<string, unknown> }>`
    select to_jsonb(t) - (select coalesce(array_agg(a.attname::text), '{}') from pg_attribute a
        where a.attrelid = ${at.table}::regclass and (format_type(a.atttypid, null) = 'bytea' or a.attname = 'network_id')) as row
    from ${sql.table(at.table)} t where ${sql.ref(`t.${at.column}`)} = any(${names}::uuid[]) and ${which}`.execute(
    context.db,
  )
  return rows.map((one) => one.row)
}

/** What the log says that others did to the person: gave a role, recorded that they left. */
async function recordedOf(context: Context, me: string): Promise<Rows> {
  const { rows } = await sql<Record<string, unknown>>`
    select seq, at, actor_id, action, subject_type, subject_id, details from audit_entry
    where subject_type = 'person' and subject_id = ${me} order by seq`.execute(context.db)
  return rows
}

const says = (key: string): boolean => /(^|_)(id|at|on|number|seq|revision|action|part|state|role)$/.test(key)

/** Whose it is that was read, moderated or dealt with: nobody learns an author from having dealt with what they said. */
const authors: ReadonlySet<string> = new Set(['author_id', 'author_pseudonym', 'participant'])

/** Only which row it is and when: others' words and names in it are not the person's to take away. */
const withoutWords = (rows: Rows): Rows =>
  rows.map((row) => Object.fromEntries(Object.entries(row).filter(([key]) => says(key) && !authors.has(key))))

/** Gathers what is kept under the person signed in, from every column of the catalogue that names a person. */
export async function heldAboutMe(context: Context): Promise<Held> {
  const me = actorOf(context).personId
  const { names, gone } = await ownNames(context)
  const about: Record<string, Rows> = {}
  const did: Record<string, Rows> = {}
  for (const at of await personalColumns(context)) {
    const place = `${at.table}.${at.column}`
    const rows = await rowsOf(context, at, at.names === 'participant' ? names : [me])
    if (rows.length === 0) continue
    if (aboutThePerson.has(place)) about[place] = rows
    else did[place] = withoutWords(rows)
  }
  const done = await recordedOf(context, me)
  if (done.length > 0) about['audit_entry.subject_id'] = done
  const person = await rowsOf(context, { table: 'person', column: 'id' }, [me])
  const said = [...(about['contribution.author_id'] ?? []), ...(about['contribution.author_pseudonym'] ?? [])]
  const own = [...said, ...(about['membership.person_id'] ?? [])].map((row) => String(row['id']))
  const belongs: Record<string, Rows> = {}
  for (const [place, which] of Object.entries(hangingRows)) {
    const [table = '', column = ''] = place.split('.')
    const rows = which === null ? [] : await rowsOf(context, { table, column }, own, which)
    if (rows.length > 0) belongs[place] = rows
  }
  return {
    format: 'rounds-held-about-a-person/1',
    at: context.now.toISOString(),
    person: person[0] ?? {},
    about,
    belongs,
    annotations: await ownAnnotationData(
      context,
      said.map((row) => row['id'] as ContributionId),
    ),
    did,
    cannotBeFound: gone.map(({ id, title, on }) => ({
      round: id,
      title,
      keyDestroyedOn: on?.toISOString() ?? null,
    })),
  }
}
