export { type AnnotationOutcome, outcomesIn } from './outcomes-in.ts'
export { type ObjectSummary, objectsOf, versionOf } from './objects-of.ts'
export { type OwnAnnotation, annotationOf, ownAnnotationData } from './own-annotations.ts'
export { purgeAnnotation } from './purge-annotation.ts'
