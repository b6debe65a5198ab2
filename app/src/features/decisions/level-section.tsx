import type { Context } from '../../platform/http/context.ts'
import { AnswerButtons } from '../../ui/answer-buttons.tsx'
import { Facts } from '../../ui/facts.tsx'
import { levelName, levelPromise } from '../initiatives/public.ts'
import { type LevelVerdict, lastDayToRate, levelVerdicts } from './level-kept.ts'
import { decisionMessages } from './messages.ts'
import type { DecisionModel } from './models.ts'

/** Whether the promised level was kept, from those who were asked; and the question, to whoever was. */
export function LevelSection({ model, context }: { model: DecisionModel; context: Context }) {
  const { locale, formats, network } = context
  const t = decisionMessages(locale)
  const level = model.initiative.participationLevel
  if (level === null) return null
  const lastDay = lastDayToRate(model.decidedAt, network.settings.timeZone)
  const shown = (key: LevelVerdict | 'people') => {
    const one = model.levelKept[key]
    return one.kind === 'shown' ? formats.number(one.count) : t('hidden')
  }
  return (
    <section id="level">
      <h2>{t('level.title')}</h2>
      <p>{t('level.promise', { level: levelName(locale, level), promise: levelPromise(locale, level) })}</p>
      {model.levelKept.people.kind === 'shown' ? (
        <Facts
          items={[
            { term: t('level.people'), value: shown('people') },
            ...levelVerdicts.map((one) => ({ term: t(`verdict.${one}`), value: shown(one) })),
          ]}
        />
      ) : (
        <p>
          {model.today > lastDay
            ? t('level.fewSoFar')
            : t('level.shownAfter', { date: formats.date(lastDay) })}
        </p>
      )}
      {model.may.rate ? (
        <>
          <h3>{t('level.question')}</h3>
          <p>{t('level.hint')}</p>
          <AnswerButtons
            action={`/decisions/${model.id}/level`}
            name="verdict"
            chosen={model.mine}
            options={levelVerdicts.map((one) => ({ value: one, label: t(`verdict.${one}`) }))}
          />
        </>
      ) : null}
    </section>
  )
}
