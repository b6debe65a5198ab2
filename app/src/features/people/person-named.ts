import { z } from 'zod'
import type { Role } from '../../platform/auth/authorization.ts'
import { todayIn } from '../../platform/calendar-day.ts'
import type { Context } from '../../platform/http/context.ts'
import { FormRefused, type Offer } from '../../platform/http/route.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import type { PersonId } from '../../platform/ids.ts'
import { messages } from './messages.ts'
import { isWholeName, namesThatFit } from './name-fits.ts'
import type { Calling } from './read-roster.ts'

/** Among whom a name is looked for. */
export type Among = Readonly<{ role?: Role; calling?: Calling }>

/** Whom the names of a form mean, by field; null where nothing was typed. */
export type PeopleNamed<Field extends string> = Readonly<{
  people: Readonly<Record<Field, PersonId | null>>
  /** The same for the page, should the form come back for another reason. */
  offers: Readonly<Record<string, readonly Offer[]>>
}>

/** How many people are offered to choose from; where more fit, more letters are asked for. */
const mostOffered = 20

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

/** What `PersonField` sends: what was typed, and whom it stood for when the page was shown. */
export const personFields = <const Name extends string>(...names: readonly Name[]) => {
  const typed = z.string().trim().max(200, 'person.unknown').default('')
  const id = z
    .union([z.uuid(), z.literal('')])
    .catch('')
    .default('')
  return Object.fromEntries(
    names.flatMap((name) => [
      [name, typed],
      [`${name}_id`, id],
    ]),
  ) as Record<Name, typeof typed> & Record<`${Name}_id`, typeof id>
}

type Row = { id: string; given_name: string; family_name: string; calling: Calling }

const nameOf = (row: Row): string => `${row.given_name} ${row.family_name}`

const rowsOf = (context: Context) =>
  context.db
    .selectFrom('person')
    .select(['id', 'given_name', 'family_name', 'calling'])
    .orderBy('family_name')
    .orderBy('given_name')
    .orderBy('id')

/** Ids of everybody whom a name may mean, those who left included. */
export async function idsThatFit(context: Context, typed: string): Promise<readonly string[]> {
  const fits = namesThatFit(typed)
  return (await rowsOf(context).execute()).flatMap((row) => (fits(nameOf(row)) ? [row.id] : []))
}

/** The members of today, by family name. */
async function everybody(context: Context): Promise<readonly Row[]> {
  return rowsOf(context)
    .where((eb) => eb.or([eb('left_on', 'is', null), eb('left_on', '>', todayIn(context))]))
    .execute()
}

async function holdersOf(context: Context, role: Role): Promise<ReadonlySet<string>> {
  const rows = await context.db
    .selectFrom('role_grant')
    .select('person_id')
    .where('role', '=', role)
    .where('ended_at', 'is', null)
    .execute()
  return new Set(rows.map((row) => row.person_id))
}

/** Those among whom a name is looked for first; somebody else it fits alone is left to the caller to refuse. */
async function preferred(context: Context, found: readonly Row[], among: Among): Promise<readonly Row[]> {
  const holders = among.role === undefined ? null : await holdersOf(context, among.role)
  const fitting = found.filter(
    (row) =>
      (among.calling === undefined || row.calling === among.calling) &&
      (holders === null || holders.has(row.id)),
  )
  return fitting.length > 0 || found.length > 1 ? fitting : found
}

/** People to choose from, each with what tells them apart. */
async function offersOf(context: Context, rows: readonly Row[]): Promise<readonly Offer[]> {
  const memberships = await context.db
    .selectFrom('membership as m')
    .innerJoin('organisation as o', (join) =>
      join.onRef('o.network_id', '=', 'm.network_id').onRef('o.id', '=', 'm.organisation_id'),
    )
    .select(['m.person_id', 'm.job', 'o.name'])
    .where('m.ends_on', 'is', null)
    .where(
      'm.person_id',
      'in',
      rows.map((row) => row.id),
    )
    .orderBy('o.code')
    .execute()
  return rows.map((row) => ({
    value: row.id,
    label: nameOf(row),
    about: [
      messages(context.locale)(`calling.${row.calling}`),
      ...memberships
        .filter((one) => one.person_id === row.id)
        .flatMap((one) => [inLanguage(one.name, context.locale).text, one.job]),
    ]
      .filter((text) => text !== '')
      .join(' · '),
  }))
}

const errors = ['person.unknown', 'person.others', 'person.several', 'person.many'] as const
type NameError = (typeof errors)[number]

function errorOf(found: number, others: boolean): NameError {
  if (found === 0) return others ? 'person.others' : 'person.unknown'
  return found > mostOffered ? 'person.many' : 'person.several'
}

/**
 * Whom the names typed into a form mean. Where a name fits nobody or several, the form comes back, with those
 * it may mean to choose from.
 *
 * @param values what the form sent; an id instead of a name is taken as it is
 * @param fields the form's fields that name people, and among whom each is looked for
 * @throws {FormRefused} `person.unknown`, `.others`, `.several` or `.many` at the field
 */
export async function peopleNamed<const Field extends string>(
  context: Context,
  values: Readonly<Record<string, unknown>>,
  fields: Readonly<Record<Field, Among>>,
): Promise<PeopleNamed<Field>> {
  const people: Record<string, PersonId | null> = {}
  const offers: Record<string, readonly Offer[]> = {}
  const wrong: Record<string, NameError> = {}
  const text = (name: string): string => {
    const value = values[name]
    return typeof value === 'string' ? value.trim() : ''
  }
  const names = Object.keys(fields) as Field[]
  const ids = names.flatMap((name) => [text(name), text(`${name}_id`)]).filter((id) => uuid.test(id))
  const stood = ids.length === 0 ? [] : await rowsOf(context).where('id', 'in', ids).execute()
  let all: readonly Row[] | undefined
  for (const name of names) {
    const typed = text(name)
    people[name] = null
    if (typed === '') continue
    const fits = namesThatFit(typed)
    let found: readonly Row[] = stood.filter(
      (row) => row.id === typed || (row.id === text(`${name}_id`) && fits(nameOf(row))),
    )
    let others = false
    if (found.length === 0) {
      all ??= await everybody(context)
      const named = all.filter((row) => fits(nameOf(row)))
      found = await preferred(context, named, fields[name])
      others = named.length > 0
      const whole = found.filter((row) => isWholeName(typed, nameOf(row)))
      if (whole.length === 1) found = whole
    }
    if (found.length > 0) offers[name] = await offersOf(context, found.slice(0, mostOffered))
    if (found.length === 1 && found[0]) people[name] = found[0].id as PersonId
    else wrong[name] = errorOf(found.length, others)
  }
  if (Object.keys(wrong).length > 0) throw new FormRefused(wrong, offers)
  return { people: people as PeopleNamed<Field>['people'], offers }
}

/** The words for what is wrong with a name, for pages of other features; null for other errors. */
export function personErrorWords(context: Pick<Context, 'locale'>, key: string): string | null {
  const error = errors.find((one) => one === key)
  return error === undefined ? null : messages(context.locale)(error)
}
