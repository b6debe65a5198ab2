/** What a value of JSON is. Null is none of these: it stands for nothing. */
export type JsonKind = 'object' | 'list' | 'text' | 'number' | 'boolean'

/**
 * Where resources have values of another kind than FHIR R4 gives to them, as `name[*].given`, and the kind that it
 * gives; null where nobody looked.
 */
export type Misshapen = Readonly<Record<string, JsonKind>> | null

/** Places that are kept; where there are more, it is as if nobody had looked. */
export const mostMisshapen = 100

/** Where any of these have misshapen values. */
export function misshapenOf(all: readonly Misshapen[]): Misshapen {
  const places: Record<string, JsonKind> = {}
  for (const one of all) {
    if (one === null) return null
    Object.assign(places, one)
  }
  return Object.keys(places).length > mostMisshapen ? null : places
}

/** Those of a type, among types of which the well shaped are left out. */
export function misshapenIn(ofTypes: Readonly<Record<string, Misshapen>>, type: string): Misshapen {
  const found = ofTypes[type]
  return found === undefined ? {} : found
}
