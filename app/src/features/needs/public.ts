export { type Need, loadNeed } from './load-need.ts'
export { permissions as needPermissions } from './permissions.ts'
export { readNeed } from './triage-need.ts'
export { nameTriager, networkTriagers, type Triager } from './triagers.ts'
