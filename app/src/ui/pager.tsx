import type { ComponentChildren } from 'preact'
import { Hidden } from './action-form.tsx'
import { Button } from './button.tsx'
import { useChrome, useWords } from './chrome-context.ts'

/**
 * The pages of a long list.
 *
 * @param page from 1
 * @param total how many things there are in all
 * @param address the address of a page; without it, the pages are buttons of the form that they stand in, which show
 *   that form again (`_redraw` is the page), so that nothing of how the list is narrowed stands in an address
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
  address?: ((page: number) => string) | undefined
}) {
  const t = useWords()
  const { formats } = useChrome()
  const last = Math.max(1, Math.ceil(total / size))
  if (last === 1) return null
  const from = formats.number((page - 1) * size + 1)
  const to = formats.number(Math.min(page * size, total))
  const turn = (other: number, rel: 'prev' | 'next') => {
    const words = t(rel === 'prev' ? 'pager.previous' : 'pager.next')
    return address ? (
      <a class="button secondary" rel={rel} href={address(other)}>
        {words}
      </a>
    ) : (
      <Button kind="secondary" name="_redraw" value={String(other)} formnovalidate>
        {words}
      </Button>
    )
  }
  return (
    <nav class="pager" aria-label={t('pager.label')}>
      {page > 1 ? turn(page - 1, 'prev') : null}
      <p>{t('pager.shown', { from, to, total: formats.number(total) })}</p>
      {page < last ? turn(page + 1, 'next') : null}
    </nav>
  )
}

/**
 * Narrows a long list: a form of fields, sent with the address so that the view can be kept and passed on.
 *
 * @param unaddressed the page of a form shown again instead: for words that must not stand in an address
 */
export function Filter({
  action,
  unaddressed = false,
  children,
}: {
  action: string
  unaddressed?: boolean
  children: ComponentChildren
}) {
  const t = useWords()
  return (
    <form class="filter" method={unaddressed ? 'post' : 'get'} action={action} role="search">
      {unaddressed ? <Hidden fields={{ _redraw: 'filter' }} /> : null}
      {children}
      <Button kind="secondary">{t('filter')}</Button>
    </form>
  )
}
