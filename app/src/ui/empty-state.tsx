import type { ComponentChildren } from 'preact'
import { Ring } from './ring.tsx'

/**
 * Nothing is here, why that is so, and what one can do.
 *
 * @param done nothing is here because all of it has come back
 */
export function EmptyState({
  title,
  done = false,
  children,
}: {
  title: string
  done?: boolean
  children?: ComponentChildren
}) {
  return (
    <div class="empty">
      <Ring state={done ? 'done' : 'received'} />
      <p class="empty-title">{title}</p>
      {children}
    </div>
  )
}
