import type { z } from 'zod'
import { may } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import type { RoundId } from '../../platform/ids.ts'
import { participationIn } from '../people/public.ts'
import { seesObject } from '../prototypes/public.ts'
import { participantIn } from '../rounds/public.ts'
import { discloseResult, participationModel } from './disclose-result.ts'
import { permissions } from './permissions.ts'
import { type RoundForResults, roundForResults, statementTexts, storedResult } from './queries.ts'
import { refuse } from './refusals.ts'
import type { ResultModel } from './result-model.ts'
import { type Took, tookIn } from './took-in.ts'
import { withoutCounts } from './without-counts.ts'

type Computed = NonNullable<z.input<typeof ResultModel>['computed']>
type Position = { x: number; y: number; group: string | null }
type Prepared = Readonly<{ took: Took; computed: Computed; positions: ReadonlyMap<string, Position> }>

/**
 * Results that were prepared lately, by round and time of computation: a stored result never changes. The
 * statements' words are not among it: what is purged must be gone from the next page on.
 */
const prepared = new Map<string, Prepared>()
const mostPrepared = 50

async function prepare(context: Context, round: RoundForResults): Promise<Prepared | null> {
  const at = await context.db
    .selectFrom('round_result')
    .select('computed_at')
    .where('round_id', '=', round.id)
    .executeTakeFirst()
  if (!at) return null
  const key = `${round.id} ${at.computed_at.getTime()}`
  const known = prepared.get(key)
  if (known) return known
  const stored = await storedResult(context, round.id)
  if (!stored) return null
  const { result } = stored
  const took = await tookIn(context, round)
  const rounded = round.source !== 'import' && took.shown === null
  const disclosed = rounded ? withoutCounts(discloseResult(result)) : discloseResult(result)
  const made: Prepared = {
    took,
    positions: new Map(result.participants.map(({ id, x, y, group }) => [id, { x, y, group }])),
    computed: {
      at: stored.computedAt,
      method: result.method.name,
      version: result.method.version,
      parameters: { ...result.method.parameters },
      stability: {
        verdict: result.stability?.verdict ?? 'not enough to say',
        reason: result.stability?.reason ?? null,
        mean: result.stability?.adjustedRandIndex?.mean ?? null,
        lower: result.stability?.adjustedRandIndex?.lower ?? null,
        resamples: result.stability?.resamples ?? 0,
      },
      participants: round.source === 'import' ? disclosed.participants : null,
      rounded,
      groups: disclosed.groups.map((group) => ({ ...group, representative: [...group.representative] })),
      consensus: [...disclosed.consensus],
      consensusOf: disclosed.consensusOf,
      groupsHidden: disclosed.groupsHidden,
      dividing: [...disclosed.dividing],
      uncertain: [...disclosed.uncertain],
      statements: disclosed.statements.map((statement) => ({
        ...statement,
        groups: [...statement.groups],
        wording: {},
        accepted: false,
      })),
    },
  }
  if (prepared.size >= mostPrepared) prepared.delete(prepared.keys().next().value ?? '')
  prepared.set(key, made)
  return made
}

/** The prepared result with the statements' words as they are now. */
async function worded(context: Context, { computed }: Prepared, id: RoundId): Promise<Computed> {
  const texts = await statementTexts(context, id)
  return {
    ...computed,
    statements: computed.statements.map((statement) => ({
      ...statement,
      wording: texts.get(statement.number)?.wording ?? {},
      accepted: texts.get(statement.number)?.accepted ?? false,
    })),
  }
}

async function ownPosition(
  context: Context,
  round: RoundForResults,
  from: Prepared | null,
): Promise<Position | null> {
  if (!from || context.actor === null || round.source === 'import') return null
  const participant = await participantIn(
    context,
    { id: round.id, anonymity_level: round.anonymityLevel },
    context.actor.personId,
  )
  return participant === null ? null : (from.positions.get(participant) ?? null)
}

/**
 * The results of a published round as this person may see them.
 *
 * @throws {Refused} results_not_yet before the round has closed, results_underway until its results are out
 */
export async function showResults(
  context: Context,
  id: RoundId,
  options: { all: boolean; page?: number },
): Promise<z.input<typeof ResultModel>> {
  const round = await roundForResults(context, id)
  if (round.state === 'closed') throw refuse('results_underway')
  if (round.state !== 'published' && round.state !== 'archived') throw refuse('results_not_yet')
  const from = await prepare(context, round)
  const took = from?.took ?? (await tookIn(context, round))
  const counted = { id, invited: round.invited, tookPart: took.all }
  const computed = from && (await worded(context, from, id))
  const { initiativeId: initiative, objectId: object } = round
  const opens = object !== null && (await seesObject(context, { initiative, object }))
  return {
    round: { ...round, objectId: opens ? object : null },
    computed: computed && { ...computed, participants: computed.participants ?? took.shown },
    participation: participationModel((await participationIn(context, [counted])).get(id) ?? []).map(
      (stratum) => ({
        ...stratum,
        values: [...stratum.values],
      }),
    ),
    own: await ownPosition(context, round, from),
    mayRecompute: may(context.actor, permissions['results.recompute']),
    recomputed: null,
    all: options.all,
    page: options.page ?? 1,
  }
}
