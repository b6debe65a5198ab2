import type { Play } from './play.ts'
import texts from './texts.json' with { type: 'json' }
import type { Visitor } from './visitor.ts'

const { vote } = texts
const lastId = (path: string): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(path)?.[0] ?? ''

/** When a round that opens now closes, as the network's clocks show it. */
export const closingTime = (play: Play, days: number): string =>
  `${new Date(play.installation.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)}T17:00`

/** A round of four statements at level C, to every physician. */
export async function askRound(play: Play, initiative: string): Promise<string> {
  const { lead } = play.players
  play.stage('A one-minute round opens: under pseudonyms, to every physician')
  const to = await lead.send(`/initiatives/${initiative}/rounds/new`, {
    title_en: vote.title.en,
    title_fr: vote.title.fr,
    question_en: vote.question.en,
    question_fr: vote.question.fr,
    anonymity_level: 'C',
    participants_may_add: 'on',
    paid: 'no',
    minutes: '1',
    closes_at: closingTime(play, 7),
    calling: 'physician',
    ...Object.fromEntries(
      vote.statements.flatMap(({ en, fr }, index) => [
        [`statement_${index + 1}_en`, en],
        [`statement_${index + 1}_fr`, fr],
      ]),
    ),
  })
  const id = lastId(to)
  await play.shows(lead, `/rounds/${id}/open`, { lines: 10 })
  await lead.send(`/rounds/${id}/open`, { confirmed: 'on' })
  await play.installation.pass({ days: 1 })
  return id
}

/** Answers every statement that a person is shown, the way `pick` says; gives how many there were. */
async function answerAll(who: Visitor, round: string, pick: (number: number) => string): Promise<number> {
  type Model = { statement: { number: number } | null; answer: { revision: number } | null }
  let given = 0
  for (; given < 20; given += 1) {
    const { statement, answer } = await who.data<Model>(`/rounds/${round}`)
    if (statement === null) break
    await who.send(`/rounds/${round}/statements/${statement.number}`, {
      answer: pick(statement.number),
      revision: String(answer?.revision ?? 0),
    })
  }
  return given
}

/** Nineteen physicians answer; one adds a statement, which a named reader lets in and the others answer too. */
export async function answerRound(play: Play, round: string): Promise<void> {
  const { physicians, lead } = play.players
  play.stage('Nineteen physicians answer, in English and in French; one adds a statement')
  const [first, second, ...others] = physicians
  if (!first || !second) return
  await play.shows(first, `/rounds/${round}`, { lines: 12 })
  await play.shows(second, `/rounds/${round}`, { lines: 12 })
  await play.shows(second, `/rounds/${round}/who-can-see`, { lines: 8 })
  const pick = (index: number) => (number: number) => {
    if (number === 4) return index % 2 === 0 ? 'agree' : 'disagree'
    return index % 3 === 2 ? (number === 3 ? 'not-my-area' : 'disagree') : 'agree'
  }
  await answerAll(first, round, pick(0))
  await answerAll(second, round, pick(1))
  await second.send(`/rounds/${round}/add`, { text: vote.added.fr })
  await play.shows(second, `/rounds/${round}/add`, { lines: 6 })
  const { waiting } = await lead.data<{ waiting: { id: string }[] }>(`/rounds/${round}/moderation`)
  await play.shows(lead, `/rounds/${round}/moderation`, { lines: 8 })
  for (const { id } of waiting)
    await lead.send(`/rounds/${round}/moderation`, {
      contribution: id,
      [`verdict_${id}`]: 'accepted',
      [`translation_${id}`]: vote.added.en,
    })
  await Promise.all([...others, first, second].map((one, index) => answerAll(one, round, pick(index + 2))))
  await play.shows(first, `/rounds/${round}/thanks`, { lines: 8 })
}

/** The lead closes; the system counts, checks what may be shown, and tells everyone who was asked. */
export async function closeAndShow(play: Play, round: string): Promise<void> {
  const { physicians, lead } = play.players
  play.stage('The round closes, and those asked see the results')
  await lead.send(`/rounds/${round}/close`, {})
  await play.installation.pass({ days: 1 })
  const [, second] = physicians
  await play.shows(lead, `/rounds/${round}/results`, { lines: 28 })
  if (second) await play.shows(second, `/rounds/${round}/results`, { lines: 8 })
}
