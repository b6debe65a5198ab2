import { longestLine } from '../land/split-lines.ts'
import { fileToRead, text } from './duckdb-words.ts'

/** SELECT of the lines of NDJSON as `json`, each checked to be JSON. */
export const linesSql = (files: readonly string[]): string =>
  `SELECT json FROM read_ndjson_objects([${files.map(fileToRead).join(', ')}], maximum_object_size = ${longestLine})`

/** Condition that a line is a resource of a type. A line without its name in quotes is looked at no closer. */
export function isOfType(resource: string): string {
  const mayBe = [`"${resource}"`, String.raw`\u`].map((word) => `contains(json, ${text(word)})`).join(' OR ')
  return `CASE WHEN ${mayBe} THEN json_extract_string(json, '$.resourceType') = ${text(resource)} ELSE false END`
}

/** Statement that copies the lines of one type into a file of their own: as CSV without delimiter and quotes. */
export function copyLinesSql(resource: string, files: readonly string[], copy: string): string {
  return `COPY (SELECT json FROM (${linesSql(files)}) WHERE ${isOfType(resource)})
TO ${text(copy)} (FORMAT csv, HEADER false, DELIMITER E'\\x01', QUOTE '', ESCAPE '')`
}
