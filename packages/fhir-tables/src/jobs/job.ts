import type { EngineOptions } from '../engine.ts'
import type { Plan } from '../plan/plan.ts'
import type { Source } from '../sql/dialect.ts'
import type { OutputFile } from '../view-rows.ts'

/** What a process of its own does: data alone, as it is sent there. */
export type Job = QueryJob | ViewJob

/** One SELECT of somebody over relations. */
export type QueryJob = {
  readonly kind: 'query'
  readonly engine: EngineOptions
  /** The SELECT, with `$name` for its parameters, and their values. */
  readonly sql: string
  readonly values: Readonly<Record<string, string | number | boolean>>
  /** Rows that may come. */
  readonly rows: number
  /** The files that may be read: Parquet, and those of `views`. */
  readonly files: readonly string[]
  /** SQL of ours, run before others' may read anything; one with a name only where the SELECT names it, in lower case. */
  readonly relations: readonly { readonly name: string | null; readonly create: string }[]
  /** SQL of others, each one SELECT that the statement makes a relation, and where it stands. */
  readonly libraries: readonly LibraryRelation[]
  /** SQL of ours that needs those of `libraries`. */
  readonly labels: readonly string[]
  /** Views over NDJSON among the relations, to name the line that is at fault. */
  readonly views: readonly { readonly plan: Plan; readonly source: Source }[]
}

export type LibraryRelation = {
  readonly sql: string
  readonly url: string | null
  readonly at: string
  readonly create: string
}

/** The rows of a view, or a file of them. */
export type ViewJob = {
  readonly kind: 'view'
  readonly engine: EngineOptions
  readonly plan: Plan
  readonly source: Source
  readonly to: OutputFile | null
}

/**
 * What is told besides rows: the names of the columns before them, how much of the files is read, 0 to 1, and how many rows are
 * written where nobody is handed them.
 */
export type Told = {
  readonly columns?: ((names: readonly string[]) => void) | undefined
  readonly share?: ((share: number | null) => void) | undefined
  readonly written?: ((rows: number) => void) | undefined
}
