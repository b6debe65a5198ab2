import { type Calling, type Rejection, type RosterRow, localKey } from './read-roster.ts'

/** A person as the network knows them today, with their current membership. */
export type KnownPerson = Readonly<{
  id: string
  key: string
  givenName: string
  familyName: string
  email: string
  language: 'en' | 'fr'
  calling: Calling
  left: boolean
  administrator: boolean
  membership: Readonly<{ organisation: string; job: string; values: Readonly<Record<string, string>> }> | null
}>

export type Change = Readonly<{
  person: KnownPerson
  row: RosterRow
  /** Names of what differs; `membership` ends one membership and begins another. */
  what: readonly ('key' | 'name' | 'email' | 'calling' | 'membership' | 'returned')[]
  /** Of the new membership: what the file says, and what it says nothing of as it was. */
  values: Readonly<Record<string, string>>
}>

export type RosterPlan = Readonly<{
  added: readonly RosterRow[]
  changed: readonly Change[]
  left: readonly KnownPerson[]
  /** Not in the file but kept: administrators, who are ended by hand. */
  kept: readonly KnownPerson[]
  unchanged: number
  rejected: readonly Rejection[]
  /** People not in the file whom it does not end, because a line without a readable key could be theirs. */
  held: number
  newOrganisations: readonly { code: string; name: string }[]
  /**
   * Every key is a number, none begins with a zero, and they have not the same length, while nobody here has such a key:
   * where they were written with zeros before them, a spreadsheet has taken these away, and nothing here can tell.
   */
  perhapsWithoutZeros: boolean
}>

/** A key of digits as a spreadsheet leaves it that takes it for a number; any other as it is. */
const asNumber = (key: string): string => (/^\d+$/.test(key) ? key.replace(/^0+(?=\d)/, '') : key)

/**
 * The key of somebody here that a row's key may have been before a spreadsheet took its zeros away; null where it has a
 * row of its own.
 */
function withZeros(
  rows: readonly RosterRow[],
  known: readonly KnownPerson[],
): (row: RosterRow) => string | null {
  const coming = new Set(rows.map((row) => row.key))
  const whole = known.filter(({ key }) => asNumber(key) !== key && !coming.has(key))
  const byNumber = new Map(whole.map(({ key }) => [asNumber(key), key]))
  const here = new Set(known.map(({ key }) => key))
  return ({ key }) => (here.has(key) ? null : (byNumber.get(key) ?? null))
}

/** Whether keys may have lost the zeros before them, and nobody here has one that could tell. */
const perhapsWithoutZeros = (rows: readonly RosterRow[], known: readonly KnownPerson[]): boolean =>
  rows.every(({ key }) => /^[1-9]\d*$/.test(key)) &&
  new Set(rows.map(({ key }) => key.length)).size > 1 &&
  !known.some(({ key }) => /^\d+$/.test(key))

const sameValues = (a: Readonly<Record<string, string>>, b: Readonly<Record<string, string>>): boolean =>
  Object.keys({ ...a, ...b }).every((key) => a[key] === b[key])

function differences(person: KnownPerson, row: RosterRow, values: Change['values']): Change['what'] {
  const { membership } = person
  const moved =
    membership === null ||
    membership.organisation !== row.organisation ||
    membership.job !== row.job ||
    !sameValues(membership.values, values)
  const what = {
    key: person.key !== row.key,
    name: person.givenName !== row.givenName || person.familyName !== row.familyName,
    email: person.email !== row.email,
    calling: person.calling !== row.calling,
    membership: moved && !person.left,
    returned: person.left,
  }
  return (Object.keys(what) as (keyof typeof what)[]).filter((name) => what[name])
}

/**
 * The rows whose address somebody else keeps. Who has a row of their own lets go of theirs, unless that row is
 * rejected for the same reason.
 *
 * @param holderOf the key of somebody else who has the row's address today
 */
function addressesTaken(
  rows: readonly RosterRow[],
  holderOf: (row: RosterRow) => string | null,
): ReadonlySet<RosterRow> {
  const taken = new Set<RosterRow>()
  const wanting = rows.filter((row) => holderOf(row) !== null)
  const coming = new Set(rows.map((row) => row.key))
  for (let before = -1; before < taken.size;) {
    before = taken.size
    for (const row of wanting) {
      if (taken.has(row) || coming.has(holderOf(row) ?? '')) continue
      taken.add(row)
      coming.delete(row.key)
    }
  }
  return taken
}

/** Whether more of those who are here would leave than stay: it may not be the whole roster. */
export const endsMost = (plan: Pick<RosterPlan, 'left' | 'changed' | 'unchanged'>): boolean =>
  plan.left.length > plan.changed.length + plan.unchanged

/**
 * What a roster would change: who is added, who changes, who has left.
 *
 * Compares by key; someone added here by hand is recognised by e-mail and takes the key, and so is somebody whose key is
 * here without the zeros before it. A key without the zeros that it has here is rejected. A person's language is theirs
 * once they are here. Nobody is ended while a line can't be told whose it is, nor by a line that was
 * rejected; administrators are never ended by a file.
 *
 * @param known everybody of the network, those who left included
 * @param organisations codes that exist
 */
export function planRoster(
  roster: { rows: readonly RosterRow[]; rejected: readonly Rejection[]; strata: readonly string[] },
  known: readonly KnownPerson[],
  organisations: ReadonlySet<string>,
): RosterPlan {
  const byKey = new Map(known.map((person) => [person.key, person]))
  const byEmail = new Map(known.map((person) => [person.email, person]))
  const personOf = (row: RosterRow): KnownPerson | undefined => {
    const holder = byEmail.get(row.email)
    const takesKey = holder && (holder.key.startsWith(localKey) || holder.key === asNumber(row.key))
    return byKey.get(row.key) ?? (takesKey ? holder : undefined)
  }
  const before = withZeros(roster.rows, known)
  const taken = addressesTaken(roster.rows, (row) => {
    const holder = byEmail.get(row.email)
    return holder !== undefined && holder.id !== personOf(row)?.id ? holder.key : null
  })
  const rejected = [...roster.rejected]
  const named = new Set(rejected.flatMap((one) => (one.key === null ? [] : [one.key])))
  const added: RosterRow[] = []
  const changed: Change[] = []
  const met = new Set<string>()
  let unchanged = 0
  for (const row of roster.rows) {
    const person = personOf(row)
    const lost = before(row)
    if (lost !== null) {
      rejected.push({ line: row.line, key: lost, reason: 'key-zeros', value: `${row.key} → ${lost}` })
      named.add(lost)
      continue
    }
    if (taken.has(row)) {
      rejected.push({ line: row.line, key: row.key, reason: 'email-twice' })
      if (person) met.add(person.id)
      continue
    }
    if (!person) {
      added.push(row)
      continue
    }
    met.add(person.id)
    const kept = Object.entries(person.membership?.values ?? {}).filter(
      ([code]) => !roster.strata.includes(code),
    )
    const values = { ...Object.fromEntries(kept), ...row.values }
    const what = differences(person, row, values)
    if (what.length > 0) changed.push({ person, row, what, values })
    else unchanged += 1
  }
  const absent = known.filter(
    (person) =>
      !person.left && !met.has(person.id) && !named.has(person.key) && !person.key.startsWith(localKey),
  )
  const unsure = rejected.some((one) => one.key === null)
  const leavers = absent.filter((person) => !person.administrator)
  const newOrganisations = new Map(
    [...added, ...changed.map((change) => change.row)]
      .filter((row) => !organisations.has(row.organisation))
      .map((row) => [row.organisation, row.organisationName || row.organisation]),
  )
  return {
    added,
    changed,
    left: unsure ? [] : leavers,
    kept: absent.filter((person) => person.administrator),
    unchanged,
    rejected: rejected.toSorted((a, b) => a.line - b.line),
    held: unsure ? leavers.length : 0,
    newOrganisations: [...newOrganisations].map(([code, name]) => ({ code, name })),
    perhapsWithoutZeros: perhapsWithoutZeros(roster.rows, known),
  }
}
