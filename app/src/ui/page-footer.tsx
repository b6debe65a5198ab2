import { useChrome, useWords } from './chrome-context.ts'

/** The foot of every page: help, privacy and the way out, always here and in this order. */
export function PageFooter() {
  const { actor } = useChrome()
  const t = useWords()
  return (
    <footer class="foot">
      <ul>
        <li>
          <a href="/help">{t('help')}</a>
        </li>
        <li>
          <a href="/privacy">{t('privacy')}</a>
        </li>
        {actor ? (
          <li>
            <form method="post" action="/sign-out">
              <button class="link" type="submit">
                {t('signOut')}
              </button>
            </form>
          </li>
        ) : null}
      </ul>
    </footer>
  )
}
