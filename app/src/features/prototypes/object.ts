import type { Id } from '../../platform/ids.ts'
import type { MediaType } from './upload.ts'

export type ObjectId = Id<'object'>
export type VersionId = Id<'version'>

/** The kinds of things that people design around, from the telling to the thing itself. */
export const objectKinds = ['narrative', 'concept', 'screen', 'form', 'pathway', 'order-set'] as const
export type ObjectKind = (typeof objectKinds)[number]

export const stages = ['narrative', 'concept', 'prototype'] as const
export type Stage = (typeof stages)[number]

/** How far a thing has come: told, thought out, or to be tried. */
export const stageOf = (kind: ObjectKind): Stage =>
  kind === 'narrative' || kind === 'concept' ? kind : 'prototype'

/** Whether something of kind `kind` may come out of something of kind `from`: never the other way along the stages. */
export const mayDerive = (kind: ObjectKind, from: ObjectKind): boolean =>
  stages.indexOf(stageOf(from)) <= stages.indexOf(stageOf(kind))

export const findings = ['interface', 'defect', 'new-need', 'scope-change'] as const
/** What a comment is about. */
export type Finding = (typeof findings)[number]

export const outcomes = ['taken', 'taken-in-part', 'not-taken'] as const
/** What came of a proposal or a comment. */
export type Outcome = (typeof outcomes)[number]

export const isPicture = (type: MediaType): boolean => type.startsWith('image/')
/** What cannot be read as text on the page needs its words beside it. */
export const needsTextAlternative = (type: MediaType): boolean => type !== 'text/markdown'
