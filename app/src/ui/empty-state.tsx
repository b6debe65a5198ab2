import type { ComponentChildren } from 'preact'
import { Ring } from './ring.tsx'

/** Nothing is here, why that is so, and what one can do. */
export function EmptyState({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="empty">
      <Ring state="received" />
      <p class="empty-title">{title}</p>
      {children}
    </div>
  )
}
