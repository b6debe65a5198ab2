import type { Socket } from 'node:net'
import pg from 'pg'

/** A connection that sends together what is asked of it in one turn of the event loop. */
export class CorkingClient extends pg.Client {
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
      // What others ask at the end of this turn, for all who asked them, goes too.
      process.nextTick(() => process.nextTick(() => stream.uncork()))
    }
    return (super.query.bind(this) as unknown as (...given: unknown[]) => never)(...args)
  }
}
