import type { Buffer } from 'node:buffer'
import { isResource } from '../definitions/elements.ts'
import { resourceScanner } from './scan-resource.ts'
import { ScanProblem } from './skip-json.ts'

/** A resource that the server no longer has. */
export type Deletion = { readonly type: string; readonly id: string }

type Bundle = {
  readonly resourceType?: unknown
  readonly entry?: readonly ({
    readonly request?: { readonly method?: unknown; readonly url?: unknown }
  } | null)[]
}

/**
 * Makes a function that reads what a line of a deletions file deletes: a Bundle whose every entry is a DELETE.
 *
 * @throws {ScanProblem} from that function, where the line is something else
 */
export function deletionLineReader(): (bytes: Buffer, start: number, end: number) => readonly Deletion[] {
  const scan = resourceScanner()
  return (bytes, start, end) => {
    scan(bytes, start, end)
    const bundle = JSON.parse(bytes.toString('utf8', start, end)) as Bundle
    if (bundle.resourceType !== 'Bundle' || !Array.isArray(bundle.entry ?? [])) {
      throw new ScanProblem(start, 'a Bundle of deletions')
    }
    return (bundle.entry ?? []).map((entry, index) => {
      const { method, url } = entry?.request ?? {}
      const [, type, id] =
        /(?:^|\/)([A-Z][A-Za-z]+)\/([A-Za-z0-9\-.]{1,64})$/.exec(typeof url === 'string' ? url : '') ?? []
      if (method === 'DELETE' && type !== undefined && id !== undefined && isResource(type))
        return { type, id }
      throw new ScanProblem(start, `DELETE of a type and an id in entry[${index}].request`)
    })
  }
}
