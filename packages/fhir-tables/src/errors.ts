export { DataError } from './data-error.ts'
export { ViewError } from './view-error.ts'
