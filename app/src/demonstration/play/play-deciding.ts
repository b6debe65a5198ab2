import type { Play } from './play.ts'
import texts from './texts.json' with { type: 'json' }
import type { Visitor } from './visitor.ts'

const lastId = (path: string): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(path)?.[0] ?? ''
const dayFrom = (play: Play, days: number): string =>
  new Date(play.installation.now().getTime() + days * 86_400_000).toISOString().slice(0, 10)

/** A named person decides, with the reason, the dissent and a promise. */
export async function decideIt(play: Play, initiative: string): Promise<string> {
  const { decider, manager, idOf } = play.players
  const { reason, dissent, promise } = texts.decision
  play.stage('A named person decides, and says why')
  const to = await decider.send(`/initiatives/${initiative}/decision`, {
    outcome: 'adapt',
    reason_en: reason.en,
    reason_fr: reason.fr,
    dissent_en: dissent.en,
    dissent_fr: dissent.fr,
    reviewOn: dayFrom(play, 120),
    revision: '0',
  })
  const id = lastId(to)
  await decider.send(`/decisions/${id}/commitments`, {
    what_en: promise.en,
    what_fr: promise.fr,
    owner: idOf(manager),
    dueOn: dayFrom(play, 30),
  })
  await play.shows(decider, `/decisions/${id}`, { lines: 18 })
  return id
}

/** Everything that was said gets its answer, one by one, and the answers go out. */
export async function answerEverything(play: Play, initiative: string, vote: string): Promise<void> {
  const { decider, physicians } = play.players
  play.stage('Everything that was said is answered')
  type Answers = {
    things: { root: string; kind: keyof typeof texts.answers; words: { en?: string; fr?: string } }[]
  }
  const { things } = await decider.data<Answers>(`/initiatives/${initiative}/answers`)
  for (const { root, kind, words } of things) {
    const { outcome, en, fr } = texts.answers[kind]
    await decider.send(`/initiatives/${initiative}/answers`, {
      thing: root,
      which: 'chosen',
      outcome,
      reason_en: en,
      reason_fr: fr,
      do: 'sign',
    })
    play.tell(`answered: ${(words.en ?? words.fr ?? '').replace(/\s+/g, ' ').slice(0, 90)}`)
  }
  await play.installation.pass({ days: 2 })
  const [, second] = physicians
  if (second) {
    await play.shows(second, '/', { lines: 10 })
    await play.shows(second, `/said/rounds/${vote}`, { lines: 10 })
  }
}

/** The promise is kept, with evidence, and whoever said it first is asked whether it fixed it. */
export async function keepPromise(play: Play, decision: string, author: Visitor): Promise<void> {
  const { manager } = play.players
  const { before, after, source } = texts.kept
  play.stage('The promise is kept. “Did this fix it?”')
  await play.installation.pass({ days: 25 })
  type Decision = { commitments: { id: string }[] }
  const { commitments } = await manager.data<Decision>(`/decisions/${decision}`)
  for (const { id } of commitments) {
    await manager.send(`/commitments/${id}`, {
      before_en: before.en,
      before_fr: before.fr,
      after_en: after.en,
      after_fr: after.fr,
      source_en: source.en,
      source_fr: source.fr,
    })
    await play.shows(author, `/commitments/${id}`, { lines: 12 })
  }
  await play.installation.pass({ days: 1 })
  type Said = { items: { id: string; kind: string }[] }
  const { items } = await author.data<Said>('/said')
  const need = items.find(({ kind }) => kind === 'need')
  if (!need) throw new Error('the need is not on its author’s page')
  await play.shows(author, `/said/${need.id}`, { lines: 20 })
  await author.send(`/said/${need.id}/fixed`, { verdict: 'yes' })
}
