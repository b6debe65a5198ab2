/** Rows as lines of a terminal: the first column to the left, the others to the right; nothing without rows. */
export function textTable(
  header: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  if (rows.length === 0) return []
  const widths = header.map((name, c) => Math.max(name.length, ...rows.map((row) => row[c]!.length)))
  const line = (row: readonly string[]) =>
    `  ${row.map((text, c) => (c === 0 ? text.padEnd(widths[c]!) : text.padStart(widths[c]!))).join('  ')}`.trimEnd()
  return [line(header), ...rows.map(line), '']
}
