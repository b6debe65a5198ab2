export type { NoticeKind } from './notice-kinds.ts'
export { openNotices, type OpenNotice } from './queries.ts'
export { forgetReminders, remind } from './remind.ts'
export { type Telling, tell } from './tell.ts'
