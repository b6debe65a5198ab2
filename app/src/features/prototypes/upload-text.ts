import { type Upload, refused, uploadLimits } from './upload.ts'

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const control = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F]/

const startOfMarkup =
  /^\s*(?:<!--[\s\S]*?-->\s*)*<(?:[!?]|(?:html|head|body|script|style|iframe|object|embed|form|meta|link|base|title|svg|math|xml|xsl|div|img|a|p|table)\b)/i

/** Reads a text: UTF-8, no control characters, neither HTML nor SVG. Line ends become `\n`. */
export function readText(bytes: Buffer): Upload {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return refused('other')
  }
  if (startOfMarkup.test(text)) return refused(/<svg\b/i.test(text) ? 'svg' : 'html')
  if (control.test(text)) return refused('other')
  if (text.length > uploadLimits.characters) return refused('too-long')
  const content = Buffer.from(text.replaceAll(/\r\n?/g, '\n'))
  if (content.toString().trim() === '') return refused('empty')
  return { kind: 'accepted', mediaType: 'text/markdown', content, width: null, height: null }
}
