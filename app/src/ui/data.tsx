export type DataText = string | Readonly<{ text: string; language: string }>

/** Words that people wrote, in their own language: marked, so that a test can tell them from the pages' own words. */
export function Data({ of }: { of: DataText }) {
  if (typeof of === 'string') return <span data-content>{of}</span>
  return (
    <span data-content lang={of.language === 'und' ? '' : of.language}>
      {of.text}
    </span>
  )
}

/** A person's sentence set apart, in the typeface that only people's words have. */
export function Words({ of, as: Tag = 'p' }: { of: DataText; as?: 'p' | 'blockquote' | 'h1' | 'h2' }) {
  return (
    <Tag class="words">
      <Data of={of} />
    </Tag>
  )
}
