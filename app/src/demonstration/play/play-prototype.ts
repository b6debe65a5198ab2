import { randomUUID } from 'node:crypto'
import { closingTime } from './play-asking.ts'
import type { Play } from './play.ts'
import texts from './texts.json' with { type: 'json' }

const { prototype } = texts
const lastId = (path: string): string => /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(path)?.[0] ?? ''

/** Those asked change the thing itself: a comment, another wording that is taken, version 2 with credit, and they are asked again. */
export async function changePrototype(play: Play, initiative: string): Promise<void> {
  const { lead, physicians } = play.players
  const [, , commenter, proposer, second] = physicians
  if (!commenter || !proposer || !second) throw new Error('there are too few physicians')
  play.stage('Those asked change the prototype, and see their change in version 2')
  const created = await lead.send(`/initiatives/${initiative}/objects/new`, {
    title_en: prototype.title.en,
    title_fr: prototype.title.fr,
    kind: 'pathway',
    derived_from: '',
  })
  const object = lastId(created)
  const put = (text: string) => lead.send(`/objects/${object}/versions/new`, { text, language: 'en' })
  await put(prototype.versions[0] ?? '')
  const draft = await lead.send(`/objects/${object}/versions/1/ask`, {})
  const round = lastId(draft)
  type Draft = { revision: number }
  await lead.send(`/rounds/${round}/edit`, {
    title_en: prototype.title.en,
    title_fr: prototype.title.fr,
    anonymity_level: 'B',
    paid: 'no',
    minutes: '2',
    closes_at: closingTime(play, 5),
    calling: 'physician',
    revision: String((await lead.data<Draft>(`/rounds/${round}/edit`)).revision),
  })
  await lead.send(`/rounds/${round}/open`, { confirmed: 'on' })
  await play.installation.pass({ days: 1 })

  await play.shows(proposer, `/rounds/${round}/review`, { lines: 14 })
  for (const [index, who] of [commenter, second].entries())
    await who.send(`/rounds/${round}/review/comment`, {
      id: randomUUID(),
      kind: 'comment',
      place: 'section-1',
      finding: 'defect',
      text: prototype.comments[index] ?? '',
    })
  await proposer.send(`/rounds/${round}/review/propose`, {
    id: randomUUID(),
    kind: 'proposal',
    place: 'section-2',
    after: prototype.proposal,
    credit: 'on',
  })
  await lead.send(`/rounds/${round}/close`, {})
  await play.installation.pass({ days: 1 })

  type Comments = { comments: { id: string; kind: 'comment' | 'proposal' }[] }
  const { comments: said } = await lead.data<Comments>(`/objects/${object}/versions/1/comments`)
  for (const { id, kind } of said)
    await lead.send(
      `/comments/${id}`,
      kind === 'proposal'
        ? { outcome: 'taken' }
        : { outcome: 'not-taken', reason_en: texts.answers.comment.en, reason_fr: texts.answers.comment.fr },
    )
  await put(prototype.versions[1] ?? '')
  const taken = said.find(({ kind }) => kind === 'proposal')
  await lead.send(`/objects/${object}/versions/2/changes`, {
    what_en: prototype.change.en,
    what_fr: prototype.change.fr,
    place: 'section-2',
    contribution: taken?.id ?? '',
  })
  await lead.send(`/objects/${object}/versions/2/show`, {})
  await play.installation.pass({ days: 1 })
  await play.shows(proposer, `/objects/${object}/versions/2`, { lines: 18 })
}
