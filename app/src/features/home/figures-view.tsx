import type { Context } from '../../platform/http/context.ts'
import { KeyFigure, KeyFigures } from '../../ui/key-figure.tsx'
import type { Figures } from './home-models.ts'
import { homeMessages } from './messages.ts'

/** The two headline figures, each with its n, and what always stands beside them. */
export function FiguresView({ figures, context }: { figures: Figures; context: Context }) {
  const { locale, formats } = context
  const t = homeMessages(locale)
  const { askToTell, withOutcome, inBulk, notAnswering } = figures
  const share = (value: number | null) => (value === null ? t('figure.none') : formats.percent(value))
  return (
    <section>
      <h2>{t('figures')}</h2>
      <KeyFigures>
        <KeyFigure
          value={askToTell.medianDays === null ? t('figure.none') : formats.number(askToTell.medianDays, 1)}
          label={t('figure.askToTell')}
        >
          <p>{t('figure.rounds', { count: askToTell.rounds })}</p>
          {askToTell.oldestWaitingDays === null ? null : (
            <p>
              {t('figure.waiting', {
                count: askToTell.waiting,
                days: formats.number(Math.floor(askToTell.oldestWaitingDays)),
              })}
            </p>
          )}
        </KeyFigure>
        <KeyFigure value={share(withOutcome.share)} label={t('figure.withOutcome')}>
          <p>{withOutcome.of === null ? t('figure.ofFew') : t('figure.of', { count: withOutcome.of })}</p>
          {inBulk.of === null ? null : (
            <p>{t('figure.inBulk', { share: share(inBulk.share), count: inBulk.of })}</p>
          )}
          {notAnswering.of === null ? null : (
            <p>
              {notAnswering.marked.kind === 'shown'
                ? t('figure.notAnswering', {
                    share: formats.percent(notAnswering.marked.count / notAnswering.of),
                    count: notAnswering.of,
                  })
                : t('figure.notAnsweringHidden')}
            </p>
          )}
          {figures.turnedBack === null ? null : (
            <p>{t('figure.turnedBack', { count: figures.turnedBack })}</p>
          )}
        </KeyFigure>
      </KeyFigures>
    </section>
  )
}
