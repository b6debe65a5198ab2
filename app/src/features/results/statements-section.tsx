import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { AnswerChart } from '../../ui/charts/answer-chart.tsx'
import { Data } from '../../ui/page.tsx'
import { Pager } from '../../ui/pager.tsx'
import { resultMessages } from './messages.ts'
import type { ResultView } from './result-model.ts'

type Computed = NonNullable<ResultView['computed']>
type Statement = Computed['statements'][number]

const answers = ['agree', 'disagree', 'pass'] as const

/** How many statements are drawn before "show all", and how many of a list. */
const first = 10
/** How many stand on one page of all of them. */
const onPage = 50

function Said({
  statement,
  context,
  children,
}: {
  statement: Statement | undefined
  context: Context
  children: string
}) {
  if (!statement) return null
  return (
    <li>
      <p class="words">
        <Data of={inLanguage(statement.wording, context.locale)} />
      </p>
      <p class="said">{children}</p>
    </li>
  )
}

/** Where most agree, where groups differ, where many are unsure. */
export function StatementLists({ computed, context }: { computed: Computed; context: Context }) {
  const t = resultMessages(context.locale)
  const byNumber = new Map(computed.statements.map((one) => [one.number, one]))
  const passShare = (number: string) => {
    const pass = byNumber.get(number)?.pass
    return pass?.kind === 'shown' ? context.formats.percent(pass.interval.share) : t('hiddenShort')
  }
  const lists = [
    {
      title: t('lists.consensus'),
      hidden: false,
      items: computed.consensus.map(({ number, direction }) => ({
        number,
        said: t(direction === 'agree' ? 'lists.mostAgree' : 'lists.mostDisagree'),
      })),
    },
    ...(computed.groups.length === 0
      ? []
      : [
          {
            title: t('lists.dividing'),
            hidden: computed.groupsHidden,
            items: computed.dividing.map(({ number, highest, lowest }) => ({
              number,
              said: t('lists.differs', { highest, lowest }),
            })),
          },
        ]),
    {
      title: t('lists.uncertain'),
      hidden: false,
      items: computed.uncertain.map(({ number }) => ({
        number,
        said: t('lists.passes', { share: passShare(number) }),
      })),
    },
  ]
  return (
    <div class="side-by-side">
      {lists.map(({ title, hidden, items }) => (
        <section key={title}>
          <h2>{title}</h2>
          {items.length === 0 ? <p>{t(hidden ? 'lists.noneShown' : 'lists.none')}</p> : null}
          {items.length > first ? <p>{t('lists.clearest', { shown: first, count: items.length })}</p> : null}
          <ul class="statements">
            {items.slice(0, first).map(({ number, said }) => (
              <Said key={number} statement={byNumber.get(number)} context={context}>
                {said}
              </Said>
            ))}
          </ul>
        </section>
      ))}
    </div>
  )
}

const drawn = (one: Statement['agree']) =>
  one.kind === 'shown'
    ? { share: one.interval.share, low: one.interval.lower, high: one.interval.upper }
    : null

function Bars({ statement, context }: { statement: Statement; context: Context }) {
  const t = resultMessages(context.locale)
  const hidden = answers.filter((answer) => statement[answer].kind === 'hidden').length
  const part = (answer: (typeof answers)[number]): string => {
    const one = statement[answer]
    return one.kind === 'shown'
      ? t(`statements.part.${answer}`, { share: context.formats.percent(one.interval.share) })
      : ''
  }
  const sentence =
    statement.answered === null && hidden === answers.length
      ? t('statements.hidden')
      : t('statements.sentence', {
          agree: part('agree'),
          disagree: part('disagree'),
          pass: part('pass'),
          hidden,
          answered: statement.answered ?? -1,
        }).trim()
  return (
    <li class="statement">
      <p class="words">
        <Data of={inLanguage(statement.wording, context.locale)} />
        {statement.accepted ? null : <em> {t('statements.moderated')}</em>}
      </p>
      <AnswerChart
        id={`statement-${statement.number}`}
        sentence={sentence}
        n={statement.answered}
        shares={{
          agree: drawn(statement.agree),
          disagree: drawn(statement.disagree),
          pass: drawn(statement.pass),
        }}
      />
    </li>
  )
}

/** Every statement with its bars: the first, or a page of all of them. */
export function StatementsSection({
  computed,
  roundId,
  all,
  page,
  context,
}: {
  computed: Computed
  roundId: string
  all: boolean
  page: number
  context: Context
}) {
  const t = resultMessages(context.locale)
  const total = computed.statements.length
  const from = all ? (page - 1) * onPage : 0
  const shown = computed.statements.slice(from, from + (all ? onPage : first))
  const address = (other: number) => `/rounds/${roundId}/results?all=1&page=${other}#statements`
  return (
    <>
      <section>
        <h2 id="statements">{t('statements.heading')}</h2>
        <ol class="statement-bars" start={from + 1}>
          {shown.map((statement) => (
            <Bars key={statement.number} statement={statement} context={context} />
          ))}
        </ol>
        {all ? (
          <Pager page={page} size={onPage} total={total} address={address} />
        ) : shown.length < total ? (
          <p>
            <a class="button quiet" href={`/rounds/${roundId}/results?all=1#statements`}>
              {t('statements.more', { count: total })}
            </a>
          </p>
        ) : null}
      </section>
    </>
  )
}
