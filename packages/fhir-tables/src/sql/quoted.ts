export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

/** A text as SQL; one of several lines with escapes, since lines of SQL are indented. */
export function text(value: string): string {
  const quoted = value.replaceAll("'", "''")
  if (!/[\r\n]/.test(value)) return `'${quoted}'`
  const escaped = quoted.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `E'${escaped}'`
}

/** A file to read as SQL. DuckDB takes a name with `*`, `?` or `[` for a pattern, and would read what else it fits. */
export function fileToRead(file: string): string {
  return text(file.replaceAll(/[*?[]/g, '[$&]'))
}
