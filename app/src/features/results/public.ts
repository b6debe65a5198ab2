export { publishResults, recomputeResult } from './publish-results.ts'
