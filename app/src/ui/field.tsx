import type { ComponentChildren } from 'preact'
import { useWords } from './chrome-context.ts'

export type FieldValue = string | readonly string[] | undefined

/** What every field has: a name, words, and what is wrong with it. */
export type FieldProps = Readonly<{
  name: string
  label: string
  hint?: string | undefined
  error?: string | undefined
  value?: FieldValue
  optional?: boolean | undefined
  /** Where the label is the page's question. */
  heading?: boolean | undefined
}>

/** The one text of a field's value. */
export const textOf = (value: FieldValue): string | undefined =>
  typeof value === 'string' ? value : value?.[0]

/** The ids of what describes a field, for `aria-describedby`. */
export function describedBy(
  name: string,
  parts: { hint?: string | undefined; error?: string | undefined },
): string | undefined {
  const ids = [parts.hint ? `${name}-hint` : '', parts.error ? `${name}-error` : ''].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}

/** The sentence under a label that helps to answer. */
export function Hint({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <p class="hint" id={`${name}-hint`}>
      {children}
    </p>
  )
}

/** What is wrong with a field, at the field. */
export function FieldErrorText({ name, text }: { name: string; text: string | undefined }) {
  const t = useWords()
  if (!text) return null
  return (
    <p class="field-error" id={`${name}-error`}>
      <span class="visually-hidden">{t('errors.title')} </span>
      {text}
    </p>
  )
}

/** The label of a field, and "(optional)" where it is. */
export function Label({
  name,
  children,
  optional = false,
  heading = false,
}: {
  name: string
  children: ComponentChildren
  optional?: boolean | undefined
  heading?: boolean | undefined
}) {
  const t = useWords()
  const label = (
    <label for={name}>
      {children}
      {optional ? <span class="optional"> {t('optional')}</span> : null}
    </label>
  )
  return heading ? <h1 class="label-heading">{label}</h1> : label
}

/** What an input says of itself: its name, and what describes it. */
export const inputOf = (name: string, parts: { hint?: string | undefined; error?: string | undefined }) => ({
  id: name,
  name,
  'aria-describedby': describedBy(name, parts),
  'aria-invalid': parts.error ? ('true' as const) : undefined,
})

/** The frame of a field: its label, what helps to answer, what is wrong, then the input. */
export function Field({
  name,
  label,
  hint,
  error,
  optional,
  heading,
  children,
}: Omit<FieldProps, 'value'> & { children: ComponentChildren }) {
  return (
    <div class="field">
      <Label name={name} optional={optional} heading={heading}>
        {label}
      </Label>
      {hint ? <Hint name={name}>{hint}</Hint> : null}
      <FieldErrorText name={name} text={error} />
      {children}
    </div>
  )
}

/** The question over a group of inputs. */
export function Legend({
  children,
  optional = false,
  heading = false,
}: {
  children: ComponentChildren
  optional?: boolean | undefined
  heading?: boolean | undefined
}) {
  const t = useWords()
  const words = (
    <>
      {children}
      {optional ? <span class="optional"> {t('optional')}</span> : null}
    </>
  )
  return <legend>{heading ? <h1 class="label-heading">{words}</h1> : words}</legend>
}
