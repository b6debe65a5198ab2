/* What a run of a view needs, and no more: a command starts sooner than with everything. */
export { findSource } from './find-source.ts'
export { planView } from './plan/plan-view.ts'
export { readView } from './read-view.ts'
export { runView } from './run-view.ts'
