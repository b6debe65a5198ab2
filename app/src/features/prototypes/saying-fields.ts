import { z } from 'zod'
import { FormRefused } from '../../platform/http/route.ts'
import { idOf } from '../../platform/ids.ts'
import type { Saying } from './add-annotation.ts'
import { findings } from './object.ts'

const text = (most: number) =>
  z
    .string()
    .max(most, 'error.too-long')
    .transform((value) => value.replaceAll(/\r\n?/g, '\n').trim())
    .default('')

/** What the form of a comment or of other wording sends. */
export const SayingFields = z.object({
  id: idOf<'contribution'>(),
  kind: z.enum(['comment', 'proposal']),
  place: z.string().max(20).default(''),
  finding: z.enum(findings).optional().catch(undefined),
  text: text(2000),
  before: text(4000),
  after: text(20_000),
  credit: z.literal('on').optional().catch(undefined),
  open: z.literal('on').optional().catch(undefined),
})

/** What is said, complete. @throws {FormRefused} */
export function sayingFrom(values: z.output<typeof SayingFields>): Saying {
  if (values.kind === 'proposal') {
    if (values.after === '') throw new FormRefused({ after: 'error.after' })
    return {
      kind: 'proposal',
      before: values.before,
      after: values.after,
      credit: values.credit === 'on',
    }
  }
  const errors = {
    ...(values.finding ? {} : { finding: 'error.finding' }),
    ...(values.text === '' ? { text: 'error.text' } : {}),
  }
  if (!values.finding || values.text === '') throw new FormRefused(errors)
  return { kind: 'comment', finding: values.finding, text: values.text, open: values.open === 'on' }
}
