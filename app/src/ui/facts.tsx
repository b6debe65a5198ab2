import type { ComponentChildren } from 'preact'

export type Fact = Readonly<{ term: string; value: ComponentChildren }>

/** What is known of one thing: terms and values. */
export function Facts({ items }: { items: readonly Fact[] }) {
  return (
    <dl class="facts">
      {items.map(({ term, value }) => (
        <div key={term}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
