import path from 'node:path'
import { damagedFile } from '../damaged-file.ts'
import { type Engine, type EngineOptions, openEngine } from '../engine.ts'
import { planView } from '../plan/plan-view.ts'
import type { Row } from '../stream-rows.ts'
import type { Source } from '../sql/dialect.ts'
import { duckdb } from '../sql/duckdb.ts'
import { text } from '../sql/duckdb-words.ts'
import { writeSql } from '../sql/write-sql.ts'
import type { View } from '../view.ts'
import { ViewError } from '../view-error.ts'
import { expectOneSelect } from './expect-one-select.ts'
import type { Dependency, SqlLibrary } from './read-library.ts'
import { lockEngine, type SqlLimits, sqlRows } from './run-sql.ts'
import type { ValueSet } from './value-set.ts'

/** What a query may depend on, found by canonical address. */
export type Artifacts = {
  readonly views: readonly View[]
  readonly libraries: readonly SqlLibrary[]
  readonly valueSets: readonly ValueSet[]
  /** The files in which resources of a type stand. */
  readonly sourceOf: (resource: string) => Source
}

export type LibraryRun = {
  readonly parameters: Readonly<Record<string, string>>
  readonly limits: SqlLimits
  readonly engine?: EngineOptions
  /** Is given the names of the columns before the rows. */
  readonly columns?: (names: readonly string[]) => void
  readonly signal?: AbortSignal
}

/**
 * The rows of a SQLQuery (or SQLView): its dependencies are made relations under their labels, its parameters bound.
 *
 * Each library sees its own labels alone, and reads the files of its views and nothing else.
 *
 * @throws {ViewError} for a dependency that is not among the artifacts or leads back to itself, and for what
 * `sqlRows` refuses
 * @throws {DataError} for files that cannot be read
 */
export async function* queryLibrary(
  library: SqlLibrary,
  artifacts: Artifacts,
  { parameters, limits, engine: options = {}, columns, signal }: LibraryRun,
): AsyncGenerator<readonly Row[]> {
  const engine = await openEngine(options)
  try {
    const relations = new Relations(engine, artifacts)
    const labelled: string[] = []
    for (const dependency of library.dependencies) {
      const relation = await relations.of(dependency, [library])
      labelled.push(`CREATE TEMP VIEW ${duckdb.identifier(dependency.label)} AS FROM ${relation}`)
    }
    await lockEngine(engine, relations.files)
    const prepare = async () => {
      await relations.addLibraries()
      for (const sql of labelled) await engine.connection.run(sql)
    }
    yield* sqlRows(engine, library.sql, parameters, limits, {
      declared: library.parameters,
      prepare,
      columns,
      signal,
      files: relations.files,
    })
  } finally {
    engine.close()
  }
}

/** A relation that is SQL of somebody, to be made behind the lock. */
type LibraryRelation = { readonly library: SqlLibrary; readonly at: string; readonly create: string }

/** Relations under names that no label can have, each made once. */
class Relations {
  readonly #engine: Engine
  readonly #artifacts: Artifacts
  readonly #made = new Map<View | SqlLibrary | ValueSet, string>()
  readonly #files = new Set<string>()
  readonly #libraries: LibraryRelation[] = []
  #count = 0

  constructor(engine: Engine, artifacts: Artifacts) {
    this.#engine = engine
    this.#artifacts = artifacts
  }

  get files(): readonly string[] {
    return [...this.#files]
  }

  /** The relation of a dependency; `above` are the libraries that lead to it. */
  async of({ resource, at }: Dependency, above: readonly SqlLibrary[]): Promise<string> {
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
    if (view !== undefined) await this.#addView(name, view)
    else if (library !== undefined) await this.#addLibrary(name, library, above, at)
    else if (valueSet !== undefined) await this.#addValueSet(name, valueSet)
    this.#made.set(found, name)
    return name
  }

  async #addView(name: string, view: View): Promise<void> {
    const plan = planView(view)
    const source = this.#artifacts.sourceOf(plan.resource)
    const files = source.files.map((file) => path.resolve(file))
    for (const file of files) this.#files.add(file)
    const sql = `CREATE TEMP VIEW ${name} AS ${writeSql(plan, { ...source, files }, duckdb)}`
    await this.#run(sql).catch((error: unknown) => {
      throw damagedFile(error, files) ?? error
    })
  }

  async #addLibrary(
    name: string,
    library: SqlLibrary,
    above: readonly SqlLibrary[],
    at: string,
  ): Promise<void> {
    if (above.includes(library)) {
      throw new ViewError('invalid', at, 'expected a view that does not depend on itself')
    }
    const tables: string[] = []
    for (const dependency of library.dependencies) {
      const inLibrary = { ...dependency, at: `${library.url}, ${dependency.at}` }
      const relation = await this.of(inLibrary, [...above, library])
      tables.push(`${duckdb.identifier(dependency.label)} AS (FROM ${relation})`)
    }
    const of = ` in ${library.url}`
    await expectOneSelect(this.#engine.connection, library.sql, at, of)
    if (/;\s*$/.test(library.sql))
      throw new ViewError('invalid', at, `expected one SELECT${of}, found a semicolon`)
    const labels = tables.length === 0 ? '' : `WITH ${tables.join(', ')} `
    const create = `CREATE TEMP VIEW ${name} AS ${labels}SELECT * FROM (\n${library.sql}\n)`
    this.#libraries.push({ library, at, create })
  }

  /** Makes the relations of libraries, each after those that it depends on. */
  async addLibraries(): Promise<void> {
    for (const { library, at, create } of this.#libraries) {
      await this.#run(create).catch((error: Error) => {
        const problem = `expected a SELECT over its dependencies in ${library.url}: ${error.message}`
        throw new ViewError('invalid', at, problem)
      })
    }
  }

  async #addValueSet(name: string, { members }: ValueSet): Promise<void> {
    const rows = text(JSON.stringify(members))
    const shape = text(
      JSON.stringify([
        { system: 'VARCHAR', version: 'VARCHAR', code: 'VARCHAR', display: 'VARCHAR', inactive: 'BOOLEAN' },
      ]),
    )
    await this.#run(
      `CREATE TEMP TABLE ${name} AS SELECT unnest(from_json(${rows}, ${shape}), recursive := true)`,
    )
  }

  async #run(sql: string): Promise<void> {
    await this.#engine.connection.run(sql)
  }
}
