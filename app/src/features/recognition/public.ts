export { paidThisYear } from './payments.ts'
