export { passOnPlace } from './pass-on-place.ts'
