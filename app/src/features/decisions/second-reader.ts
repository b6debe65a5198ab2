/** Who stands behind an initiative, as far as reading a second time goes. */
export type Stewards = Readonly<{
  physicianLead: string | null
  managerLead: string | null
  champions: readonly string[]
  sponsor: string | null
  decider: string | null
}>

/**
 * Who reads an answer a second time: of the two leads, the champions and the sponsor, the first who did not give it.
 *
 * @param answeredBy everyone who gave an answer to this thing before
 * @param author never the author, where the author is known
 * @returns null when nobody else is there: the sponsor of the initiative is then missing, and the page says so
 */
export function secondReader(
  stewards: Stewards,
  answeredBy: readonly string[],
  author: string | null,
): string | null {
  const order = [stewards.physicianLead, stewards.managerLead, ...stewards.champions, stewards.sponsor]
  return order.find((id): id is string => id !== null && id !== author && !answeredBy.includes(id)) ?? null
}
