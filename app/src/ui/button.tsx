import type { ComponentChildren } from 'preact'

export type ButtonKind = 'primary' | 'secondary' | 'quiet' | 'grave'

export type ButtonProps = Readonly<{
  children: ComponentChildren
  kind?: ButtonKind | undefined
  name?: string | undefined
  value?: string | undefined
  /** The id of a form that the button does not stand in. */
  form?: string | undefined
  formaction?: string | undefined
  /** Sends what is there as it is: drafts, "add a line". */
  formnovalidate?: boolean | undefined
}>

/** A button that submits its form; a page has one primary button at most. */
export function Button({ children, kind = 'primary', ...rest }: ButtonProps) {
  return (
    <button class={`button ${kind}`} type="submit" {...rest}>
      {children}
    </button>
  )
}

/** A link that is the page's next step; it goes somewhere and changes nothing. */
export function ButtonLink({
  href,
  kind = 'secondary',
  children,
}: {
  href: string
  kind?: ButtonKind | undefined
  children: ComponentChildren
}) {
  return (
    <a class={`button ${kind}`} href={href}>
      {children}
    </a>
  )
}

/** Buttons and links of one choice, side by side where there is room. */
export function Actions({ children }: { children: ComponentChildren }) {
  return <div class="actions">{children}</div>
}
