import { afterAll, beforeAll, expect, test } from 'vitest'
import type { z } from 'zod'
import { features } from './features.ts'
import { patientDataIn } from './platform/http/patient-data-check.ts'
import type { ActionRoute, FormRoute } from './platform/http/route.ts'
import { type TestApp, startTestApp } from './test-app.ts'
import { aRound, aSignedInitiative } from './test-round.ts'
import { sendUpload } from './test-upload.ts'

/** Where no patient's data is looked for, and why; everything else that can be typed anywhere is looked through. */
const notLookedThrough: Readonly<Record<string, string>> = {
  '/sign-in': 'an address and where to go next',
  '/sign-in/code': 'a code of ours and where to go next',
  '/first-administrator': 'the names of a network and of its first administrator, and a code of ours',
  '/people/new email': 'an address',
  '/people/:id/correct email': 'an address',
  '/people/import/:id digest': 'a number of ours',
  '/administration/settings privacy_contact': 'whom to call is a telephone number',
  '/administration/settings safety_reporting_url': 'an address',
  '/administration/settings physician_health_url': 'an address',
  '/initiatives/:id/charter base': 'what the form was opened with: asked about when it was written',
  '/initiatives/:id/answers words': 'what is looked for in a list, kept nowhere',
  '/rounds/:id/answers words': 'what is looked for in a list, kept nowhere',
  '/privacy/purge': 'what is looked for in order to remove it',
  '/privacy/purge/find': 'what is looked for in order to remove it',
}

const patient = 'MRN 0045512 waited nine days'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())

const posts = features
  .flatMap((feature) => feature.routes)
  .filter((route): route is FormRoute | ActionRoute => route.kind === 'form' || route.kind === 'action')

test('every field of every form is looked through, except those that are named here with a reason', () => {
  const left: string[] = []
  const looked: string[] = []
  for (const route of posts) {
    const shape = (route.fields as z.ZodObject | undefined)?.shape ?? {}
    for (const field of [...Object.keys(shape), 'a_field_that_is_added']) {
      const found = patientDataIn(route, { [field]: patient })
      if (found?.fields.includes(field)) looked.push(`${route.path} ${field}`)
      else left.push(route.notWords === 'all' ? route.path : `${route.path} ${field}`)
    }
  }
  expect([...new Set(left)].toSorted()).toEqual(Object.keys(notLookedThrough).toSorted())
  expect(looked.length).toBeGreaterThan(80)
})

test('it is asked about before anything is kept, everything typed stays, and the writer decides', async () => {
  const network = await app.aNetwork()
  const { initiative, managerLead } = await aSignedInitiative(app, network)
  const lead = await app.browser(network, managerLead)
  const words = {
    title_en: 'The referral form',
    question_en: 'What should change?',
    statement_1_en: 'Field 8 goes',
    statement_2_en: patient,
    payer_en: 'Zone 2, 709-555-0123',
  }
  const path = `/initiatives/${initiative}/rounds/new`
  const between = await lead.post(path, words)
  expect(between.status).toBe(422)
  expect(between.body).toContain('This may be about a patient')
  for (const text of [patient, 'Field 8 goes', 'What should change?', '709-555-0123'])
    expect(between.body).toContain(text)
  const rounds = () => app.inNetwork(network, (db) => db.selectFrom('round').select('title').execute())
  expect(await rounds()).toEqual([])
  const mark = /name="not_patient_data" value="([0-9a-f]+)"/.exec(between.body)?.[1] ?? ''
  expect(
    (await lead.post(path, { ...words, title_en: 'Born 1951-04-03', not_patient_data: mark })).status,
  ).toBe(422)
  expect((await lead.post(path, { ...words, not_patient_data: mark })).status).toBe(303)
  expect(await rounds()).toEqual([{ title: { en: 'The referral form' } }])
})

test('a text that is sent as a file is looked through too, and stands in the form', async () => {
  const network = await app.aNetwork()
  const { initiative, managerLead } = await aSignedInitiative(app, network)
  const lead = await app.browser(network, managerLead)
  const made = await lead.post(`/initiatives/${initiative}/objects/new`, { title_en: 'Form', kind: 'form' })
  const object = (made.location ?? '').split('/')[2] ?? ''
  const send = (content: string) =>
    sendUpload(app, network, lead, `/objects/${object}/versions/new`, {
      file: Buffer.from(content),
      language: 'en',
    })
  const between = await send(`# Example\n\n${patient}\n`)
  expect([between.status, between.body.includes(patient)]).toEqual([422, true])
  expect(between.body).toContain('This may be about a patient')
  const mark = /name="not_patient_data" value="([0-9a-f]+)"/.exec(between.body)?.[1] ?? ''
  const after = await lead.post(`/objects/${object}/versions/new`, {
    text: `# Example\n\n${patient}\n`,
    language: 'en',
    not_patient_data: mark,
  })
  expect(after.location).toBe(`/objects/${object}/versions/1`)
  expect((await send('# Example\n\nNobody.\n')).location).toBe(`/objects/${object}/versions/2`)
})

test('who may not write somewhere is not told more by writing a patient’s data', async () => {
  const network = await app.aNetwork()
  const { round } = await aRound(app, network, { people: 3 })
  const nobody = await app.browser(network)
  const reply = await nobody.post(`/rounds/${round}/add`, { text: patient })
  expect(reply.status).toBe(401)
  expect(reply.body).not.toContain('not_patient_data')
})
