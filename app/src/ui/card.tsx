import type { ComponentChildren } from 'preact'

/**
 * Something to look at or to open.
 *
 * @param href the whole card leads there
 * @param level of its heading (2 unless told)
 */
export function Card({
  title,
  href,
  level = 2,
  aside,
  children,
}: {
  title: ComponentChildren
  href?: string | undefined
  level?: 2 | 3 | undefined
  /** Small words over the title: a state, a kind. */
  aside?: ComponentChildren | undefined
  children?: ComponentChildren
}) {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <article class={href ? 'card linked' : 'card'}>
      {aside ? <div class="card-aside">{aside}</div> : null}
      <Heading>{href ? <a href={href}>{title}</a> : title}</Heading>
      {children}
    </article>
  )
}

/** Cards under each other on a phone, beside each other where there is room. */
export function Cards({ children }: { children: ComponentChildren }) {
  return <div class="cards">{children}</div>
}

/** Small facts on one line: minutes, pay, who can see it. */
export function Meta({ items }: { items: readonly ComponentChildren[] }) {
  const shown = items.filter((item) => item !== null && item !== undefined && item !== false && item !== '')
  if (shown.length === 0) return null
  return (
    <ul class="meta">
      {shown.map((item, index) => (
        <li key={index}>{item}</li>
      ))}
    </ul>
  )
}
