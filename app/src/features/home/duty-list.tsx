import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Data } from '../../ui/data.tsx'
import { Tag } from '../../ui/state.tsx'
import type { Duty } from './home-models.ts'
import { homeMessages } from './messages.ts'

/** What waits for a person, each with the way to it; what is late says so. */
export function DutyList({ duties, context }: { duties: readonly Duty[]; context: Context }) {
  const { locale, formats } = context
  const t = homeMessages(locale)
  return (
    <ul class="duties">
      {duties.map((duty) => (
        <li key={`${duty.kind} ${duty.href}`}>
          <a href={duty.href}>{t(`duty.${duty.kind}`, { count: duty.count ?? 0 })}</a>
          {duty.title ? (
            <>
              {' · '}
              <Data of={inLanguage(duty.title, locale)} />
            </>
          ) : null}
          {duty.dueOn ? ` · ${t('duty.due', { date: formats.date(duty.dueOn) })} ` : ' '}
          {duty.late ? <Tag kind="attention">{t('duty.late')}</Tag> : null}
        </li>
      ))}
    </ul>
  )
}
