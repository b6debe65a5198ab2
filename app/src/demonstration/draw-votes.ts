import { content } from './content.ts'
import { type RosterPhysician, drawByShare } from './draw-roster.ts'

export type DrawnVote = Readonly<{ statement: string; answer: 'agree' | 'disagree' | 'pass' | 'not-my-area' }>

/** One physician's part in a simulated round: what was answered, and how long it took. */
export type DrawnPart = Readonly<{ physician: RosterPhysician; votes: readonly DrawnVote[]; seconds: number }>

type Random = () => number
type Round = (typeof content.initiatives)[number]['rounds'][number]

const { simulation } = content

function campOf(physician: RosterPhysician, round: Round, random: Random): string {
  const rules = simulation.rounds[round.id]
  if (!rules) throw new Error(`no simulation for ${round.id}`)
  const shares = rules.campShareBySpecialty[physician.specialty] ?? {}
  const factors = rules.campFactorByZone[physician.zone] ?? {}
  return drawByShare(
    Object.fromEntries(Object.entries(shares).map(([camp, share]) => [camp, share * (factors[camp] ?? 1)])),
    random,
  )
}

function takesPart(physician: RosterPhysician, random: Random): boolean {
  const { byZone, factorByCareerStage } = simulation.responseProbability
  return random() < (byZone[physician.zone] ?? 0) * (factorByCareerStage[physician.careerStage] ?? 1)
}

/** A normal deviate from two uniform ones (Box and Muller). */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/**
 * Simulates who answers what in a round of statements, from the opinions and rates of `simulation.json`.
 *
 * @param random uniform in [0, 1); the same stream draws the same votes
 * @returns those who answered at least one statement, in the order given
 */
export function drawVotes(
  physicians: readonly RosterPhysician[],
  round: Round,
  random: Random,
): readonly DrawnPart[] {
  const rules = simulation.rounds[round.id]
  if (!rules) throw new Error(`no simulation for ${round.id}`)
  const parts: DrawnPart[] = []
  for (const physician of physicians) {
    if (!takesPart(physician, random)) continue
    const camp = campOf(physician, round, random)
    const mayStop = random() < simulation.completion.answersOnlySomeShare
    const votes: DrawnVote[] = []
    for (const statement of round.statements) {
      if (mayStop && votes.length > 0 && random() < simulation.completion.stopsAtEachStatement) break
      const shares = statement.profile[camp]
      if (!shares) throw new Error(`${statement.id} has no profile for ${camp}`)
      votes.push({ statement: statement.id, answer: drawByShare(shares, random) as DrawnVote['answer'] })
    }
    const spread = Math.exp(simulation.timing.secondsLogStandardDeviation * normal(random))
    parts.push({
      physician,
      votes,
      seconds: Math.round(rules.medianSecondsPerStatement * votes.length * spread),
    })
  }
  return parts
}
