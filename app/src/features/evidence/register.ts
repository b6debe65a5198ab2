import sourcesFile from './register/sources.json' with { type: 'json' }
import strategiesFile from './register/strategies.json' with { type: 'json' }

/** A text in both languages. */
type Both = Readonly<{ en: string; fr: string }>

/** A strategy for engaging physicians, with the sources that name it. That a source names it does not say that it works. */
export type Strategy = Readonly<{
  id: string
  name: Both
  summary: Both
  tags: readonly string[]
  sources: readonly string[]
}>

/** A source's bibliographic facts; its title stays in the language of publication. */
export type Source = Readonly<{
  id: string
  kind: string
  authors: string
  year: number | null
  title: string
  container: string
  doi?: string
  note?: Both
}>

export const strategies: readonly Strategy[] = strategiesFile.strategies
export const strategyTags: readonly Readonly<{ code: string; label: Both }>[] = strategiesFile.tags
export const aboutStrategies: Both = strategiesFile.about
export const sourceKinds: readonly Readonly<{ code: string; label: Both }>[] = sourcesFile.kinds

const sources: ReadonlyMap<string, Source> = new Map(
  (sourcesFile.sources as readonly Source[]).map((source) => [source.id, source]),
)
const byId = new Map(strategies.map((strategy) => [strategy.id, strategy]))

/** The strategy of an id; undefined where the register has none. */
export const strategyOf = (id: string): Strategy | undefined => byId.get(id)

/** The sources that name a strategy, in the register's order. */
export const sourcesOf = (strategy: Strategy): readonly Source[] =>
  strategy.sources.map((id) => sources.get(id)).filter((source) => source !== undefined)
