/** What the server said to an answer, or that it could not be asked. */
export type Outcome =
  | { readonly kind: 'saved'; readonly next: string | null }
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' }

export type DeliveryState = 'saving' | 'saved' | 'waiting' | 'refused' | 'expired'

/** Milliseconds before each new try; the last one repeats. */
const pauses = [2_000, 5_000, 15_000, 30_000]

/** How long an answer may wait, in milliseconds. */
export const longestWait = 24 * 3_600_000

/**
 * Delivers one answer, trying again until the server takes or refuses it, for a day at most; a newer answer takes its place.
 *
 * @param send one try
 * @param tell is told every change of state, and after `saved` where to go
 */
export class Delivery {
  readonly #send: (body: URLSearchParams) => Promise<Outcome>
  readonly #tell: (state: DeliveryState, next: string | null) => void
  #body: URLSearchParams | null = null
  #sending = false
  #tries = 0
  #until = 0
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    send: (body: URLSearchParams) => Promise<Outcome>,
    tell: (state: DeliveryState, next: string | null) => void,
  ) {
    this.#send = send
    this.#tell = tell
  }

  /** Whether an answer has not been acknowledged yet. */
  get waiting(): boolean {
    return this.#body !== null
  }

  /** Takes an answer and tries at once. */
  async deliver(body: URLSearchParams): Promise<void> {
    this.#body = body
    this.#tries = 0
    this.#until = Date.now() + longestWait
    this.#tell('saving', null)
    await this.tryNow()
  }

  /** Tries now instead of after the pause; does nothing where nothing waits. */
  async tryNow(): Promise<void> {
    clearTimeout(this.#timer)
    if (this.#body === null || this.#sending) return
    if (Date.now() > this.#until) {
      this.#body = null
      this.#tell('expired', null)
      return
    }
    this.#sending = true
    const body = this.#body
    const outcome = await this.#send(body)
    this.#sending = false
    if (this.#body !== body) return this.tryNow()
    if (outcome.kind === 'unreachable') {
      this.#tell('waiting', null)
      this.#timer = setTimeout(() => void this.tryNow(), pauses[Math.min(this.#tries++, pauses.length - 1)])
      return
    }
    this.#body = null
    this.#tell(outcome.kind, outcome.kind === 'saved' ? outcome.next : null)
  }
}
