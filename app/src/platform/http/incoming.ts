import type { FastifyRequest } from 'fastify'
import type { z } from 'zod'
import { NotFound } from '../errors.ts'
import type { Network, Services } from './context.ts'
import { unstorableFields } from './kept-text.ts'
import type { Route } from './route.ts'

/** A request on its way: its network is known, nothing else is. */
export type Incoming = Readonly<{
  services: Services
  network: Network
  request: FastifyRequest
  route: Route
}>

/** Whether the model is wanted rather than the page. */
export const wantsJson = (request: FastifyRequest): boolean =>
  (request.headers.accept ?? '').includes('application/json')

/** A part of the address by its schema. @throws {NotFound} where it is none that there can be */
export function parseAddress<S extends z.ZodType | undefined>(schema: S, value: unknown): never {
  if (!schema) return {} as never
  if (unstorableFields(value).length > 0) throw new NotFound()
  const parsed = schema.safeParse(value)
  if (!parsed.success) throw new NotFound()
  return parsed.data as never
}
