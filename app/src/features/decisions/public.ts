export { purgeReasons, reasonsWith } from './purge-reasons.ts'
