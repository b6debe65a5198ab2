import type { Misshapen } from '../misshapen.ts'
import type { Expr, StructNeed } from '../plan/plan.ts'

/** The files that a view is run over; of Parquet there may be none, where no resource of the type has landed. */
export type Source = {
  readonly kind: 'ndjson' | 'parquet'
  readonly files: readonly string[]
  /** Whether resources of other types stand in the files too. */
  readonly mixed: boolean
  /** Where resources of the type may be misshapen in Parquet, and nowhere else; absent where nobody looked. */
  readonly misshapen?: Misshapen
}

/** What one database says in its own words. A second database is a second file like `duckdb.ts`. */
export type Dialect = {
  readonly identifier: (name: string) => string
  readonly expression: (expr: Expr) => string
  /** The same where a missing value counts as false. */
  readonly condition: (expr: Expr) => string
  /** What to select for one row with each element of a list, and its position from 1 where that is asked for. */
  readonly unnest: (list: string, item: string, position: string | null) => string
  /** A list with one element that is missing. */
  readonly blankList: string
  /** What to select from: the resources of one type under the name `_r`, each with the fields that are read. */
  readonly scan: (resource: string, fields: StructNeed, source: Source, where: readonly string[]) => string
}
