/** What a person can be told. Each has a sentence in `messages.*.json` under `kind.<name>` and an address under `addressOf`. */
export const noticeKinds = [
  'round-opened',
  'round-reminder',
  'results-published',
  'decision-made',
  'answers-ready',
  'commitment-done',
  'level-asked',
  'new-version',
  'need-read',
  'need-answered',
  'wording-proposed',
  'statement-returned',
  'second-reader',
  'signature-asked',
  'answer-overdue',
  'champion-escalation',
  'sponsor-escalation',
  'need-reopened',
  'network-ends',
  'network-stays',
] as const
export type NoticeKind = (typeof noticeKinds)[number]
