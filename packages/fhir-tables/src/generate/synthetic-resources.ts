import { draws } from './draws.ts'
import type { FhirResource } from './fhir-resource.ts'
import { resource } from './fhir-resource.ts'
import { syntheticPatient } from './synthetic-patient.ts'
import { syntheticStory } from './synthetic-story.ts'
import { syntheticVisits } from './synthetic-visit.ts'

/**
 * The FHIR R4 resources of synthetic patients: clinics, practitioners, patients, conditions, and three years of
 * visits with blood pressures, HbA1c, prescriptions and short questionnaires. `syntheticStory` is what is true of
 * them. The first patients of more are the same patients.
 *
 * @param patients  how many, a whole number from 0
 * @param random    uniform numbers in [0, 1); the same stream gives the same resources
 * @returns         one resource after another, each after those that it refers to
 *
 * Assumes: independent people; visits come at random; measured values vary normally around a person's usual one.
 * Not for: any statement about real people, diseases, treatments or clinics.
 */
export function* syntheticResources(patients: number, random: () => number): Generator<FhirResource> {
  const lastUpdated = `${syntheticStory.from}T06:00:00.000-04:00`
  for (let clinic = 1; clinic <= syntheticStory.clinics; clinic++) {
    yield resource('Organization', `clinic-${clinic}`, lastUpdated, {
      active: true,
      name: `Synthetic Clinic ${clinic}`,
      address: [{ city: `Exampletown ${clinic}`, country: 'CA' }],
    })
  }
  const practitioners = syntheticStory.clinics * syntheticStory.practitionersPerClinic
  for (let number = 1; number <= practitioners; number++) {
    yield resource('Practitioner', `practitioner-${number}`, lastUpdated, {
      active: true,
      name: [
        {
          use: 'official',
          text: `Synthetic Practitioner ${number}`,
          family: `Practitioner ${number}`,
          given: ['Synthetic'],
        },
      ],
    })
  }
  const draw = draws(random)
  for (let number = 1; number <= patients; number++) {
    const [person, resources] = syntheticPatient(number, draw)
    yield* resources
    yield* syntheticVisits(person, draw)
  }
}
