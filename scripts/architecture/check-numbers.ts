import type { Violation } from './architecture.ts'

/** What is numbered in the order in which it came: two that were written side by side must not share a number. */
export function checkNumbers(files: readonly string[]): Violation[] {
  const numbered = files.filter((file) => /^(docs\/decisions|app\/src\/migrations)\/\d{4}-/.test(file))
  const byNumber = Map.groupBy(numbered, (file) => file.slice(0, file.lastIndexOf('/') + 5))
  return [...byNumber.values()].flatMap(([first, ...others]) =>
    others.map((file) => ({ rule: 'numbers', file, message: `has the number of ${first}: take the next` })),
  )
}
