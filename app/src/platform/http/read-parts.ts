import type { MultipartFile } from '@fastify/multipart'
import { type FastifyRequest, errorCodes } from 'fastify'
import { Unreadable } from '../errors.ts'
import { fileTooLarge, maxFileBytes, maxTextBytes } from './kept-text.ts'

/** A larger body is not even read to say which of its fields is too large. */
const maxBodyBytes = 64 * 1024 * 1024

/** All texts and names together: one text that is cut, and what stands beside it. */
const maxTextsBytes = 2 * maxTextBytes

/** What one body of parts may hold. */
export const partLimits = { fileSize: maxFileBytes, fieldSize: maxTextBytes, files: 1, fields: 300 }

/** A file's bytes; of one that is not held, only that there was one. */
async function fileOf(part: MultipartFile, isHeld: boolean): Promise<Buffer | typeof fileTooLarge> {
  if (isHeld) {
    const content = await part.toBuffer()
    return part.file.truncated ? fileTooLarge : content
  }
  let isEmpty = true
  for await (const chunk of part.file) isEmpty &&= (chunk as Buffer).length === 0
  return isEmpty ? Buffer.alloc(0) : fileTooLarge
}

/** Whether a body of parts says how long it is, and that can be taken. */
export const isTakenLength = (request: FastifyRequest): boolean =>
  Number(request.headers['content-length'] ?? Infinity) <= maxBodyBytes

/**
 * Reads a body of parts into fields, as other forms come. What it takes of the memory is bounded, whoever sends it.
 *
 * @param holdsFile whether the bytes of a file are kept
 */
export async function readParts(
  request: FastifyRequest,
  holdsFile: boolean,
): Promise<Record<string, unknown>> {
  // Of a connection that is gone no end is heard.
  if (request.raw.destroyed) throw new Unreadable()
  const fields = new Map<string, unknown[]>()
  let bytes = 0
  try {
    for await (const part of request.parts()) {
      if (part.type === 'field' && typeof part.value !== 'string') throw new Unreadable()
      const value = part.type === 'file' ? await fileOf(part, holdsFile) : part.value
      bytes += Buffer.byteLength(part.fieldname) + (typeof value === 'string' ? Buffer.byteLength(value) : 0)
      if (bytes > maxTextsBytes) throw new errorCodes.FST_ERR_CTP_BODY_TOO_LARGE()
      fields.set(part.fieldname, [...(fields.get(part.fieldname) ?? []), value])
    }
  } catch (error) {
    // The rest is let go by unread.
    request.raw.unpipe().resume()
    throw error
  }
  return Object.fromEntries(
    [...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : values]),
  )
}
