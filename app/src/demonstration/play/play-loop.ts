import { answerEverything, decideIt, keepPromise } from './play-deciding.ts'
import { askRound, answerRound, closeAndShow } from './play-asking.ts'
import { frame, raiseNeed } from './play-framing.ts'
import { changePrototype } from './play-prototype.ts'
import { gather } from './players.ts'
import type { Play } from './play.ts'
import { excerpt } from './visitor.ts'
import type { Installation } from './installation.ts'

/** The figures at the end, as the lead's page has them, and whether everything said has an outcome. */
export type Played = Readonly<{
  said: number
  answered: number
  medianDays: number | null
  shareWithOutcome: number | null
}>

type LeadHome = {
  home: {
    figures: { askToTell: { medianDays: number | null }; withOutcome: { share: number | null; of: number } }
  }
}
type Said = { total: number; answered: number }

/**
 * Plays the loop once, from a need to “Did this fix it?”, over HTTP alone: every act is a form that a person sends.
 *
 * @param print one line of what happened or of what somebody saw
 */
export async function playLoop(installation: Installation, print: (line: string) => void): Promise<Played> {
  let stages = 0
  const players = await gather(installation)
  const play: Play = {
    installation,
    players,
    stage: (title) => print(`\n${(stages += 1)}. ${title}`),
    tell: (text) => print(`   ${text}`),
    async shows(who, path, options) {
      print(`   ${who.name} sees ${path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '…')}`)
      for (const line of excerpt(await who.page(path), options)) print(`   │ ${line}`)
    },
  }
  const [author] = players.physicians
  if (!author) throw new Error('there are too few physicians')

  const need = await raiseNeed(play, author)
  const initiative = await frame(play, need, author)
  const vote = await askRound(play, initiative)
  await answerRound(play, vote)
  await changePrototype(play, initiative)
  await closeAndShow(play, vote)
  const decision = await decideIt(play, initiative)
  await answerEverything(play, initiative, vote)
  await keepPromise(play, decision, author)

  play.stage('The figures, as they stand on the lead’s page')
  const { home } = await players.lead.data<LeadHome>('/')
  await play.shows(players.lead, '/', { lines: 14, from: 'Do people get an answer?' })
  const own = await Promise.all(players.physicians.map((one) => one.data<Said>('/said')))
  const said = own.reduce((sum, { total }) => sum + total, 0)
  const answered = own.reduce((sum, one) => sum + one.answered, 0)
  return {
    said,
    answered,
    medianDays: home.figures.askToTell.medianDays,
    shareWithOutcome: home.figures.withOutcome.share,
  }
}
