/**
 * A view as typed steps: what each expression is, which fields of a resource it reads, how rows come of lists.
 * Nothing here knows of a database; `sql/` writes a plan in the words of one.
 */
export type Plan = {
  readonly name: string
  readonly resource: string
  /** The columns of the output in their order. */
  readonly columns: readonly PlannedColumn[]
  /** The fields of the resource that the view reads. */
  readonly fields: StructNeed
  readonly where: readonly Expr[]
  readonly rows: Rows
}

export type PlannedColumn = {
  readonly name: string
  /** FHIR type. */
  readonly type: string
  readonly collection: boolean
}

/** How the rows of one resource, or of one element of it, come about. */
export type Rows =
  | { readonly rows: 'columns'; readonly columns: readonly ColumnValue[] }
  /** Each row of one part beside each row of the others. */
  | { readonly rows: 'product'; readonly parts: readonly Rows[] }
  | { readonly rows: 'each'; readonly each: Each }
  | { readonly rows: 'union'; readonly branches: readonly Rows[] }

export type Each = {
  readonly list: Expr
  /** Name of the variable that is each element in turn. */
  readonly item: string
  /** Name of its position, where that is asked for. */
  readonly position: string | null
  /** One blank row where the list is empty. */
  readonly orNull: boolean
  readonly inner: Rows
}

export type ColumnValue = {
  readonly name: string
  readonly value: Expr
  /** What the column holds in a blank row. */
  readonly blank: Expr
}

/** What is read of an element: the value of a primitive, or some fields of a structure. */
export type Need = PrimitiveNeed | StructNeed | RecursiveNeed
export type PrimitiveNeed = {
  readonly need: 'primitive'
  readonly type: string
  /** Digits as written, because a boundary asks for the precision. */
  asWritten: boolean
}
export type StructNeed = {
  readonly need: 'struct'
  /** The fields that lead to it from the resource, with dots. */
  readonly at: string
  readonly fields: Map<string, Field>
  /** Types on whose structure a walk goes down: their elements are kept as JSON until the walk reads them. */
  readonly walked: ReadonlyMap<string, StructNeed>
}
export type RecursiveNeed = { readonly need: 'recursive'; readonly of: StructNeed }
export type Field = { readonly need: Need; readonly many: boolean }

export type BinaryOperator =
  | 'and'
  | 'or'
  | 'xor'
  | 'implies'
  | '='
  | '<'
  | '<='
  | '>'
  | '>='
  | '+'
  | '-'
  | '*'
  | '/'
  | 'div'
  | 'mod'
  | 'concat'

/** An expression of a plan. One value may be missing (null); a list has no missing elements and may itself be missing. */
export type Expr =
  | { readonly op: 'variable'; readonly name: string }
  /** Place of an element in its list, from 0. */
  | { readonly op: 'position'; readonly of: string }
  | {
      readonly op: 'field'
      readonly of: Expr
      readonly ofMany: boolean
      readonly name: string
      readonly need: Need
      readonly many: boolean
      /** The digits as written rather than the number. */
      readonly asWritten?: true
    }
  | { readonly op: 'literal'; readonly type: string; readonly value: string }
  | { readonly op: 'null'; readonly type: string }
  | { readonly op: 'filter'; readonly list: Expr; readonly item: string; readonly condition: Expr }
  | { readonly op: 'when'; readonly condition: Expr; readonly value: Expr }
  | { readonly op: 'at'; readonly list: Expr; readonly index: Expr }
  | { readonly op: 'last'; readonly list: Expr }
  | { readonly op: 'present'; readonly of: Expr; readonly many: boolean }
  | { readonly op: 'count'; readonly of: Expr; readonly many: boolean }
  | { readonly op: 'join'; readonly list: Expr; readonly separator: Expr }
  | { readonly op: 'not'; readonly of: Expr }
  | { readonly op: 'negative'; readonly of: Expr; readonly whole: boolean }
  | {
      readonly op: 'binary'
      readonly operator: BinaryOperator
      /** What the operands are compared or computed as. */
      readonly family: 'text' | 'number' | 'boolean' | 'date' | 'time'
      /** Whether the result is an integer: beyond 32 bits it is missing. */
      readonly whole?: boolean
      readonly left: Expr
      readonly right: Expr
    }
  /** Lists of the same length whose elements are equal in order; missing where one is empty. */
  | { readonly op: 'same-list'; readonly family: string; readonly left: Expr; readonly right: Expr }
  | { readonly op: 'reference-key'; readonly of: Expr; readonly resource: string | null }
  | {
      readonly op: 'boundary'
      readonly of: Expr
      readonly side: 'low' | 'high'
      readonly type: 'decimal' | 'date' | 'dateTime' | 'time'
    }
  /** The one element of a list; more than one stops the run. */
  | { readonly op: 'only'; readonly list: Expr; readonly at: string }
  | { readonly op: 'list-of'; readonly of: Expr }
  | {
      readonly op: 'map'
      readonly list: Expr
      readonly item: string
      readonly position: string | null
      readonly body: Expr
      /** Whether a body may be missing and is then left out. */
      readonly drop: boolean
    }
  | {
      readonly op: 'flat-map'
      readonly list: Expr
      readonly item: string
      readonly position: string | null
      readonly body: Expr
    }
  | { readonly op: 'concat-lists'; readonly lists: readonly Expr[] }
  | { readonly op: 'struct'; readonly fields: readonly (readonly [string, Expr])[] }
  | { readonly op: 'struct-field'; readonly of: Expr; readonly name: string }
  /** A list, or one blank element where the list `when` is empty. */
  | { readonly op: 'or-blank'; readonly list: Expr; readonly when: Expr; readonly blank: Expr }
  | { readonly op: 'first-present'; readonly of: readonly Expr[] }
  /** A list, or the empty one. */
  | { readonly op: 'or-empty'; readonly list: Expr }
  /** A value as the SQL type that a view asks for. */
  | { readonly op: 'as-sql-type'; readonly of: Expr; readonly type: string }
  | { readonly op: 'convert'; readonly of: Expr; readonly many: boolean; readonly to: string }
  | { readonly op: 'parse'; readonly of: Expr; readonly ofMany: boolean; readonly need: StructNeed }
  | { readonly op: 'walk'; readonly walk: Walk }

/** The elements that paths lead to, theirs in turn, and so on down, each before those below it. */
export type Walk = {
  readonly start: readonly Expr[]
  readonly item: string
  readonly next: readonly Expr[]
  readonly need: StructNeed
}
