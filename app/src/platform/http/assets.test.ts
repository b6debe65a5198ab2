import Fastify from 'fastify'
import { expect, test } from 'vitest'
import { modulePaths, serveAssets } from './assets.ts'

/** What all browser modules together may weigh on a physician's page, in bytes of gzip. */
const budget = 30_000

const served = async (path: string) => {
  const server = Fastify()
  serveAssets(server)
  return await server.inject({ url: path, headers: { 'accept-encoding': 'gzip' } })
}

test('browser modules are compiled and stay within their budget', async () => {
  const paths = modulePaths(['connection.js', 'second-tap.js', 'queue.js', 'palette.js', 'preview.js'])
  const replies = await Promise.all(paths.map(served))
  for (const reply of replies) {
    expect(reply.statusCode).toBe(200)
    expect(reply.headers['content-type']).toContain('text/javascript')
  }
  const bytes = replies.reduce((sum, reply) => sum + reply.rawPayload.length, 0)
  expect(bytes).toBeGreaterThan(1_000)
  expect(bytes).toBeLessThanOrEqual(budget)
})

test('what a module imports is named with it, once, at the address that its import says', async () => {
  const paths = modulePaths(['queue.js', 'queue.js'])
  expect(paths).toEqual([
    expect.stringMatching(/^\/assets\/delivery\.[0-9a-f]{10}\.js$/),
    expect.stringMatching(/^\/assets\/queue\.[0-9a-f]{10}\.js$/),
  ])
  const server = Fastify()
  serveAssets(server)
  const { body } = await server.inject(paths[1] ?? '')
  expect(body).toContain(`from "./${paths[0]?.split('/').at(-1)}"`)
  expect(body).not.toContain('.ts"')
})

test('a module that does not exist is a mistake of who names it', () => {
  expect(() => modulePaths(['delivry.js'])).toThrow('delivry.js')
})
