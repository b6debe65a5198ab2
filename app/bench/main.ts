import { availableParallelism } from 'node:os'
import { benchFhirLanding } from './fhir-landing.ts'
import { type Figure, figureTable, isMet } from './figure.ts'
import { benchDisclosure } from './disclosure.ts'
import { benchFhirViews } from './fhir-views.ts'
import { benchLargestPaint } from './largest-paint.ts'
import { benchOpinionMap } from './opinion-map.ts'
import { benchPanels } from './panels.ts'
import { benchRecordVote } from './record-vote.ts'
import { benchResultsPage } from './results-page.ts'
import { benchSeries } from './series.ts'
import { benchColdStart, benchStart } from './start.ts'

/** `npm run bench [name …]`: measures what has a target, and prints each figure beside it. */
const benches: Readonly<Record<string, () => Promise<readonly Figure[]>>> = {
  'record-vote': benchRecordVote,
  'results-page': benchResultsPage,
  start: benchStart,
  'cold-start': benchColdStart,
  'largest-paint': benchLargestPaint,
  'opinion-map': benchOpinionMap,
  panels: benchPanels,
  disclosure: benchDisclosure,
  'fhir-views': benchFhirViews,
  'fhir-landing': benchFhirLanding,
  series: benchSeries,
}
const chosen = process.argv.slice(2)
const figures: Figure[] = []
for (const [name, run] of Object.entries(benches)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue
  console.log(`measuring ${name} …`)
  figures.push(...(await run()))
}
console.log(`\n${figureTable(figures)}\n\nNode ${process.version}, ${availableParallelism()} processors`)
process.exitCode = figures.every(isMet) ? 0 : 1
