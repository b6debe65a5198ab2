import type { ComponentChildren } from 'preact'
import { Button } from './button.tsx'
import { useChrome, useWords } from './chrome-context.ts'

/**
 * The pages of a long list.
 *
 * @param page from 1
 * @param total how many things there are in all
 * @param address the address of a page
 */
export function Pager({
  page,
  size,
  total,
  address,
}: {
  page: number
  size: number
  total: number
  address: (page: number) => string
}) {
  const t = useWords()
  const { formats } = useChrome()
  const last = Math.max(1, Math.ceil(total / size))
  if (last === 1) return null
  const from = formats.number((page - 1) * size + 1)
  const to = formats.number(Math.min(page * size, total))
  return (
    <nav class="pager" aria-label={t('pager.label')}>
      {page > 1 ? (
        <a class="button secondary" rel="prev" href={address(page - 1)}>
          {t('pager.previous')}
        </a>
      ) : null}
      <p>{t('pager.shown', { from, to, total: formats.number(total) })}</p>
      {page < last ? (
        <a class="button secondary" rel="next" href={address(page + 1)}>
          {t('pager.next')}
        </a>
      ) : null}
    </nav>
  )
}

/** Narrows a long list: a form of fields, sent with the address so that the view can be kept and passed on. */
export function Filter({ action, children }: { action: string; children: ComponentChildren }) {
  const t = useWords()
  return (
    <form class="filter" method="get" action={action} role="search">
      {children}
      <Button kind="secondary">{t('filter')}</Button>
    </form>
  )
}
