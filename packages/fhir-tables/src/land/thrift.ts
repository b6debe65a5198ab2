import { Buffer } from 'node:buffer'

/** A value of Thrift; numbers are whole and not negative, the fields of a struct are named by their numbers. */
export type Thrift =
  | { readonly i32: number }
  | { readonly i64: number }
  | { readonly text: string }
  | { readonly list: readonly Thrift[] }
  | { readonly struct: Readonly<Record<number, Thrift>> }

/**
 * A struct as Thrift's compact protocol writes it, of which the metadata of Parquet are made.
 *
 * Source: https://github.com/apache/thrift/blob/master/doc/specs/thrift-compact-protocol.md
 */
export function thriftBytes(struct: Readonly<Record<number, Thrift>>): Buffer {
  const out: number[] = []
  write(out, { struct })
  return Buffer.from(out)
}

function write(out: number[], value: Thrift): void {
  if ('i32' in value) varint(out, 2 * value.i32)
  else if ('i64' in value) varint(out, 2 * value.i64)
  else if ('text' in value) {
    const bytes = Buffer.from(value.text)
    varint(out, bytes.length)
    out.push(...bytes)
  } else if ('list' in value) {
    const { list } = value
    const kind = list.length === 0 ? 0 : kindOf(list[0]!)
    if (list.length < 15) out.push((list.length << 4) | kind)
    else {
      out.push(0xf0 | kind)
      varint(out, list.length)
    }
    for (const one of list) write(out, one)
  } else {
    let before = 0
    for (const [key, field] of Object.entries(value.struct)) {
      out.push(((Number(key) - before) << 4) | kindOf(field))
      write(out, field)
      before = Number(key)
    }
    out.push(0)
  }
}

function kindOf(value: Thrift): number {
  if ('i32' in value) return 5
  if ('i64' in value) return 6
  if ('text' in value) return 8
  return 'list' in value ? 9 : 12
}

/** Seven bits a byte, the least first. */
export function varint(out: number[], value: number): void {
  let left = value
  for (; left >= 128; left = Math.floor(left / 128)) out.push((left % 128) | 128)
  out.push(left)
}
