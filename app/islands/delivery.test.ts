import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Delivery, type DeliveryState, type Outcome, longestWait } from './delivery.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function delivery(outcomes: Outcome[]) {
  const said: DeliveryState[] = []
  const sent: string[] = []
  let next: string | null = null
  const one = new Delivery(
    async (body) => {
      sent.push(body.toString())
      return outcomes.shift() ?? { kind: 'unreachable' }
    },
    (state, to) => {
      said.push(state)
      next = to
    },
  )
  return { one, said, sent, next: () => next }
}

const answer = (value: string) => new URLSearchParams({ answer: value, revision: '3' })

test('says saved only after the server said so', async () => {
  const { one, said, next } = delivery([{ kind: 'saved', next: '/rounds/1' }])
  await one.deliver(answer('agree'))
  expect(said).toEqual(['saving', 'saved'])
  expect(next()).toBe('/rounds/1')
  expect(one.waiting).toBe(false)
})

test('sends the same answer with the same revision again until it is taken', async () => {
  const { one, said, sent } = delivery([
    { kind: 'unreachable' },
    { kind: 'unreachable' },
    { kind: 'saved', next: null },
  ])
  await one.deliver(answer('agree'))
  expect(one.waiting).toBe(true)
  await vi.advanceTimersByTimeAsync(2_000)
  await vi.advanceTimersByTimeAsync(5_000)
  expect(said).toEqual(['saving', 'waiting', 'waiting', 'saved'])
  expect(new Set(sent)).toEqual(new Set(['answer=agree&revision=3']))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toHaveLength(3)
})

test('tries at once when the connection is back', async () => {
  const { one, said } = delivery([{ kind: 'unreachable' }, { kind: 'saved', next: null }])
  await one.deliver(answer('agree'))
  await one.tryNow()
  expect(said.at(-1)).toBe('saved')
})

test('a newer answer takes the place of one that waits', async () => {
  const { one, sent } = delivery([{ kind: 'unreachable' }, { kind: 'saved', next: null }])
  await one.deliver(answer('agree'))
  await one.deliver(answer('disagree'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(sent).toEqual(['answer=agree&revision=3', 'answer=disagree&revision=3'])
})

test('a refused answer is said to be refused and not sent again', async () => {
  const { one, said, sent } = delivery([{ kind: 'refused' }])
  await one.deliver(answer('agree'))
  await vi.advanceTimersByTimeAsync(60_000)
  expect(said).toEqual(['saving', 'refused'])
  expect(sent).toHaveLength(1)
})

test('an answer waits for a day and no longer', async () => {
  const { one, said, sent } = delivery([])
  await one.deliver(answer('agree'))
  await vi.advanceTimersByTimeAsync(longestWait)
  expect(one.waiting).toBe(true)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(one.waiting).toBe(false)
  expect(said.at(-1)).toBe('expired')
  const tries = sent.length
  await one.tryNow()
  expect(sent).toHaveLength(tries)
})
