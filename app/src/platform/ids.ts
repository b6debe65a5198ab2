import { randomUUID } from 'node:crypto'
import { z } from 'zod'

declare const brand: unique symbol

/** A UUID that is known to name a `Name`. */
export type Id<Name extends string> = string & { readonly [brand]: Name }

export type NetworkId = Id<'network'>
export type PersonId = Id<'person'>
export type InitiativeId = Id<'initiative'>
export type RoundId = Id<'round'>
export type StatementId = Id<'statement'>
export type ContributionId = Id<'contribution'>
export type DecisionId = Id<'decision'>

/** A new random id; carries no time. */
export const newId = <Name extends string>(): Id<Name> => randomUUID() as Id<Name>

/** A zod schema for an id in an address or a form. */
export const idOf = <Name extends string>() => z.uuid().transform((value) => value as Id<Name>)
