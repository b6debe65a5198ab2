import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { transformSync } from 'oxc-transform'

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
}
const styles = new URL('../../ui/styles/', import.meta.url)
const islands = new URL('../../../islands/', import.meta.url)

type Asset = Readonly<{
  name: string
  type: string
  content: Buffer
  gzip: Buffer
  brotli: Buffer
  /** Addresses of the modules that it imports, at any depth. */
  imports: readonly string[]
}>

function asset(base: string, extension: string, content: Buffer, imports: readonly string[] = []): Asset {
  const digest = createHash('sha256').update(content).digest('hex').slice(0, 10)
  return {
    name: `${base}.${digest}.${extension}`,
    type: types[extension] ?? 'application/octet-stream',
    content,
    gzip: gzipSync(content, { level: 9 }),
    brotli: brotliCompressSync(content),
    imports,
  }
}

/** The browser modules, compiled; what they import from each other stands under the address it is served at. */
function readIslands(): readonly Asset[] {
  const read = new Map<string, Asset>()
  const island = (base: string): Asset => {
    const known = read.get(base)
    if (known) return known
    const file = `${base}.ts`
    const { code, errors } = transformSync(file, readFileSync(new URL(file, islands), 'utf8'), { lang: 'ts' })
    if (errors.length > 0)
      throw new SyntaxError(errors.map((error) => error.codeframe ?? error.message).join('\n'))
    const imports = new Set<string>()
    const linked = code.replaceAll(/(?<=\bfrom "\.\/)([\w-]+)\.ts(?=")/g, (_, other: string) => {
      const found = island(other)
      for (const one of [...found.imports, address(found)]) imports.add(one)
      return found.name
    })
    const made = asset(base, 'js', Buffer.from(linked), [...imports])
    read.set(base, made)
    return made
  }
  return readdirSync(islands)
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => island(name.replace(/\.ts$/, '')))
}

function readAssets(): ReadonlyMap<string, Asset> {
  const sheets = readdirSync(styles)
    .filter((name) => name.endsWith('.css'))
    .toSorted()
  const assets = [
    asset('rounds', 'css', Buffer.concat(sheets.map((name) => readFileSync(new URL(name, styles))))),
    ...readIslands(),
  ]
  return new Map(assets.map((one) => [one.name.replace(/\.[0-9a-f]{10}\./, '.'), one]))
}

let loaded: ReadonlyMap<string, Asset> | null = null
const all = (): ReadonlyMap<string, Asset> => (loaded ??= readAssets())

const address = ({ name }: Asset): string => `/assets/${name}`

function assetNamed(name: string): Asset {
  const found = all().get(name)
  if (!found) throw new Error(`there is no asset called ${name}`)
  return found
}

/** The address of an asset (`rounds.css`), with its content's hash. */
export function assetPath(name: string): string {
  return address(assetNamed(name))
}

/** The addresses of browser modules (`queue.js`) and of all that they import, which a browser then fetches at once. */
export function modulePaths(names: readonly string[]): readonly string[] {
  return [...new Set(names.map(assetNamed).flatMap((one) => [...one.imports, address(one)]))]
}

/** Serves the style sheet and the browser modules from memory, for ever cacheable. */
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
