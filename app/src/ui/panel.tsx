import type { ComponentChildren } from 'preact'
import { Ring } from './ring.tsx'

/** What was done is done: the page's heading, with what happens next below it. */
export function Panel({ title, children }: { title: string; children?: ComponentChildren }) {
  return (
    <div class="panel">
      <Ring state="done" />
      <h1>{title}</h1>
      {children}
    </div>
  )
}
