/* What a query needs, and no more. */
export { landedSource } from './land/landed-source.ts'
export { readSnapshot } from './land/snapshot.ts'
export { planView } from './plan/plan-view.ts'
export { queryLanded } from './query/query-landed.ts'
export { queryLibrary } from './query/query-library.ts'
export { readLibrary } from './query/read-library.ts'
export { readValueSet } from './query/value-set.ts'
export { readView } from './read-view.ts'
