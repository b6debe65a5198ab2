import { publishResults } from '../app/src/features/results/public.ts'
import { closeRoundDue, openRound } from '../app/src/features/rounds/public.ts'
import { addAnnotation } from '../app/src/features/prototypes/add-annotation.ts'
import { addVersion } from '../app/src/features/prototypes/add-version.ts'
import { askAboutVersion } from '../app/src/features/prototypes/ask-about-version.ts'
import { createObject } from '../app/src/features/prototypes/create-object.ts'
import { decideOutcome } from '../app/src/features/prototypes/decide-outcome.ts'
import { markChange } from '../app/src/features/prototypes/mark-change.ts'
import { aPng } from '../app/src/features/prototypes/sample-files.ts'
import { showVersion } from '../app/src/features/prototypes/show-version.ts'
import type { Role } from '../app/src/platform/auth/authorization.ts'
import { type PersonId, newId } from '../app/src/platform/ids.ts'
import { aSignedInitiative } from '../app/src/test-round.ts'
import type { Site } from './browser.ts'
import type { PageState } from './page-state.ts'

const before = '# Who refers\n\nAny physician of the zone.\n\n# When\n\n- within a week\n- sooner if urgent\n'
const after =
  '# Who refers\n\nAny physician or nurse practitioner of the zone.\n\n# When\n\n- within a week\n- sooner if urgent\n'

/** Version 1 of a picture or a text in a signed initiative whose dyad the person is part of, asked about in an open round. */
export async function asked({ app, network }: Site, person: PersonId, kind: 'picture' | 'text') {
  const { initiative, managerLead } = await aSignedInitiative(app, network)
  await app.inNetwork(network, async (db) => {
    await db
      .updateTable('initiative')
      .set({ physician_lead_id: person })
      .where('id', '=', initiative)
      .execute()
    await db
      .insertInto('initiative_person')
      .values({ network_id: network.id, initiative_id: initiative, person_id: person, part: 'triager' })
      .execute()
  })
  const as = <T>(who: PersonId, work: Parameters<typeof app.inContext<T>>[2]) =>
    app.inContext(network, who, work)
  const object = await as(managerLead, (context) =>
    createObject(context, {
      initiative,
      kind: kind === 'picture' ? 'screen' : 'form',
      title: { en: 'Referral form', fr: 'Formulaire de demande' },
      derivedFrom: null,
    }),
  )
  const add = (bytes: Buffer) =>
    as(managerLead, (context) =>
      addVersion(context, {
        object,
        field: 'file',
        bytes,
        language: 'en',
        textAlternative: {
          en: 'A form of two fields: the reason, then the date.',
          fr: 'Un formulaire de deux champs : la raison, puis la date.',
        },
      }),
    )
  await add(kind === 'picture' ? aPng(640, 480) : Buffer.from(before))
  const ask = async (number: number) => {
    const round = await as(managerLead, (context) => askAboutVersion(context, { object, number }))
    await app.inNetwork(network, async (db) => {
      await db
        .updateTable('round')
        .set({ closes_at: new Date(app.now().getTime() + 7 * 86_400_000) })
        .where('id', '=', round)
        .execute()
      await db
        .insertInto('round_invitation')
        .values({ network_id: network.id, round_id: round, person_id: person })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    })
    await as(managerLead, (context) => openRound(context, round, { confirmed: true }))
    return round
  }
  const round = await ask(1)
  const say = async (place: string, proposal?: string) => {
    const id = newId<'contribution'>()
    await as(person, (context) =>
      addAnnotation(context, {
        round,
        id,
        place,
        saying: proposal
          ? { kind: 'proposal', before: '', after: proposal, credit: false }
          : { kind: 'comment', finding: 'interface', text: 'The date is asked for twice', open: true },
      }),
    )
    return id
  }
  const close = async () => {
    const now = app.now()
    app.setNow(new Date(now.getTime() + 8 * 86_400_000))
    await app.inContext(network, null, (context) => closeRoundDue(context, round))
    app.setNow(now)
  }
  return { initiative, object, round, add, ask, say, close, as, managerLead }
}

/** A text with a second version, what changed in it marked: one proposal taken, one not. */
async function second(site: Site, person: PersonId) {
  const thing = await asked(site, person, 'text')
  const taken = await thing.say(
    'section-1',
    '# Who refers\n\nAny physician or nurse practitioner of the zone.',
  )
  const not = await thing.say('section-2', '# When\n\n- within a day')
  await thing.close()
  const { object, as, managerLead } = thing
  await as(person, (context) => decideOutcome(context, taken, { outcome: 'taken', reason: {} }))
  await as(person, (context) =>
    decideOutcome(context, not, {
      outcome: 'not-taken',
      reason: { en: 'No clinic is open every day', fr: 'Aucune clinique n’ouvre chaque jour' },
    }),
  )
  await thing.add(Buffer.from(after))
  await as(managerLead, (context) =>
    markChange(
      context,
      { object, number: 2 },
      {
        what: {
          en: 'Nurse practitioners may refer',
          fr: 'Les infirmières praticiennes peuvent faire une demande',
        },
        place: 'section-1',
        contribution: taken,
      },
    ),
  )
  return { ...thing, taken }
}

/** The same, shown, and asked about again. */
async function shown(site: Site, person: PersonId) {
  const thing = await second(site, person)
  await thing.as(thing.managerLead, (context) => showVersion(context, { object: thing.object, number: 2 }))
  return { ...thing, again: await thing.ask(2) }
}

/** A state of a page that a person of these roles meets. */
const metBy =
  (roles: readonly Role[], path: (site: Site, person: PersonId) => Promise<string>) => async (site: Site) => {
    const person = await site.app.aPerson(site.network, { roles })
    return { person, path: await path(site, person) }
  }
const byPhysician = (path: (site: Site, person: PersonId) => Promise<string>) => ({
  physician: true,
  path: metBy(['physician'], path),
})
const byLead = (path: (site: Site, person: PersonId) => Promise<string>) => ({ path: metBy(['lead'], path) })

/** The pages of prototypes: what those asked meet, and what those who prepare them do. */
export const prototypePages: readonly PageState[] = [
  {
    name: 'a picture to comment on',
    ...byPhysician(async (site, person) => {
      const thing = await asked(site, person, 'picture')
      await thing.say('C2')
      return `/rounds/${thing.round}/review`
    }),
  },
  {
    name: 'a comment on a place',
    ...byPhysician(
      async (site, person) =>
        `/rounds/${(await asked(site, person, 'picture')).round}/review/comment?place=C2`,
    ),
  },
  {
    name: 'other wording for a part',
    ...byPhysician(
      async (site, person) =>
        `/rounds/${(await asked(site, person, 'text')).round}/review/propose?place=section-1`,
    ),
  },
  {
    name: 'a review that is finished',
    ...byPhysician(
      async (site, person) => `/rounds/${(await asked(site, person, 'text')).round}/review/thanks`,
    ),
  },
  {
    name: 'a second version to look at again',
    ...byPhysician(async (site, person) => `/rounds/${(await shown(site, person)).again}/review`),
  },
  {
    name: 'a version with what changed',
    ...byLead(async (site, person) => `/objects/${(await shown(site, person)).object}/versions/2`),
  },
  {
    name: 'what changed in a version',
    ...byLead(async (site, person) => `/objects/${(await second(site, person)).object}/versions/2/changes`),
  },
  {
    name: 'one’s own comment, to change',
    ...byPhysician(
      async (site, person) => `/comments/${await (await asked(site, person, 'picture')).say('C2')}/change`,
    ),
  },
  {
    name: 'results of a prototype’s round',
    physician: true,
    path: metBy(['physician'], async (site, person) => {
      const thing = await asked(site, person, 'picture')
      await thing.say('C2')
      await thing.close()
      await site.app.inContext(site.network, null, (context) => publishResults(context, thing.round))
      return `/rounds/${thing.round}/results`
    }),
  },
  {
    name: 'what was said about a picture',
    ...byLead(async (site, person) => {
      const thing = await asked(site, person, 'picture')
      await thing.say('C2')
      await thing.say('D3', 'Reason for the request')
      await thing.close()
      return `/objects/${thing.object}/versions/1/comments`
    }),
  },
  {
    name: 'one thing that was said',
    ...byLead(async (site, person) => {
      const thing = await asked(site, person, 'picture')
      const said = await thing.say('C2')
      await thing.say('D3', 'Reason for the request')
      await thing.close()
      return `/comments/${said}`
    }),
  },
]
