export { InvalidInput } from './errors.ts'
