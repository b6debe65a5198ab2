import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}
const styles = new URL('../../ui/styles/', import.meta.url)
const islands = new URL('../../../islands/dist/', import.meta.url)

type Asset = Readonly<{ name: string; type: string; content: Buffer; gzip: Buffer; brotli: Buffer }>

function asset(base: string, extension: string, content: Buffer): Asset {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 10)
  return {
    name: `${base}.${digest}.${extension}`,
    type: types[extension] ?? 'application/octet-stream',
    content,
    gzip: gzipSync(content, { level: 9 }),
    brotli: brotliCompressSync(content),
  }
}

function readAssets(): ReadonlyMap<string, Asset> {
  const sheets = readdirSync(styles)
    .filter((name) => name.endsWith('.css'))
    .toSorted()
  const assets = [
    asset('rounds', 'css', Buffer.concat(sheets.map((name) => readFileSync(new URL(name, styles))))),
  ]
  if (existsSync(islands))
    for (const name of readdirSync(islands).filter((file) => file.endsWith('.js')))
      assets.push(asset(name.replace(/\.js$/, ''), 'js', readFileSync(new URL(name, islands))))
  return new Map(assets.map((one) => [one.name.replace(/\.[0-9a-f]{10}\./, '.'), one]))
}

let loaded: ReadonlyMap<string, Asset> | null = null
const all = (): ReadonlyMap<string, Asset> => (loaded ??= readAssets())

/** The address of an asset (`rounds.css`, `queue.js`), with its content's hash; null when it was not built. */
export function assetPath(name: string): string | null {
  const found = all().get(name)
  return found ? `/assets/${found.name}` : null
}

/** Serves the style sheet and the built islands from memory, for ever cacheable. */
export function serveAssets(server: FastifyInstance): void {
  const byName = new Map([...all().values()].map((one) => [one.name, one]))
  server.get<{ Params: { name: string } }>('/assets/:name', (request, reply) => {
    const found = byName.get(request.params.name)
    if (!found) return reply.code(404).send()
    const accepts = request.headers['accept-encoding'] ?? ''
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('vary', 'accept-encoding')
      .type(found.type)
    if (/\bbr\b/.test(accepts)) return reply.header('content-encoding', 'br').send(found.brotli)
    if (/\bgzip\b/.test(accepts)) return reply.header('content-encoding', 'gzip').send(found.gzip)
    return reply.send(found.content)
  })
}
