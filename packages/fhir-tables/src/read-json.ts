import { invalid } from './view-error.ts'

export type JsonObject = Readonly<Record<string, unknown>>

export function asObject(json: unknown, at: string): JsonObject {
  if (json !== null && typeof json === 'object' && !Array.isArray(json)) return json as JsonObject
  throw invalid(at, 'an object', json)
}

export function asList(json: unknown, at: string): readonly unknown[] {
  if (Array.isArray(json)) return json
  throw invalid(at, 'a list', json)
}

export function asText(json: unknown, at: string): string {
  if (typeof json === 'string' && json.trim() !== '') return json
  throw invalid(at, 'text', json)
}

export function optional<Read>(
  json: unknown,
  at: string,
  read: (json: unknown, at: string) => Read,
): Read | null {
  return json === undefined ? null : read(json, at)
}
