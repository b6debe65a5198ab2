export { strategies, type Strategy, strategyOf, strategyTags } from './register.ts'
