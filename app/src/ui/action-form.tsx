import type { ComponentChildren } from 'preact'
import { Button, type ButtonKind } from './button.tsx'

export type HiddenFields = Readonly<Record<string, string | number | undefined>>

/** Values that travel with a form unseen: revisions, ids. */
export function Hidden({ fields }: { fields: HiddenFields }) {
  return (
    <>
      {Object.entries(fields).map(([name, value]) =>
        value === undefined ? null : <input key={name} type="hidden" name={name} value={value} />,
      )}
    </>
  )
}

/** A form of one button: something is done, once, by pressing it. */
export function ActionForm({
  action,
  children,
  kind = 'secondary',
  fields = {},
}: {
  action: string
  children: ComponentChildren
  kind?: ButtonKind | undefined
  fields?: HiddenFields | undefined
}) {
  return (
    <form method="post" action={action} class="action-form">
      <Hidden fields={fields} />
      <Button kind={kind}>{children}</Button>
    </form>
  )
}
