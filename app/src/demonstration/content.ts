import { z } from 'zod'
import initiativesFile from './initiatives.json' with { type: 'json' }
import namesFile from './names.json' with { type: 'json' }
import needsFile from './needs.json' with { type: 'json' }
import networkFile from './network.json' with { type: 'json' }
import simulationFile from './simulation.json' with { type: 'json' }

const text = z.strictObject({ en: z.string().min(1), fr: z.string().min(1) })
const day = z.int()
const language = z.enum(['en', 'fr'])
const share = z.number().min(0).max(1)
const shares = z.record(z.string(), share)
const coded = z.array(z.strictObject({ code: z.string(), label: text })).min(1)

const person = z.strictObject({
  id: z.string(),
  givenName: z.string(),
  familyName: z.string(),
  email: z.email(),
  language,
  title: text,
  roles: z.array(z.string()).min(1),
  site: z.string().optional(),
  specialty: z.string().optional(),
})

const networkContent = z.strictObject({
  name: text,
  fictionNotice: text,
  about: text,
  healthOrganisation: z.strictObject({ id: z.string(), name: text }),
  digitalChange: z.strictObject({ day, name: text, what: text }),
  zones: coded,
  ruralities: coded,
  siteKinds: coded,
  sites: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.string(),
      zone: z.string(),
      rurality: z.string(),
      name: text,
      physicians: z.int().positive(),
      physiciansBySpecialty: z.record(z.string(), z.int().positive()),
      units: coded,
    }),
  ),
  specialtyGroups: coded,
  practiceTypes: coded,
  careerStages: coded,
  payModels: coded,
  genders: coded,
  languages: coded,
  roles: coded,
  sectors: coded,
  socialDeterminants: coded,
  roster: z.strictObject({
    physicians: z.int().positive(),
    note: text,
    practiceTypeShareBySiteKind: z.record(z.string(), shares),
    payModelShareByPracticeType: z.record(z.string(), shares),
    careerStageShareByZone: z.record(z.string(), shares),
    languageShareByZone: z.record(z.string(), shares),
    genderShare: shares,
  }),
  people: z.array(person),
  partnerOrganisations: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['community', 'social', 'education', 'government']),
      sector: z.string(),
      name: text,
      what: text,
      zones: z.array(z.string()).min(1),
      people: z.array(person),
    }),
  ),
})

const namesContent = z.strictObject({
  about: text,
  crossGroupShare: share,
  crossGroupNote: text,
  emailPattern: z.string(),
  groups: z.array(
    z.strictObject({
      code: z.string(),
      label: text,
      weight: share,
      language: z.strictObject({ en: share, fr: share }),
      given: z.strictObject({
        women: z.array(z.string()),
        men: z.array(z.string()),
        either: z.array(z.string()),
      }),
      family: z.array(z.string()),
    }),
  ),
})

const profile = z.strictObject({ specialty: z.string(), site: z.string(), careerStage: z.string() })
const outcome = z.enum(['adopt', 'adapt', 'defer', 'decline'])
const answers = z.strictObject({ agree: share, disagree: share, pass: share, 'not-my-area': share })

const statement = z.strictObject({
  id: z.string(),
  text,
  originalLanguage: language,
  origin: z.enum(['lead', 'participant']),
  addedBy: profile.optional(),
  addedDay: day.optional(),
  approvedDay: day.optional(),
  profile: z.record(z.string(), answers),
  outcome: outcome.optional(),
  reason: text.optional(),
})

const round = z.strictObject({
  id: z.string(),
  kind: z.enum(['statements', 'prototype']),
  state: z.enum(['open', 'published']),
  title: text,
  invitation: text,
  participationLevel: z.enum(['inform', 'consult', 'involve', 'collaborate', 'empower']),
  anonymity: z.enum(['A', 'B', 'C']),
  minutes: z.int().positive(),
  paidMinutes: z.int().positive(),
  invited: z.enum(['all-physicians', 'volunteers']),
  objectVersion: z.int().positive().nullable(),
  openedDay: day,
  closesDay: day,
  publishedDay: day,
  noticeDueDay: day.nullable(),
  noticeDeliveredDay: day.nullable(),
  keyDestroyedDay: day.nullable(),
  camps: z.array(z.string()),
  statements: z.array(statement),
})

const perLanguage = z.strictObject({ en: z.string(), fr: z.string() })

const boundaryObject = z.strictObject({
  id: z.string(),
  kind: z.enum(['form', 'screen']),
  stage: z.enum(['narrative', 'concept', 'prototype']),
  title: text,
  derivedFrom: z.array(z.string()),
  versions: z.array(
    z.strictObject({
      version: z.int().positive(),
      day,
      author: z.string(),
      files: z.strictObject({
        markdown: perLanguage,
        drawing: perLanguage.optional(),
        image: z.string().optional(),
      }),
      textAlternative: text.optional(),
      whatChanged: text,
    }),
  ),
  comments: z
    .array(
      z.strictObject({
        id: z.string(),
        at: z.strictObject({ x: share, y: share }),
        version: z.int().positive(),
        type: z.enum(['interface', 'defect', 'new-need', 'scope-change']),
        place: text,
        text,
        originalLanguage: language,
        by: profile,
        outcome,
        reason: text,
      }),
    )
    .default([]),
  proposals: z
    .array(
      z.strictObject({
        id: z.string(),
        version: z.int().positive(),
        from: text,
        to: text,
        originalLanguage: language,
        byPerson: z.string().nullable(),
        by: profile.nullable(),
        outcome: z.enum(['taken', 'taken-in-part', 'not-taken']),
        reason: text,
        inVersion: z.int().positive().nullable(),
      }),
    )
    .default([]),
  credits: z
    .array(
      z.strictObject({
        proposal: z.string(),
        choice: z.enum(['named', 'unnamed']),
        person: z.string().nullable(),
        text,
      }),
    )
    .default([]),
})

const evidence = z.strictObject({
  what: text,
  before: z.number(),
  after: z.number(),
  unit: text,
  beforeDay: day,
  afterDay: day,
  source: text,
})

const initiative = z.strictObject({
  id: z.string(),
  title: text,
  summary: text,
  state: z.enum(['running', 'decided']),
  openedDay: day,
  charter: z.strictObject({
    problem: text,
    open: z.array(text).min(1),
    constraints: z.array(text).min(1),
    decider: z.string(),
    decisionDay: day,
    participationLevel: round.shape.participationLevel,
    dyad: z.strictObject({ physician: z.string(), manager: z.string() }),
    champions: z.array(z.string()).min(2),
    sponsor: z.string(),
    strategies: z.array(z.string()).min(1),
    socialDeterminants: z.strictObject({ tags: z.array(z.string()), reasonForNone: text.nullable() }),
    needs: z.array(z.string()),
    gatePassedDay: day,
  }),
  rounds: z.array(round),
  boundaryObjects: z.array(boundaryObject),
  decision: z
    .strictObject({
      kind: outcome,
      decider: z.string(),
      decidedDay: day,
      reviewDay: day,
      text,
      reason: text,
      dissent: z.array(text),
    })
    .nullable(),
  commitments: z.array(
    z.strictObject({
      id: z.string(),
      text,
      owner: z.string(),
      dueDay: day,
      state: z.enum(['open', 'done']),
      doneDay: day.nullable(),
      confirmedBy: z.string().optional(),
      confirmedDay: day.optional(),
      evidence: z.array(evidence.extend({ id: z.string() })),
    }),
  ),
  crossSectorAsks: z.array(
    z.strictObject({
      id: z.string(),
      to: z.string(),
      raisedBy: z.string(),
      raisedDay: day,
      text,
      state: z.enum(['accepted', 'declined']),
      answeredBy: z.string(),
      answeredDay: day,
      dueDay: day,
      answer: text,
    }),
  ),
})

const need = z.strictObject({
  id: z.string(),
  state: z.enum(['received', 'read', 'decided', 'done']),
  disposition: z.enum(['merged', 'answered', 'initiative']).nullable(),
  raisedBy: profile.extend({ practiceType: z.string(), language }),
  original: z.strictObject({ language, text: z.string().min(1) }),
  wording: text,
  receivedDay: day,
  readDay: day.nullable(),
  readBy: z.string().nullable(),
  wordingApprovedDay: day.nullable(),
  mergedInto: z.string().nullable(),
  initiative: z.string().nullable(),
  answer: z
    .strictObject({
      outcome,
      by: z.string(),
      day,
      manner: z.enum(['one', 'group', 'bulk']),
      reason: text,
      revisitDay: day.nullable(),
    })
    .nullable(),
  done: z
    .strictObject({
      day,
      commitment: z.string().nullable(),
      confirmedBy: z.string(),
      confirmedDay: day,
      evidence: evidence.optional(),
    })
    .nullable(),
})

const roundSimulation = z.strictObject({
  camps: z.array(z.strictObject({ id: z.string(), label: text })),
  campShareBySpecialty: z.record(z.string(), shares),
  campFactorByZone: z.record(z.string(), z.record(z.string(), z.number().positive())),
  medianSecondsPerStatement: z.number().positive(),
})

const simulationContent = z.strictObject({
  notice: text,
  seed: z.int(),
  rounds: z.record(z.string(), roundSimulation),
  campFactorNote: text,
  responseProbability: z.strictObject({
    byZone: shares,
    factorByCareerStage: z.record(z.string(), z.number().positive()),
  }),
  completion: z.strictObject({ stopsAtEachStatement: share, answersOnlySomeShare: share }),
  timing: z.strictObject({
    medianHoursToAnswer: z.number().positive(),
    logStandardDeviation: z.number().positive(),
    secondsLogStandardDeviation: z.number().positive(),
  }),
  language: z.strictObject({ switchesDuringRoundShare: share }),
  addedStatementsSeenFromDay: text,
})

export type Profile = z.infer<typeof profile>
export type Initiative = z.infer<typeof initiative>
export type Need = z.infer<typeof need>

/** The demonstration's content, read from the files beside this one; throws a located error where one is malformed. */
export const content = {
  network: networkContent.parse(networkFile),
  names: namesContent.parse(namesFile),
  initiatives: z.strictObject({ about: text, initiatives: z.array(initiative) }).parse(initiativesFile)
    .initiatives,
  needs: z.strictObject({ about: text, needs: z.array(need) }).parse(needsFile).needs,
  simulation: simulationContent.parse(simulationFile),
}
