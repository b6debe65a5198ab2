import { firstUneven, stepOf } from '@rounds/methods'
import type { RolloutSite, SeriesPoint } from '@rounds/methods'
import { readColumns } from './read-columns.ts'
import type { NamedRow } from './read-columns.ts'

type Columns = { readonly value: string; readonly date: string; readonly control: string | undefined }

/**
 * Reads an evenly spaced series, in order of its days.
 *
 * @throws {InputError} with line and column
 */
export function readEvenSeries(file: string, columns: Columns): readonly SeriesPoint[] {
  const { rows } = readColumns(file, { required: named(columns) })
  return evenPoints(rows, columns)
}

/**
 * Reads a series for each site, sites in order of their first lines.
 *
 * @param changes  day of the change at each site; a site without one is an error
 * @throws {InputError} with line and column
 */
export function readSiteSeries(
  file: string,
  columns: Columns & { readonly site: string },
  changes: SiteChanges,
): readonly RolloutSite[] {
  const { rows } = readColumns(file, { required: [...named(columns), columns.site] })
  const rowsOf = new Map<string, NamedRow[]>()
  for (const row of rows) {
    const site = row.text(columns.site)
    if (!changes.has(site)) throw row.expected(columns.site, 'a site with a day in the file of changes')
    const ofSite = rowsOf.get(site)
    if (ofSite === undefined) rowsOf.set(site, [row])
    else ofSite.push(row)
  }
  for (const [site, { row }] of changes) {
    if (!rowsOf.has(site)) throw row.expected('site', `a site with lines in ${file}`)
  }
  requireOneStep([...rowsOf.values()], columns.date)
  return [...rowsOf].map(([site, ofSite]) => ({
    site,
    change: changes.get(site)!.day,
    points: evenPoints(ofSite, columns),
  }))
}

/** Day of the change at each site, and the line that says so. */
type SiteChanges = ReadonlyMap<string, Readonly<{ day: string; row: NamedRow }>>

/** Reads `site,change`. */
export function readChanges(file: string): SiteChanges {
  const changes = new Map<string, Readonly<{ day: string; row: NamedRow }>>()
  for (const row of readColumns(file, { required: ['site', 'change'] }).rows) {
    const site = row.text('site')
    if (site === '') throw row.expected('site', 'a site')
    if (changes.has(site)) throw row.expected('site', 'each site once')
    changes.set(site, { day: row.day('change'), row })
  }
  return changes
}

/** A step of a site after another one's would be pooled with it as if both were the same time. */
function requireOneStep(sites: readonly (readonly NamedRow[])[], date: string): void {
  const steps = sites.map((rows) => JSON.stringify(stepOf(rows.map((row) => row.day(date)).toSorted())))
  const first = steps.find((step) => step !== 'null')
  const other = steps.findIndex((step) => step !== 'null' && step !== first)
  if (other >= 0) throw sites[other]![0]!.expected(date, 'days of the same step as those of the first site')
}

function named({ date, value, control }: Columns): readonly string[] {
  return [date, value, ...(control === undefined ? [] : [control])]
}

function evenPoints(rows: readonly NamedRow[], { date, value, control }: Columns): readonly SeriesPoint[] {
  const dated = rows.map((row) => ({ row, day: row.day(date) }))
  const ordered = dated.toSorted((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
  const again = ordered.findIndex(({ day }, i) => i > 0 && day === ordered[i - 1]!.day)
  if (again >= 0) throw ordered[again]!.row.expected(date, 'each day once')
  const uneven = firstUneven(ordered.map(({ day }) => day))
  if (uneven !== null) {
    throw ordered[uneven]!.row.expected(
      date,
      `a day one step after ${ordered[uneven - 1]!.day}, without a gap`,
    )
  }
  return ordered.map(({ row, day }) => ({
    date: day,
    value: row.number(value),
    ...(control === undefined ? {} : { control: row.number(control) }),
  }))
}
