/* What a query needs that reads definitions, and no more. */
export { landedSource } from './land/landed-source.ts'
export { readSnapshot } from './land/snapshot.ts'
export { planView } from './plan/plan-view.ts'
export { queryLibrary } from './query/query-library.ts'
export { readLibrary } from './query/read-library.ts'
export { readValueSet } from './query/value-set.ts'
export { readView } from './read-view.ts'
