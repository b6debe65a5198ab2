import path from 'node:path'
import type { LibraryRelation, QueryJob } from '../jobs/job.ts'
import { planView } from '../plan/plan-view.ts'
import type { Row } from '../stream-rows.ts'
import type { Source } from '../sql/dialect.ts'
import { duckdb } from '../sql/duckdb.ts'
import { text } from '../sql/duckdb-words.ts'
import { writeSql } from '../sql/write-sql.ts'
import type { View } from '../view.ts'
import { ViewError } from '../view-error.ts'
import { bindQuery } from './bind-value.ts'
import { queryFromProcess, type QueryLimits } from './query-from-process.ts'
import type { Dependency, SqlLibrary } from './read-library.ts'
import type { ValueSet } from './value-set.ts'

/** What a query may depend on, found by canonical address. */
export type Artifacts = {
  readonly views: readonly View[]
  readonly libraries: readonly SqlLibrary[]
  readonly valueSets: readonly ValueSet[]
  /** The files in which resources of a type stand. */
  readonly sourceOf: (resource: string) => Source
}

export type LibraryRun = QueryLimits & { readonly parameters: Readonly<Record<string, string>> }

/**
 * The rows of a SQLQuery (or SQLView): its dependencies are made relations under their labels, its parameters bound.
 *
 * Each library sees its own labels alone, and reads the files of its views and nothing else. A packed file is unpacked a
 * second time once the rows have come, to look at its checksum.
 *
 * @throws {ViewError} for a dependency that is not among the artifacts or leads back to itself, and for what
 * `queryFromProcess` and `bindQuery` refuse
 * @throws {DataError} for files that cannot be read; of NDJSON, with the line
 */
export async function* queryLibrary(
  library: SqlLibrary,
  artifacts: Artifacts,
  run: LibraryRun,
): AsyncGenerator<readonly Row[], number | null> {
  return yield* queryFromProcess(libraryJob(library, artifacts, run), run)
}

/** The same as a job. */
export function libraryJob(
  library: SqlLibrary,
  artifacts: Artifacts,
  { parameters, limits, engine }: LibraryRun,
): QueryJob {
  const relations = new Relations(artifacts)
  const labels = library.dependencies.map((dependency) => {
    const relation = relations.of(dependency, [library])
    return `CREATE TEMP VIEW ${duckdb.identifier(dependency.label)} AS FROM ${relation}`
  })
  return {
    kind: 'query',
    engine: { memory: '1GB', ...engine },
    ...bindQuery(library.sql, parameters, library.parameters),
    rows: limits.rows,
    files: [...relations.files],
    relations: relations.ours.map((create) => ({ name: null, create })),
    libraries: relations.libraries,
    labels,
    views: relations.overLines,
  }
}

/** Relations under names that no label can have, each made once. */
class Relations {
  readonly files = new Set<string>()
  /** Statements that make those of views and value sets. */
  readonly ours: string[] = []
  /** Those of libraries, each after those that it depends on. */
  readonly libraries: LibraryRelation[] = []
  readonly overLines: QueryJob['views'][number][] = []
  readonly #artifacts: Artifacts
  readonly #made = new Map<View | SqlLibrary | ValueSet, string>()
  #count = 0

  constructor(artifacts: Artifacts) {
    this.#artifacts = artifacts
  }

  /** The relation of a dependency; `above` are the libraries that lead to it. */
  of({ resource, at }: Dependency, above: readonly SqlLibrary[]): string {
    const { views, libraries, valueSets } = this.#artifacts
    const [url, version] = resource.split('|')
    const isMeant = (one: { readonly url: string | null; readonly version: string | null }) =>
      one.url === url && (version === undefined || one.version === version)
    const view = views.find(isMeant)
    const library = libraries.find((one) => isMeant(one) && one.kind === 'view')
    const valueSet = valueSets.find(isMeant)
    const found = view ?? library ?? valueSet
    if (found === undefined) {
      throw new ViewError(
        'invalid',
        at,
        `expected a view or value set that is given, found ${JSON.stringify(resource)}`,
      )
    }
    const known = this.#made.get(found)
    if (known !== undefined) return known
    const name = `"relation ${++this.#count}"`
    if (view !== undefined) this.#addView(name, view)
    else if (library !== undefined) this.#addLibrary(name, library, above, at)
    else if (valueSet !== undefined) this.#addValueSet(name, valueSet)
    this.#made.set(found, name)
    return name
  }

  #addView(name: string, view: View): void {
    const plan = planView(view)
    const given = this.#artifacts.sourceOf(plan.resource)
    const source = { ...given, files: given.files.map((file) => path.resolve(file)) }
    for (const file of source.files) this.files.add(file)
    if (source.kind === 'ndjson') this.overLines.push({ plan, source })
    this.ours.push(`CREATE TEMP VIEW ${name} AS ${writeSql(plan, source, duckdb)}`)
  }

  #addLibrary(name: string, library: SqlLibrary, above: readonly SqlLibrary[], at: string): void {
    if (above.includes(library)) {
      throw new ViewError('invalid', at, 'expected a view that does not depend on itself')
    }
    const tables = library.dependencies.map((dependency) => {
      const inLibrary = { ...dependency, at: `${library.url}, ${dependency.at}` }
      const relation = this.of(inLibrary, [...above, library])
      return `${duckdb.identifier(dependency.label)} AS (FROM ${relation})`
    })
    const { sql, url } = library
    const labels = tables.length === 0 ? '' : `WITH ${tables.join(', ')} `
    const create = `CREATE TEMP VIEW ${name} AS ${labels}SELECT * FROM (\n${sql}\n)`
    this.libraries.push({ sql, url, at, create })
  }

  #addValueSet(name: string, { members }: ValueSet): void {
    const rows = text(JSON.stringify(members))
    const shape = text(
      JSON.stringify([
        { system: 'VARCHAR', version: 'VARCHAR', code: 'VARCHAR', display: 'VARCHAR', inactive: 'BOOLEAN' },
      ]),
    )
    this.ours.push(
      `CREATE TEMP TABLE ${name} AS SELECT unnest(from_json(${rows}, ${shape}), recursive := true)`,
    )
  }
}
