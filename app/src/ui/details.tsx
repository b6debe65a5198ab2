import type { ComponentChildren } from 'preact'

/** More, one tap away. */
export function Details({
  summary,
  open = false,
  children,
}: {
  summary: ComponentChildren
  open?: boolean | undefined
  children: ComponentChildren
}) {
  return (
    <details class="more" open={open}>
      <summary>{summary}</summary>
      <div class="more-body">{children}</div>
    </details>
  )
}
