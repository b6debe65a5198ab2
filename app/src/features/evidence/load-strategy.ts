import { NotFound } from '../../platform/errors.ts'
import type { Context } from '../../platform/http/context.ts'
import { answerFacts, initiativesWith, roundFacts, usesOfStrategies } from './queries.ts'
import { aboutStrategies, sourceKinds, sourcesOf, strategies, strategyOf, strategyTags } from './register.ts'
import { strategyRecord } from './strategy-record.ts'

/** The register by theme, each strategy once (under its first theme), with how often it is used here. */
export async function loadRegister(context: Context) {
  const uses = await usesOfStrategies(context)
  return {
    about: aboutStrategies,
    tags: strategyTags
      .map((tag) => ({
        ...tag,
        strategies: strategies
          .filter((strategy) => strategy.tags[0] === tag.code)
          .map(({ id, name, summary }) => ({ id, name, summary, uses: uses.get(id) ?? 0 })),
      }))
      .filter((tag) => tag.strategies.length > 0),
  }
}

/** A strategy: who names it, where it was tried, what came of it. @throws {NotFound} */
export async function loadStrategy(context: Context, id: string) {
  const strategy = strategyOf(id)
  if (!strategy) throw new NotFound()
  return {
    id,
    name: strategy.name,
    summary: strategy.summary,
    tags: strategyTags.filter((tag) => strategy.tags.includes(tag.code)).map((tag) => tag.label),
    sources: sourcesOf(strategy).map((source) => ({
      id: source.id,
      kind: sourceKinds.find((kind) => kind.code === source.kind)?.label ?? { und: source.kind },
      authors: source.authors,
      year: source.year,
      title: source.title,
      container: source.container,
      doi: source.doi ?? null,
      note: source.note ?? null,
    })),
    initiatives: await initiativesWith(context, id),
    record: strategyRecord(await roundFacts(context, id), await answerFacts(context, id)),
    asOf: context.now,
  }
}
