export { paidRounds, paidThisYear } from './payments.ts'
