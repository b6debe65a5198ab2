import { syntheticMeta } from './synthetic-story.ts'

/** A FHIR R4 resource as the generator writes it. */
export type FhirResource = {
  readonly resourceType: string
  readonly id: string
  readonly meta: object
  readonly [element: string]: unknown
}

/** A resource that says it is synthetic. */
export function resource(
  resourceType: string,
  id: string,
  lastUpdated: string,
  elements: Readonly<Record<string, unknown>>,
): FhirResource {
  return { resourceType, id, meta: { lastUpdated, ...syntheticMeta }, ...elements }
}

/** A CodeableConcept of one code. */
export function codeable(system: string, code: string, display?: string): object {
  return display === undefined
    ? { coding: [{ system, code }] }
    : { coding: [{ system, code, display }], text: display }
}
