import type { NoticeKind } from './notice-kinds.ts'

type Told = Readonly<{
  kind: NoticeKind
  subject: { type: string; id: string }
  parameters: Readonly<Record<string, unknown>>
}>

const folders: Readonly<Record<string, string>> = {
  round: '/rounds',
  initiative: '/initiatives',
  decision: '/decisions',
  commitment: '/commitments',
  object: '/objects',
  need: '/needs',
  contribution: '/said',
}

const own: Partial<Record<NoticeKind, (told: Told) => string>> = {
  'results-published': ({ subject }) => `/rounds/${subject.id}/results`,
  'answers-ready': () => '/said',
  'need-read': ({ subject }) => `/said/${subject.id}`,
  'need-answered': ({ subject }) => `/said/${subject.id}`,
  'wording-proposed': ({ subject }) => `/said/${subject.id}`,
  'second-reader': ({ subject }) =>
    subject.type === 'round' ? `/rounds/${subject.id}/answers` : `/needs/${subject.id}`,
  'signature-asked': ({ subject }) => `/initiatives/${subject.id}/charter`,
  'need-reopened': ({ subject }) => `/needs/${subject.id}`,
}

/** Where a notice leads: the address it was told with, else its kind's, else that of what it is about. */
export function noticeAddress(told: Told): string {
  const { address, initiative } = told.parameters
  if (typeof address === 'string' && /^\/(?!\/)/.test(address)) return address
  const late = told.kind === 'answer-overdue' || told.kind.endsWith('-escalation')
  if (late && typeof initiative === 'string') return `/initiatives/${initiative}`
  const makeOwn = own[told.kind]
  if (makeOwn) return makeOwn(told)
  const folder = folders[told.subject.type]
  return folder ? `${folder}/${told.subject.id}` : '/'
}
