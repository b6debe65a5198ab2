import { benchOpinionMap } from './opinion-map.ts'
import { benchRecordVote } from './record-vote.ts'
import { benchResultsPage } from './results-page.ts'

const benches = {
  'record-vote': benchRecordVote,
  'opinion-map': benchOpinionMap,
  'results-page': benchResultsPage,
}
const chosen = process.argv.slice(2)
let withinTargets = true
for (const [name, run] of Object.entries(benches)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  console.log(`— ${name}`)
  if (!(await run())) withinTargets = false
}
console.log(withinTargets ? 'All within their targets.' : 'Not all within their targets.')
process.exitCode = withinTargets ? 0 : 1
