import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { useChrome } from '../../ui/chrome-context.ts'
import { Data } from '../../ui/data.tsx'
import { Details } from '../../ui/details.tsx'
import { roundMessages } from './messages.ts'
import type { OwnAnswer } from './participant-model.ts'

/** What one answered, statement by statement, each with the way to change it while the round is open. */
export function OwnAnswers({
  round,
  own,
  open,
}: {
  round: string
  own: readonly OwnAnswer[]
  open: boolean
}) {
  const { locale } = useChrome()
  const t = roundMessages(locale)
  if (own.length === 0) return null
  return (
    <Details summary={t(open ? 'own.change-any' : 'own.look', { count: own.length })}>
      <ul class="own-answers">
        {own.map(({ number, wording, answer }) => {
          const words = inLanguage(wording, locale)
          return (
            <li key={number}>
              <p>
                <Data of={words} />
              </p>
              <p>
                <strong>{t(`answer.${answer}`)}</strong>
                {open ? (
                  <a href={`/rounds/${round}/statements/${number}`}>
                    {t('own.change')}
                    <span class="visually-hidden">
                      {' '}
                      <Data of={words} />
                    </span>
                  </a>
                ) : null}
              </p>
            </li>
          )
        })}
      </ul>
    </Details>
  )
}
