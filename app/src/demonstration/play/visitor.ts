/** A person with a browser: fetches pages over HTTP, keeps cookies, sends forms as a browser does. */
export type Visitor = Readonly<{
  name: string
  language: 'en' | 'fr'
  /** The page of an address, as HTML. */
  page: (path: string) => Promise<string>
  /** What the page of an address says, as data. */
  data: <T>(path: string) => Promise<T>
  /** Sends a form; gives the address it leads to. */
  send: (path: string, fields: Readonly<Record<string, string | readonly string[] | File>>) => Promise<string>
}>

/** Something did not go as it does when the loop works: names the person, the address and what the page said. */
export class LoopBroken extends Error {
  override name = 'LoopBroken'
}

/** Opens a browser of one person on the application at `base`. */
export function visitor(base: string, name: string, language: 'en' | 'fr'): Visitor {
  const cookies = new Map<string, string>([['rounds-language', language]])
  const request = async (path: string, init: RequestInit & { accept: string }): Promise<Response> => {
    const reply = await fetch(base + path, {
      ...init,
      redirect: 'manual',
      headers: {
        accept: init.accept,
        origin: base,
        cookie: [...cookies].map(([key, value]) => `${key}=${value}`).join('; '),
      },
    })
    for (const line of reply.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1))
    }
    return reply
  }
  const broken = async (what: string, reply: Response) => {
    const said = excerpt(await reply.text(), { lines: 12 }).join(' | ')
    return new LoopBroken(`${name}: ${what} answered ${reply.status}: ${said}`)
  }
  return {
    name,
    language,
    async page(path) {
      const reply = await request(path, { accept: 'text/html' })
      if (reply.status !== 200) throw await broken(`GET ${path}`, reply)
      return reply.text()
    },
    async data<T>(path: string) {
      const reply = await request(path, { accept: 'application/json' })
      if (reply.status !== 200) throw await broken(`GET ${path}`, reply)
      return (await reply.json()) as T
    },
    async send(path, fields) {
      const values = Object.entries(fields)
      const hasFile = values.some(([, value]) => value instanceof File)
      const body = hasFile ? new FormData() : new URLSearchParams()
      for (const [key, value] of values)
        for (const one of Array.isArray(value) ? value : [value]) body.append(key, one as string)
      const reply = await request(path, { accept: 'text/html', method: 'POST', body })
      const to = reply.headers.get('location')
      if (reply.status !== 303 || to === null) throw await broken(`POST ${path}`, reply)
      return to
    },
  }
}

const entities: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
}

/**
 * What a page says to its reader, line by line, without the frame around it.
 *
 * @param options.from first line to show: the first that contains this
 */
export function excerpt(html: string, options: { lines: number; from?: string }): readonly string[] {
  const main = /<main[^>]*>([\s\S]*?)<\/main>/.exec(html)?.[1] ?? html
  const lines = main
    .replace(/<(script|style|svg|template)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*class="[^"]*visually-hidden[^"]*"[^>]*>[^<]*<\/[^>]*>/g, '')
    .replace(
      /<\/(p|h[1-6]|li|dt|dd|div|section|form|button|legend|label|tr|summary|option|a|blockquote|th|td|caption|ol|ul|dl|figure|figcaption)>|<br\s*\/?>/g,
      '\n',
    )
    .replace(/<[^>]+>/g, '')
    .replace(/&(?:amp|lt|gt|quot|#39);/g, (entity) => entities[entity] ?? entity)
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line, index, all) => line !== '' && line !== all[index - 1])
  const start = options.from === undefined ? 0 : lines.findIndex((line) => line.includes(options.from ?? ''))
  return lines.slice(Math.max(0, start)).slice(0, options.lines)
}
