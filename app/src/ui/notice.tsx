import type { ComponentChildren } from 'preact'

/**
 * A sentence set apart from the page.
 *
 * @param kind `saved` after something was saved, `attention` before something that cannot be undone
 * @param announce true where it appears as the result of what the person just did
 */
export function Notice({
  kind = 'plain',
  announce = false,
  children,
}: {
  kind?: 'plain' | 'saved' | 'attention' | undefined
  announce?: boolean | undefined
  children: ComponentChildren
}) {
  return (
    <div class={`notice ${kind}`} role={announce ? 'status' : undefined}>
      {children}
    </div>
  )
}
