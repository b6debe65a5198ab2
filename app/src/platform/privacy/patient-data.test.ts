import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findPatientData, withoutPatientData } from './patient-data.ts'

const kinds = (text: string): string[] => findPatientData(text).map((one) => one.kind)

describe('what can name a patient is found', () => {
  test.each([
    ['Newfoundland and Labrador', 'Her MCP 123 456 789 012 was refused'],
    ['Newfoundland and Labrador, bare', '123456789012 came back twice'],
    ['Ontario', 'see 1234-567-890-AB for the referral'],
    ['Ontario, bare', 'card 1234567890AB expired'],
    ['British Columbia', 'PHN 9876 543 210'],
    ['Nova Scotia', 'la carte 0012 345 678 ne passe pas'],
    ['Alberta', 'the number 12345-6789 bounced'],
    ['Saskatchewan, Manitoba, New Brunswick, Yukon', 'no 123 456 789'],
    ['nine digits together', 'patient 123456789 waited'],
    ['Québec', 'Le dossier de TREM 5612 1409 est vide'],
    ['Québec, a woman, together', 'TREM56621409'],
    ['Prince Edward Island', 'health card 12345678'],
    ['Northwest Territories', 'N1234567 could not be found'],
    ['in French', 'numéro d’assurance-maladie : 12345678'],
  ])('health card: %s', (_name, text) => expect(kinds(text)).toEqual(['health-card']))

  test.each([
    'call him at 709-555-0123',
    '(709) 555-0123',
    '+1 709 555 0123',
    'son numéro est le 514.555.0199',
  ])('telephone: %s', (text) => expect(kinds(text)).toEqual(['phone']))

  test.each([
    'born 2019-04-03',
    'DOB: 03/04/1951',
    'née le 3 avril 1951',
    'né le 1er mars 2020',
    'Date of birth is April 3, 1951',
    'DDN 1951-04-03',
    'the gentleman of 14 March 1944',
  ])('date of birth: %s', (text) => expect(kinds(text)).toEqual(['date-of-birth']))

  test.each([
    'MRN 0045512',
    'MRN0045',
    'chart # 44551',
    'numéro de dossier : 998812',
    'Medical record number is A-99812',
    'accession 2231188',
  ])('record number: %s', (text) => expect(kinds(text)).toEqual(['record-number']))

  test('several, in order of place', () =>
    expect(kinds('MRN 0045512, DOB 1951-04-03, phone 709-555-0123')).toEqual([
      'record-number',
      'date-of-birth',
      'phone',
    ]))
})

describe('what physicians write every day is left alone', () => {
  test.each([
    'Lab results arrive at night and nobody sees them before 07:00.',
    'Referral form: drop fields 8 to 14.',
    'We waited 38 minutes for the EHR on 2027-03-01 at 14:30.',
    'Since 1 March 2027 the form has 27 fields.',
    'Depuis le 1er mars 2027, le formulaire compte 27 champs.',
    'The budget is 100 000 000 dollars over 5 years, $250,000,000 in all.',
    'Le réseau compte 123 456 789 visites.',
    'Pay is $176.18 an hour, 1.25 h = $220.23.',
    'About 1,250,500 people live there; 12,000 have no family doctor.',
    'PMC4404667 says 35.0 % (27.1-46.6).',
    'doi:10.1136/bmjopen-2023-082726',
    'Room 4125, extension 4512, poste 12345.',
    'HbA1c > 9.0, eGFR 45, BP 160/95, ICD-10 E11.9, LOINC 4548-4',
    'Policy 2024-118 and form NL-1204-b say the opposite.',
    'The bylaws of 1998 and the plan for 2019-2024.',
    'On call 1-in-4, 24/7/365.',
    'Call 911 or 811.',
    'A1C 12345 is no number we use.',
    'Il faut 3 à 5 jours, parfois 10, pour 2 à 3 consultations.',
    '30 000 patients, 3 600 médecins, 120 sites.',
  ])('%s', (text) => expect(findPatientData(text)).toEqual([]))
})

test('removing leaves nothing to find, and keeps every other word', () => {
  expect(withoutPatientData('Call 709-555-0123 about the form')).toBe('Call … about the form')
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          fc.constantFrom(
            'MRN 0045512',
            '709-555-0123',
            'TREM 5612 1409',
            'DOB 1951-04-03',
            'about',
            'le formulaire',
          ),
          fc.lorem({ maxCount: 3 }),
        ),
        { maxLength: 8 },
      ),
      (parts) => {
        const clean = withoutPatientData(parts.join(', '))
        expect(findPatientData(clean)).toEqual([])
      },
    ),
  )
})

test('long and hostile texts are read in time', () => {
  const started = process.cpuUsage()
  for (const text of [
    '1 '.repeat(5000),
    'medical record number is '.repeat(500),
    '2-'.repeat(5000),
    'a'.repeat(10_000),
  ])
    findPatientData(text)
  expect(process.cpuUsage(started).user).toBeLessThan(3_000_000)
})
