import type { Socket } from 'node:net'
import pg from 'pg'

/** The name that a statement begins with: `/* prepared: answering *\/ select …`. */
const named = /^\s*\/\* prepared: ([a-z-]+) \*\//

/**
 * A connection that prepares, once, the statements that begin with a name, and sends together what is asked of
 * it in one turn of the event loop.
 *
 * For the few statements of the hottest path: planning them costs more than running them. A name belongs to one
 * text; a connection that meets it with another text refuses.
 */
export class PreparingClient extends pg.Client {
  constructor(config?: string | pg.ClientConfig) {
    super(config)
    // A connection lost while it is in use fails what it was asked and leaves the pool; without a listener its
    // error event would end the process.
    this.on('error', () => undefined)
  }

  override query(...args: unknown[]): never {
    const { stream } = (this as unknown as { connection: { stream: Socket } }).connection
    if (stream.writableCorked === 0) {
      stream.cork()
      process.nextTick(() => stream.uncork())
    }
    const [text, values] = args
    const name = typeof text === 'string' && Array.isArray(values) ? named.exec(text)?.[1] : undefined
    const query = super.query.bind(this) as unknown as (...given: unknown[]) => never
    return name === undefined ? query(...args) : query({ name, text, values }, ...args.slice(2))
  }
}
