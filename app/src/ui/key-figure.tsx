import type { ComponentChildren } from 'preact'

/**
 * One number that matters, what it is, and what has to be known beside it.
 *
 * @param value formatted in the reader's language
 */
export function KeyFigure({
  value,
  label,
  children,
}: {
  value: string
  label: string
  children?: ComponentChildren
}) {
  return (
    <div class="key-figure">
      <p class="key-value">{value}</p>
      <p class="key-label">{label}</p>
      {children ? <div class="key-beside">{children}</div> : null}
    </div>
  )
}

/** Key figures beside each other. */
export function KeyFigures({ children }: { children: ComponentChildren }) {
  return <div class="key-figures">{children}</div>
}
