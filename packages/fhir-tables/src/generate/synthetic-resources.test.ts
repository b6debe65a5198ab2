import { describe, expect, it } from 'vitest'
import { elementsOf, isPrimitive, isResource } from '../definitions/elements.ts'
import type { FhirResource } from './fhir-resource.ts'
import { syntheticResources } from './synthetic-resources.ts'
import { syntheticMeta, syntheticStory } from './synthetic-story.ts'

/** mulberry32 */
function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}

const few = [...syntheticResources(200, seeded(1))]
const ofType = (resources: readonly FhirResource[], type: string) =>
  resources.filter(({ resourceType }) => resourceType === type)

const formats: Readonly<Record<string, RegExp>> = {
  id: /^[A-Za-z0-9\-.]{1,64}$/,
  code: /^\S+( \S+)*$/,
  uri: /^\S+$/,
  canonical: /^\S+$/,
  date: /^\d{4}(-\d\d(-\d\d)?)?$/,
  dateTime: /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/,
  instant: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
}

/** What FHIR R4 does not know of an element, with its path: names, lists, types of JSON, formats. */
function unknownTo(type: string, value: unknown, path: string): readonly string[] {
  if (isPrimitive(type)) {
    const isText = typeof value === 'string' && value !== '' && (formats[type]?.test(value) ?? true)
    const isRight =
      type === 'boolean'
        ? typeof value === 'boolean'
        : isText || (/integer|decimal|Int$/.test(type) && typeof value === 'number')
    return isRight ? [] : [`${path} is no ${type}`]
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return [`${path} is no ${type}`]
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'resourceType' && isResource(type)) return []
    const found = [...elementsOf(type)].flatMap(([key, element]) =>
      element.types
        .filter((one) => name === (element.choice ? key + one[0]!.toUpperCase() + one.slice(1) : key))
        .map((one) => ({ one, many: element.many })),
    )[0]
    if (found === undefined) return [`${path}.${name} is not known`]
    if (Array.isArray(inner) !== found.many)
      return [`${path}.${name} is ${found.many ? 'no list' : 'a list'}`]
    return (found.many ? (inner as readonly unknown[]) : [inner]).flatMap((one) =>
      unknownTo(found.one, one, `${path}.${name}`),
    )
  })
}

describe('syntheticResources', () => {
  it('writes what FHIR R4 knows, every type in the right form', () => {
    expect(few.flatMap((one) => unknownTo(one.resourceType, one, one.resourceType))).toEqual([])
    expect(new Set(few.map(({ resourceType }) => resourceType))).toEqual(
      new Set([
        'Organization',
        'Practitioner',
        'Patient',
        'Condition',
        'Encounter',
        'Observation',
        'MedicationRequest',
        'QuestionnaireResponse',
      ]),
    )
  })

  it('finds what is not FHIR, so that the test above can fail', () => {
    expect(
      unknownTo('Patient', { active: 'yes', name: {}, colour: 1, birthDate: '1. May' }, 'Patient'),
    ).toHaveLength(4)
  })

  it('says of every resource that it is synthetic, and names no one who could be real', () => {
    expect(few.filter(({ meta }) => !JSON.stringify(meta).includes('"HTEST"'))).toEqual([])
    expect(few.every(({ meta }) => JSON.stringify(meta).includes(syntheticMeta.tag[0].display))).toBe(true)
    const named = few.filter((one) => 'name' in one).map(({ name }) => JSON.stringify(name))
    expect(named.filter((name) => !name.includes('Synthetic'))).toEqual([])
  })

  it('gives every resource an id of its own and refers only to those before it', () => {
    const seen = new Set<string>()
    const lost: string[] = []
    for (const one of few) {
      for (const [, reference = ''] of JSON.stringify(one).matchAll(/"reference":"([^"]+)"/g)) {
        if (!seen.has(reference)) lost.push(reference)
      }
      seen.add(`${one.resourceType}/${one.id}`)
    }
    expect(lost).toEqual([])
    expect(seen.size).toBe(few.length)
  })

  it('gives the same resources for the same stream, and the first patients of more are the same', () => {
    expect([...syntheticResources(200, seeded(1))]).toEqual(few)
    const more = [...syntheticResources(220, seeded(1))]
    expect(more.slice(0, few.length)).toEqual(few)
    expect([...syntheticResources(200, seeded(2))]).not.toEqual(few)
  })

  it('has clinics and practitioners without patients', () => {
    expect([...syntheticResources(0, seeded(1))].map(({ resourceType }) => resourceType)).toEqual([
      ...Array.from({ length: 6 }, () => 'Organization'),
      ...Array.from({ length: 24 }, () => 'Practitioner'),
    ])
  })

  it('has visits on weekdays of the three years only', () => {
    const days = ofType(few, 'Encounter').map(({ period }) => (period as { start: string }).start)
    expect(days.every((day) => day >= syntheticStory.from && day < syntheticStory.until)).toBe(true)
    expect(days.every((day) => new Date(`${day.slice(0, 10)}T00:00:00Z`).getUTCDay() % 6 !== 0)).toBe(true)
    expect(days.length).toBeGreaterThan(1000)
  })

  it('lowers the pressure where and from when it says, by as much as it says, and raises it in winter', () => {
    const many = [...syntheticResources(3000, seeded(3))]
    const clinics = new Map(
      ofType(many, 'Patient').map(({ id, managingOrganization }) => [
        id,
        Number((managingOrganization as { reference: string }).reference.split('-')[1]),
      ]),
    )
    const hypertensive = new Set(
      ofType(many, 'Condition')
        .filter(({ id }) => id.startsWith('hypertension'))
        .map(({ id }) => id.replace('hypertension', 'patient')),
    )
    const pressures = ofType(many, 'Observation')
      .filter(({ id }) => id.startsWith('bp'))
      .map((one) => ({
        patient: (one['subject'] as { reference: string }).reference.split('/')[1]!,
        day: (one['effectiveDateTime'] as string).slice(0, 10),
        systolic: (one['component'] as { valueQuantity: { value: number } }[])[0]!.valueQuantity.value,
      }))
      .filter(({ patient }) => hypertensive.has(patient))
    const mean = (pilot: boolean, from: string, until: string) => {
      const values = pressures
        .filter(({ day, patient }) => day >= from && day < until && clinics.get(patient)! <= 3 === pilot)
        .map(({ systolic }) => systolic)
      return values.reduce((sum, value) => sum + value, 0) / values.length
    }
    const yearBefore = ['2024-04-01', '2025-04-01'] as const
    const yearAfter = ['2025-04-01', '2026-04-01'] as const
    const change = mean(true, ...yearAfter) - mean(true, ...yearBefore)
    expect(Math.abs(change - syntheticStory.step.systolic)).toBeLessThan(1)
    expect(Math.abs(mean(false, ...yearAfter) - mean(false, ...yearBefore))).toBeLessThan(1)
    const winter = mean(false, '2024-12-15', '2025-02-15')
    const summer = mean(false, '2024-06-15', '2024-08-15')
    expect(winter - summer).toBeGreaterThan(4)
    expect(winter - summer).toBeLessThan(8)
  })
})
