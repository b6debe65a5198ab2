import type { Draw } from './draws.ts'
import type { FhirResource } from './fhir-resource.ts'
import { codeable, resource } from './fhir-resource.ts'
import type { SyntheticPerson } from './synthetic-patient.ts'
import { syntheticStory } from './synthetic-story.ts'

const day = 86_400_000

/** The visits of one person from the first day to the last, with what was measured, ordered and asked at each. */
export function* syntheticVisits(person: SyntheticPerson, draw: Draw): Generator<FhirResource> {
  const until = Date.parse(syntheticStory.until)
  let number = 0
  let lastHba1c = Number.NEGATIVE_INFINITY
  for (let at = Date.parse(syntheticStory.from) + draw.wait(person.visitsPerYear) * day; at < until;) {
    const date = openDay(at)
    if (date >= until) return
    number++
    const start = date + draw.whole(8 * 60, 16 * 60) * 60_000
    const visit = visitOf(person, number, start, start + draw.whole(10, 30) * 60_000)
    yield encounter(visit)
    if (person.hypertension || draw.chance(0.6)) yield bloodPressure(visit, draw)
    if (person.diabetes && date - lastHba1c > 100 * day) {
      lastHba1c = date
      yield hba1c(visit, draw)
    }
    if (number === 1 || draw.chance(0.3)) yield* prescriptions(visit, draw)
    if (draw.chance(0.25)) yield questionnaireResponse(visit, draw)
    at = date + (7 + draw.wait(person.visitsPerYear)) * day
  }
}

/** The day of `at`, or the Monday after a Saturday or Sunday. */
function openDay(at: number): number {
  const date = Math.floor(at / day) * day
  const weekday = new Date(date).getUTCDay()
  return date + (weekday === 6 ? 2 : weekday === 0 ? 1 : 0) * day
}

type Visit = ReturnType<typeof visitOf>

/** `start` and `end` are clinic time: milliseconds since 1970 as if the clock on the wall were UTC. */
function visitOf(person: SyntheticPerson, number: number, start: number, end: number) {
  const key = `${person.number}-${number}`
  return {
    person,
    key,
    start,
    afterStep: start >= Date.parse(syntheticStory.step.on),
    from: instant(start),
    to: instant(end),
    /** From 1 in the middle of January to −1 in the middle of July. */
    winter: Math.cos((2 * Math.PI * (start / day - 14)) / 365.25),
    links: {
      subject: { reference: `Patient/${person.id}` },
      encounter: { reference: `Encounter/encounter-${key}` },
    },
  }
}

/** The clinics keep UTC−4 all year. */
function instant(clinicTime: number): string {
  return new Date(clinicTime).toISOString().replace('Z', '-04:00')
}

const isPilot = (clinic: number) => (syntheticStory.step.clinics as readonly number[]).includes(clinic)

function encounter({ person, key, from, to, links }: Visit): FhirResource {
  return resource('Encounter', `encounter-${key}`, to, {
    status: 'finished',
    class: {
      system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode',
      code: 'AMB',
      display: 'ambulatory',
    },
    type: [codeable('http://snomed.info/sct', '185349003', 'Encounter for check up')],
    subject: links.subject,
    participant: [{ individual: { reference: `Practitioner/${person.practitioner}` } }],
    period: { start: from, end: to },
    serviceProvider: { reference: `Organization/clinic-${person.clinic}` },
  })
}

const loinc = 'http://loinc.org'

function observation(visit: Visit, id: string, category: string, elements: object): FhirResource {
  return resource('Observation', id, visit.to, {
    status: 'final',
    category: [codeable('http://terminology.hl7.org/CodeSystem/observation-category', category)],
    ...elements,
    ...visit.links,
    effectiveDateTime: visit.from,
    performer: [{ reference: `Practitioner/${visit.person.practitioner}` }],
  })
}

function bloodPressure(visit: Visit, draw: Draw): FhirResource {
  const { person, winter, afterStep, key } = visit
  const step = person.hypertension && afterStep && isPilot(person.clinic) ? syntheticStory.step.systolic : 0
  const drift = winter * syntheticStory.season.systolic
  const systolic = person.systolic + drift + step + 7 * draw.normal()
  const diastolic = 40 + 0.3 * systolic + 5 * draw.normal()
  const pressure = (code: string, display: string, value: number) => ({
    code: codeable(loinc, code, display),
    valueQuantity: {
      value: Math.round(value),
      unit: 'mmHg',
      system: 'http://unitsofmeasure.org',
      code: 'mm[Hg]',
    },
  })
  return observation(visit, `bp-${key}`, 'vital-signs', {
    code: codeable(loinc, '85354-9', 'Blood pressure panel with all children optional'),
    component: [
      pressure('8480-6', 'Systolic blood pressure', systolic),
      pressure('8462-4', 'Diastolic blood pressure', diastolic),
    ],
  })
}

function hba1c(visit: Visit, draw: Draw): FhirResource {
  const { person, winter, key } = visit
  const value = person.hba1c + winter * syntheticStory.season.hba1c + 0.3 * draw.normal()
  return observation(visit, `hba1c-${key}`, 'laboratory', {
    code: codeable(loinc, '4548-4', 'Hemoglobin A1c/Hemoglobin.total in Blood'),
    valueQuantity: {
      value: Math.round(Math.max(4, value) * 10) / 10,
      unit: '%',
      system: 'http://unitsofmeasure.org',
      code: '%',
    },
  })
}

function* prescriptions(visit: Visit, draw: Draw): Generator<FhirResource> {
  const { person, afterStep } = visit
  if (person.hypertension) {
    yield medicationRequest(visit, 'C09AA05', 'ramipril')
    const earlier = afterStep && isPilot(person.clinic)
    if (draw.chance(earlier ? 0.6 : 0.3)) yield medicationRequest(visit, 'C08CA01', 'amlodipine')
  }
  if (person.diabetes) yield medicationRequest(visit, 'A10BA02', 'metformin')
}

function medicationRequest(visit: Visit, code: string, name: string): FhirResource {
  return resource('MedicationRequest', `${name}-${visit.key}`, visit.to, {
    status: 'active',
    intent: 'order',
    medicationCodeableConcept: codeable('http://www.whocc.no/atc', code, name),
    ...visit.links,
    authoredOn: visit.to,
    requester: { reference: `Practitioner/${visit.person.practitioner}` },
  })
}

function questionnaireResponse(visit: Visit, draw: Draw): FhirResource {
  const rated = (linkId: string, text: string) => ({
    linkId,
    text,
    answer: [{ valueInteger: Math.min(10, Math.max(0, Math.round(7 + 2 * draw.normal()))) }],
  })
  const remark = draw.pick(['The wait was long.', 'I was listened to.', 'I would like a call before.'])
  return resource('QuestionnaireResponse', `visit-experience-${visit.key}`, visit.to, {
    questionnaire: 'http://example.org/fhir/Questionnaire/synthetic-visit-experience',
    status: 'completed',
    ...visit.links,
    authored: visit.to,
    source: visit.links.subject,
    item: [
      {
        linkId: 'visit',
        text: 'This visit',
        item: [
          rated('visit.heard', 'How well were you listened to, from 0 to 10?'),
          {
            linkId: 'visit.on-time',
            text: 'Did the visit start on time?',
            answer: [{ valueBoolean: draw.chance(0.7) }],
          },
        ],
      },
      rated('confidence', 'How confident are you that you can look after your health, from 0 to 10?'),
      ...(draw.chance(0.3)
        ? [{ linkId: 'remark', text: 'Anything to add?', answer: [{ valueString: remark }] }]
        : []),
    ],
  })
}
