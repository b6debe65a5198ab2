import { createHash } from 'node:crypto'
import { chooseNextStatement, routingPriority, seededRandom } from '@rounds/methods'
import { sql } from 'kysely'
import type { Context } from '../../platform/http/context.ts'
import type { Answering } from './answering.ts'
import { askedOfOne } from './expected-time.ts'
import type { Answer } from './vote-rule.ts'

type Counts = { agree: number; disagree: number; pass: number; all: number }
/** How often each statement was answered so far, in all: never leaves the server. */
type Shown = Map<string, Counts>
type Remembered = Readonly<{ until: number; shown: Promise<Shown>; added: Set<string> }>

const remembered = new Map<string, Remembered>()
const rememberMs = 3000

async function countShown(context: Context, round: string): Promise<Shown> {
  const { rows } = await sql<Counts & { id: string }>`
    select statement_id as id, count(*) filter (where answer = 'agree') as agree,
      count(*) filter (where answer = 'disagree') as disagree, count(*) filter (where answer = 'pass') as pass,
      count(*) as all
    from vote where round_id = ${round} group by statement_id`.execute(context.db)
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

function shownIn(context: Context, round: string): Promise<Shown> {
  const now = Date.now()
  const known = remembered.get(round)
  if (known && known.until > now) return known.shown
  if (remembered.size > 500) remembered.clear()
  const shown = countShown(context, round)
  shown.catch(() => remembered.delete(round))
  remembered.set(round, { until: now + rememberMs, shown, added: new Set() })
  return shown
}

/**
 * Adds a first answer that was just written to what is remembered, so that the floor holds from one answer to the
 * next; once, also where its transaction runs twice.
 */
export async function countAnswer(
  round: string,
  participant: string,
  statement: string,
  answer: Answer,
): Promise<void> {
  const known = remembered.get(round)
  const shown = await known?.shown.catch(() => undefined)
  const name = `${participant} ${statement}`
  if (!known || !shown || known.added.has(name)) return
  known.added.add(name)
  const counts = shown.get(statement) ?? { agree: 0, disagree: 0, pass: 0, all: 0 }
  counts.all += 1
  if (answer !== 'not-my-area') counts[answer] += 1
  shown.set(statement, counts)
}

/**
 * The number of the statement to show next; null when there is none left to ask.
 *
 * Up to ten statements are asked in order. Of more, the next is chosen so that none starves and the map gains
 * most; who comes back before anybody else answered is shown the same one, on any device.
 *
 * @param options.more the person wants to go on after the ten that are asked
 */
export async function nextStatement(
  context: Context,
  at: Pick<Answering, 'id' | 'statements' | 'mine' | 'participant'>,
  options: { more?: boolean } = {},
): Promise<number | null> {
  const open = at.statements.filter(({ id }) => !at.mine.has(id))
  if (open.length === 0) return null
  if (at.statements.length <= askedOfOne) return open[0]?.number ?? null
  if (at.mine.size >= askedOfOne && options.more !== true) return null
  const shown = await shownIn(context, at.id)
  const seed = createHash('sha256')
    .update(`${at.id} ${at.participant} ${at.mine.size}`)
    .digest()
    .readUInt32BE(0)
  const chosen = chooseNextStatement(
    open.map(({ id }) => {
      const counts = shown.get(id) ?? { agree: 0, disagree: 0, pass: 0, all: 0 }
      return { statement: id, shown: counts.all, priority: routingPriority(counts, 0, false) }
    }),
    seededRandom(seed),
  )
  return open.find(({ id }) => id === chosen)?.number ?? null
}
