import type { Transaction } from 'kysely'
import type { NetworkId } from '../ids.ts'
import type { DB } from './tables.gen.ts'

type Work<T> = (db: Transaction<DB>) => Promise<T>
type Member = Readonly<{
  work: Work<unknown>
  resolve: (result: unknown) => void
  reject: (error: unknown) => void
}>
/** What comes about one thing: transactions that run, and those still being filled. */
type Lane = { running: number; waiting: Member[][] }

/** Transactions about one thing that run at once: while the database works on one, the next is filled. */
const atOnce = 2
/** Members of one transaction, so that nobody waits for a crowd. */
const most = 32

/**
 * Lets works about the same thing of one network that come at the same moment share a transaction, and with it its
 * beginning, its commit and its wait for the disk. One that comes alone starts at once, in its own.
 *
 * Each work resolves once the transaction is committed. Where one of them fails, nothing of the shared transaction
 * is kept and each runs again in its own: so a work may run twice, and what it does besides `db` must bear that.
 */
export function sharedTransactions(
  tenant: <T>(network: NetworkId, work: Work<T>) => Promise<T>,
): <T>(network: NetworkId, about: string, work: Work<T>) => Promise<T> {
  const lanes = new Map<string, Lane>()

  const runAlone = (network: NetworkId, members: readonly Member[]) =>
    Promise.all(members.map(({ work, resolve, reject }) => tenant(network, work).then(resolve, reject)))

  const runTogether = (network: NetworkId, members: readonly Member[]): Promise<unknown[]> =>
    tenant(network, async (db) => {
      // The transaction outlives every one of its members, whatever became of the others.
      const ended = await Promise.allSettled(members.map(({ work }) => work(db)))
      return ended.map((one) => {
        if (one.status === 'rejected') throw one.reason
        return one.value
      })
    })

  const run = async (network: NetworkId, members: readonly Member[]): Promise<unknown> => {
    if (members.length === 1) return runAlone(network, members)
    const results = await runTogether(network, members).catch(() => null)
    if (results === null) return runAlone(network, members)
    for (const [index, { resolve }] of members.entries()) resolve(results[index])
    return undefined
  }

  const startNext = (network: NetworkId, about: string, lane: Lane): void => {
    if (lane.running >= atOnce) return
    const members = lane.waiting.shift()
    if (!members) {
      if (lane.running === 0) lanes.delete(`${network} ${about}`)
      return
    }
    lane.running += 1
    void run(network, members).finally(() => {
      lane.running -= 1
      startNext(network, about, lane)
    })
  }

  return (network, about, work) =>
    new Promise((resolve, reject) => {
      const name = `${network} ${about}`
      const lane = lanes.get(name) ?? { running: 0, waiting: [] }
      lanes.set(name, lane)
      const member = { work, resolve: resolve as Member['resolve'], reject }
      const last = lane.waiting.at(-1)
      if (last && last.length < most) last.push(member)
      else lane.waiting.push([member])
      startNext(network, about, lane)
    })
}
