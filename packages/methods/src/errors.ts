/**
 * A caller's bug: an argument outside what the function states it accepts.
 *
 * `argument` names it, `received` is what came, `expected` says what is accepted.
 */
export class InvalidInput extends Error {
  readonly argument: string
  readonly received: unknown
  readonly expected: string

  constructor(argument: string, received: unknown, expected: string) {
    super(`${argument} must be ${expected}, received ${String(received)}`)
    this.name = 'InvalidInput'
    this.argument = argument
    this.received = received
    this.expected = expected
  }
}
