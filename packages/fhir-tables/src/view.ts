import type { PathExpression } from './fhirpath/path-expression.ts'

/** A ViewDefinition as read and checked: what it says, without yet asking what FHIR knows of its paths. */
export type View = {
  readonly name: string
  /** Canonical address, by which queries name the view. */
  readonly url: string | null
  readonly version: string | null
  readonly resource: string
  readonly constants: ReadonlyMap<string, Constant>
  readonly where: readonly Path[]
  readonly select: readonly Select[]
}

/** A FHIRPath expression of a view and the place in its JSON. */
export type Path = { readonly at: string; readonly text: string; readonly expression: PathExpression }

/** A constant of a primitive FHIR type; the value as FHIR writes it. */
export type Constant = { readonly type: string; readonly value: string }

export type Select = {
  readonly at: string
  readonly iterate: Iterate | null
  readonly columns: readonly Column[]
  readonly selects: readonly Select[]
  readonly unionAll: readonly Select[]
}

export type Iterate =
  | { readonly kind: 'forEach' | 'forEachOrNull'; readonly path: Path }
  | { readonly kind: 'repeat'; readonly paths: readonly Path[] }

export type Column = {
  readonly at: string
  readonly name: string
  readonly path: Path
  /** FHIR type that the view declares; null where it leaves it to the path. */
  readonly type: string | null
  readonly collection: boolean
  /** SQL type that the tag `ansi/type` asks for. */
  readonly sqlType: string | null
}
