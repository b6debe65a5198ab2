import { type Upload, refused } from './upload.ts'

/** What a page to be read never needs: scripts, other programs, attachments, forms that send, films. */
const active = /\/(?:JavaScript|JS|Launch|EmbeddedFiles?|RichMedia|XFA|SubmitForm|ImportData)(?![A-Za-z0-9])/

/** The document without the bodies of its streams, names spelt plainly (`/J#53` is `/JS`). */
const plainStructure = (text: string): string =>
  text
    .replaceAll(/\bstream\r?\n[\s\S]*?\bendstream\b/g, ' ')
    .replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))

/**
 * Reads a PDF's outside: that it begins and ends as one, is not locked, and names nothing active in the open.
 *
 * What is packed inside compressed objects is not looked at; a PDF is therefore only ever handed over as a
 * download, never opened inside one of our pages.
 */
export function readPdf(bytes: Buffer): Upload {
  const text = bytes.toString('latin1')
  if (!/^%PDF-(?:1\.[0-7]|2\.0)[\r\n ]/.test(text)) return refused('broken')
  const end = text.lastIndexOf('%%EOF')
  if (end < 0) return refused('truncated')
  if (/[^\s\0]/.test(text.slice(end + 5))) return refused('more-behind')
  const structure = plainStructure(text)
  if (/\/Encrypt(?![A-Za-z0-9])/.test(structure)) return refused('locked')
  if (active.test(structure)) return refused('active')
  return { kind: 'accepted', mediaType: 'application/pdf', content: bytes, width: null, height: null }
}
