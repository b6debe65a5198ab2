/** Where the time comes from: replaced in tests and in the demonstration. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()
