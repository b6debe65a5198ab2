import type { Draw } from './draws.ts'
import type { FhirResource } from './fhir-resource.ts'
import { codeable, resource } from './fhir-resource.ts'
import { syntheticStory } from './synthetic-story.ts'

/** One synthetic person as the visits need it. */
export type SyntheticPerson = {
  readonly number: number
  readonly id: string
  readonly clinic: number
  readonly practitioner: string
  readonly hypertension: boolean
  readonly diabetes: boolean
  /** Usual values outside season and step, in mmHg and %. */
  readonly systolic: number
  readonly hba1c: number
  readonly visitsPerYear: number
}

/** Draws a person and writes the patient and the conditions known on the first day. */
export function syntheticPatient(number: number, draw: Draw): [SyntheticPerson, readonly FhirResource[]] {
  const clinic = draw.whole(1, syntheticStory.clinics)
  const age = draw.whole(18, 92)
  const born = new Date(Date.UTC(2023 - age, draw.whole(0, 11), draw.whole(1, 28)))
  const hypertension = draw.chance(age < 40 ? 0.08 : age < 60 ? 0.3 : 0.6)
  const diabetes = draw.chance((age < 40 ? 0.03 : 0.12) * (hypertension ? 1.6 : 1))
  const person: SyntheticPerson = {
    number,
    id: `patient-${number}`,
    clinic,
    practitioner: `practitioner-${(clinic - 1) * syntheticStory.practitionersPerClinic + draw.whole(1, syntheticStory.practitionersPerClinic)}`,
    hypertension,
    diabetes,
    systolic: (hypertension ? 142 : 118) + 0.15 * (age - 50) + 9 * draw.normal(),
    hba1c: 7.4 + 0.8 * draw.normal(),
    visitsPerYear: 1.5 + (hypertension ? 1 : 0) + (diabetes ? 1.5 : 0) + 0.02 * Math.max(0, age - 50),
  }
  const lastUpdated = `${syntheticStory.from}T06:00:00.000-04:00`
  const french = draw.chance(0.2)
  const patient = resource('Patient', person.id, lastUpdated, {
    identifier: [{ system: 'http://example.org/synthetic-patient', value: String(number) }],
    active: true,
    name: [
      {
        use: 'official',
        text: `Synthetic Patient ${number}`,
        family: `Patient ${number}`,
        given: ['Synthetic'],
      },
    ],
    gender: draw.chance(0.51) ? 'female' : draw.chance(0.99) ? 'male' : 'other',
    birthDate: born.toISOString().slice(0, 10),
    address: [
      {
        use: 'home',
        line: [`${draw.whole(1, 400)} Example Road`],
        city: `Exampletown ${clinic}`,
        country: 'CA',
      },
    ],
    communication: [
      {
        language: {
          coding: [{ system: 'urn:ietf:bcp:47', code: french ? 'fr-CA' : 'en-CA' }],
        },
        preferred: true,
      },
    ],
    generalPractitioner: [{ reference: `Practitioner/${person.practitioner}` }],
    managingOrganization: { reference: `Organization/clinic-${clinic}` },
  })
  const conditions = [
    ...(hypertension ? [condition(person, 'hypertension', draw.whole(2005, 2022), lastUpdated)] : []),
    ...(diabetes ? [condition(person, 'diabetes', draw.whole(2005, 2022), lastUpdated)] : []),
  ]
  return [person, [patient, ...conditions]]
}

const diagnoses = {
  hypertension: ['38341003', 'Hypertensive disorder'],
  diabetes: ['44054006', 'Type 2 diabetes mellitus'],
} as const

function condition(
  person: SyntheticPerson,
  diagnosis: keyof typeof diagnoses,
  year: number,
  lastUpdated: string,
): FhirResource {
  const [code, display] = diagnoses[diagnosis]
  const status = 'http://terminology.hl7.org/CodeSystem/condition-'
  return resource('Condition', `${diagnosis}-${person.number}`, lastUpdated, {
    clinicalStatus: codeable(`${status}clinical`, 'active'),
    verificationStatus: codeable(`${status}ver-status`, 'confirmed'),
    category: [codeable(`${status}category`, 'problem-list-item', 'Problem List Item')],
    code: codeable('http://snomed.info/sct', code, display),
    subject: { reference: `Patient/${person.id}` },
    onsetDateTime: String(year),
    recordedDate: lastUpdated.slice(0, 10),
  })
}
