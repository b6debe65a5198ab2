import { randomUUID } from 'node:crypto'
import type { Play } from './play.ts'
import texts from './texts.json' with { type: 'json' }
import type { Visitor } from './visitor.ts'

const lastId = (path: string): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(path)?.[0] ?? ''

/** One thing said, read by a named person, in a wording that its author approves. */
export async function raiseNeed(play: Play, author: Visitor): Promise<string> {
  const { lead } = play.players
  play.stage('Somebody says one thing')
  await play.shows(author, '/say', { lines: 9 })
  const sent = await author.send('/say', { text: texts.need, draft: randomUUID() })
  const need = lastId(sent)
  play.tell(`${author.name} wrote: ${texts.need}`)
  await play.installation.pass({ days: 1 })
  await play.shows(lead, `/needs/${need}`, { lines: 8 })
  await lead.send(`/needs/${need}`, { wording_en: texts.wording.en, wording_fr: texts.wording.fr })
  await play.shows(author, sent.replace(/\?.*/, ''), { lines: 10 })
  await author.send(`/said/${need}`, {
    act: 'approve',
    wording_en: texts.wording.en,
    wording_fr: texts.wording.fr,
  })
  return need
}

/** An initiative takes it up: charter written, signed by a physician and a manager; nobody is asked before. */
export async function frame(play: Play, need: string, author: Visitor): Promise<string> {
  const { lead, manager, decider, idOf } = play.players
  play.stage('A physician and a manager frame it')
  const to = await lead.send('/initiatives/new', {
    title_en: texts.title.en,
    title_fr: texts.title.fr,
    problem_en: texts.problem.en,
    problem_fr: texts.problem.fr,
  })
  const id = lastId(to)
  const charter = `/initiatives/${id}/charter`
  for (const [part, person] of [
    ['champion', lead],
    ['triager', lead],
    ['facilitator', manager],
  ] as const)
    await lead.send(`/initiatives/${id}/people/add`, { person: idOf(person), part })
  await lead.send(`/initiatives/${id}/strategies`, { strategies: ['early-involvement', 'close-the-loop'] })
  const due = new Date(play.installation.now().getTime() + 45 * 86_400_000).toISOString().slice(0, 10)
  await lead.send(charter, {
    title_en: texts.title.en,
    title_fr: texts.title.fr,
    problem_en: texts.problem.en,
    problem_fr: texts.problem.fr,
    open_question_en: texts.open.en,
    open_question_fr: texts.open.fr,
    constraints_en: texts.constraints.en,
    constraints_fr: texts.constraints.fr,
    decider: idOf(decider),
    decision_due_on: due,
    participation_level: 'involve',
    physician_lead: idOf(lead),
    manager_lead: idOf(manager),
    sponsor: idOf(decider),
    social_none_reason_en: texts.noDeterminants.en,
    social_none_reason_fr: texts.noDeterminants.fr,
    answer_due_days: '14',
    revision: String((await lead.data<{ revision: number }>(charter)).revision),
  })
  await lead.send(`/needs/${need}/initiative`, { initiative: id })
  const { revision } = await manager.data<{ revision: number }>(charter)
  await lead.send(`${charter}/sign`, { revision: String(revision) })
  await play.shows(manager, charter, { lines: 14 })
  await manager.send(`${charter}/sign`, { revision: String(revision) })
  await play.shows(author, `/initiatives/${id}`, { lines: 14 })
  return id
}
