import { seededRandom } from '@rounds/methods'
import { content } from './content.ts'
import { type RosterPhysician, drawRoster } from './draw-roster.ts'

type Asked = Readonly<{
  specialty: string
  site: string
  careerStage: string
  practiceType?: string
  language?: string
}>

/** The drawn physicians, and which of them said what the content has a profile for. */
export type Casting = Readonly<{
  /** In the order in which they are offered: first those who said something, then the rest. */
  physicians: readonly RosterPhysician[]
  /** Key of the physician behind a need, an added statement, a comment or a proposal, by its id. */
  voices: ReadonlyMap<string, string>
}>

/** How well a physician fits a profile: specialty and site count most, because others can see them. */
const fit = (physician: RosterPhysician, asked: Asked): number =>
  (physician.specialty === asked.specialty ? 8 : 0) +
  (physician.site === asked.site ? 8 : 0) +
  (asked.language === undefined || physician.language === asked.language ? 4 : 0) +
  (physician.careerStage === asked.careerStage ? 2 : 0) +
  (asked.practiceType === undefined || physician.practiceType === asked.practiceType ? 1 : 0)

/** Everything in the content that some physician of a profile said, with the profile; what one can look at best comes first. */
function asking(): readonly (readonly [id: string, asked: Asked])[] {
  const needs = content.needs.map((need) => [need.id, need.raisedBy] as const)
  const first = ['need-09', 'need-06', 'need-02', 'need-20']
  const statements = content.initiatives.flatMap(({ rounds }) =>
    rounds.flatMap((round) =>
      round.statements.flatMap((one) =>
        one.addedBy ? [[one.id, { ...one.addedBy, language: one.originalLanguage }] as const] : [],
      ),
    ),
  )
  const things = content.initiatives.flatMap(({ boundaryObjects }) =>
    boundaryObjects.flatMap(({ comments, proposals }) =>
      [...comments, ...proposals].flatMap((one) =>
        one.by ? [[one.id, { ...one.by, language: one.originalLanguage }] as const] : [],
      ),
    ),
  )
  return [
    ...first.flatMap((id) => needs.filter(([need]) => need === id)),
    ...needs.filter(([need]) => !first.includes(need)),
    ...statements,
    ...things,
  ]
}

/** Draws the roster and gives every voice of the content to one physician: another one for each, as far as there are enough. */
export function castPhysicians(): Casting {
  const roster = drawRoster(seededRandom(content.simulation.seed))
  const named = new Set(content.network.people.map(({ id }) => id))
  const free = new Map(roster.filter(({ key }) => !named.has(key)).map((one) => [one.key, one]))
  const voices = new Map<string, string>()
  const speaking: RosterPhysician[] = []
  for (const [id, asked] of asking()) {
    const best = [...free.values()].reduce((a, b) => (fit(b, asked) > fit(a, asked) ? b : a))
    free.delete(best.key)
    voices.set(id, best.key)
    speaking.push(best)
  }
  return { physicians: [...speaking, ...roster.filter((one) => !speaking.includes(one))], voices }
}
