import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Data } from '../../ui/data.tsx'
import { Tag } from '../../ui/state.tsx'
import type { Duty } from './home-models.ts'
import { homeMessages } from './messages.ts'

function DutyLine({ duty, first, context }: { duty: Duty; first: boolean; context: Context }) {
  const { locale, formats } = context
  const t = homeMessages(locale)
  const kind = duty.kind === 'need-answers' && duty.title === null ? 'loose-need-answers' : duty.kind
  const words = t(`duty.${kind}`, { count: duty.count ?? 0 })
  const title = duty.title ? <Data of={inLanguage(duty.title, locale)} /> : null
  const due = duty.dueOn ? t('duty.due', { date: formats.date(duty.dueOn) }) : null
  const late = duty.late ? <Tag kind="attention">{t('duty.late')}</Tag> : null
  if (first)
    return (
      <li class="first">
        {title || due ? (
          <p>
            {title}
            {title && due ? ' · ' : null}
            {due} {late}
          </p>
        ) : null}
        <ButtonLink kind="primary" href={duty.href}>
          {words}
        </ButtonLink>
      </li>
    )
  return (
    <li>
      <a href={duty.href}>{words}</a>
      {title ? <> · {title}</> : null}
      {due ? ` · ${due} ` : ' '}
      {late}
    </li>
  )
}

/**
 * What waits for a person, each with the way to it; what is late says so.
 *
 * @param leads the first of them is the next thing to do on this page
 */
export function DutyList({
  duties,
  leads = false,
  context,
}: {
  duties: readonly Duty[]
  leads?: boolean
  context: Context
}) {
  return (
    <ul class="duties">
      {duties.map((duty, index) => (
        <DutyLine
          key={`${duty.kind} ${duty.href}`}
          duty={duty}
          first={leads && index === 0}
          context={context}
        />
      ))}
    </ul>
  )
}
