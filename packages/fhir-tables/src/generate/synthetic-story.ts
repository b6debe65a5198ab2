/**
 * What is true of the synthetic patients, so that what a measure finds can be compared with what was put in.
 *
 * Three years of visits to six clinics. Blood pressure and HbA1c are higher in winter. On `step.on` the pilot
 * clinics begin to call people with hypertension and to treat earlier, and their systolic pressure is lower from
 * that day; nothing changes at the other clinics.
 */
export const syntheticStory = {
  /** First day, and the day after the last, of visits. */
  from: '2023-10-01',
  until: '2026-10-01',
  clinics: 6,
  practitionersPerClinic: 4,
  step: {
    on: '2025-04-01',
    /** Numbers of the clinics where the change takes place. */
    clinics: [1, 2, 3],
    /** Added to the systolic pressure of people with hypertension, in mmHg. */
    systolic: -8,
  },
  /** Half the difference between the middle of January and the middle of July. */
  season: { systolic: 3, hba1c: 0.15 },
} as const

/** The `meta` of every synthetic resource: the code of FHIR for test data, and a sentence for people. */
export const syntheticMeta = {
  security: [
    {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
      code: 'HTEST',
      display: 'test health data',
    },
  ],
  tag: [{ display: 'Synthetic data: no such person or place exists' }],
} as const
