import { ViewError } from '../view-error.ts'

/** What a query says it needs: the FHIR primitive type tells how a value is written. */
export type DeclaredParameter = { readonly name: string; readonly type: string }

/** One SQL text with the parameters that it declares. */
export type SqlText = {
  readonly sql: string
  readonly parameters: readonly DeclaredParameter[]
}

/** Comments, quoted texts and names, dollar-quoted texts, casts: places where `:name` is no parameter. */
const passage =
  /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|[eE]'(?:[^'\\]|\\[\s\S]|'')*'|'(?:[^']|'')*'|"(?:[^"]|"")*"|(\$[A-Za-z_]*\$)[\s\S]*?\1|::|:([A-Za-z_][A-Za-z0-9_]*)/g

const declaration = /@param:\s*([A-Za-z_][A-Za-z0-9_]*)\s+([A-Za-z][A-Za-z0-9]*)/g

/**
 * Reads a query as SQL on FHIR annotates it: `-- @param: since date When it began` in a comment declares a
 * parameter, `:since` in the SQL is its place.
 *
 * @returns the SQL with `$since`, as DuckDB binds it; a `:name` that is not declared stays as it is
 * @throws {ViewError} if a parameter is declared twice
 */
export function readSql(text: string, declared: readonly DeclaredParameter[] = []): SqlText {
  const parameters = [...declared]
  for (const [found] of text.matchAll(passage)) {
    if (!found.startsWith('--') && !found.startsWith('/*')) continue
    for (const [, name = '', type = ''] of found.matchAll(declaration)) parameters.push({ name, type })
  }
  const names = new Set(parameters.map(({ name }) => name))
  if (names.size < parameters.length) {
    const twice = parameters.find(
      ({ name }, index) => parameters.findIndex((one) => one.name === name) < index,
    )
    throw new ViewError('invalid', '@param', `expected each parameter once, found ${twice?.name} again`)
  }
  const sql = text.replace(passage, (found: string, _tag, name: string | undefined) =>
    name !== undefined && names.has(name) ? `$${name}` : found,
  )
  return { sql, parameters }
}
