import { type Relation, may } from '../../platform/auth/authorization.ts'
import type { Context } from '../../platform/http/context.ts'
import { permissions } from './permissions.ts'
import type { Round } from './round.ts'

/** Where a round opens for whoever reads about it: where they answer, where they follow it, or its initiative. */
export function wayToRound(
  context: Context,
  round: Pick<Round, 'id' | 'state' | 'initiative_id'>,
  relations: ReadonlySet<Relation>,
): string {
  if (relations.has('invited')) return `/rounds/${round.id}`
  const follow = permissions[round.state === 'draft' ? 'rounds.prepare' : 'rounds.follow']
  return may(context.actor, follow, relations)
    ? `/rounds/${round.id}/edit`
    : `/initiatives/${round.initiative_id}`
}
