import type { Context } from '../../platform/http/context.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { homeMessages } from './messages.ts'
import type { Practice } from './practice.ts'

/** Where something is said, on everybody's home: with an example from the reader's own work. */
export function SaySomething({
  context,
  practice = 'unknown',
  first = false,
}: {
  context: Context
  practice?: Practice
  /** Whether it is the one thing to do on the page. */
  first?: boolean
}) {
  const t = homeMessages(context.locale)
  return (
    <section>
      <h2>{t('sayTitle')}</h2>
      <p>{t(`example.${practice}`)}</p>
      <p>
        <ButtonLink href="/say" kind={first ? 'primary' : 'secondary'}>
          {t('sayOneThing')}
        </ButtonLink>
      </p>
    </section>
  )
}
