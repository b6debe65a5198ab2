export type { NoticeKind } from './notice-kinds.ts'
export { openNotices, type OpenNotice } from './queries.ts'
export { type Telling, tell } from './tell.ts'
export { forgetNotices, noticesWith, purgeNotices } from './forget-notices.ts'
