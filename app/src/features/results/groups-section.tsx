import { minimumCount, pollingThresholds } from '@rounds/methods'
import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { OpinionMapChart } from '../../ui/charts/opinion-map-chart.tsx'
import { Data } from '../../ui/page.tsx'
import { resultMessages } from './messages.ts'
import type { ResultView } from './result-model.ts'

type Computed = NonNullable<ResultView['computed']>

const reasons = [
  'too-few-participants',
  'too-few-statements',
  'no-variation',
  'no-division-with-groups-large-enough',
] as const
type Reason = (typeof reasons)[number]

function NotEnough({ computed, context }: { computed: Computed; context: Context }) {
  const t = resultMessages(context.locale)
  const reason =
    reasons.find((one): one is Reason => one === computed.stability.reason) ?? 'too-few-participants'
  const minimum =
    reason === 'too-few-statements' ? pollingThresholds.minimumStatements : pollingThresholds.minimumVoters
  return <p class="not-enough">{t(`groups.none.${reason}`, { n: computed.participants ?? -1, minimum })}</p>
}

const sized = (
  { group, size }: Pick<Computed['groups'][number], 'group' | 'size'>,
  t: ReturnType<typeof resultMessages>,
): string => (size === null ? t('groups.sizeHidden', { group }) : t('groups.size', { group, size }))

function Describes({
  computed,
  group,
  context,
}: {
  computed: Computed
  group: Computed['groups'][number]
  context: Context
}) {
  const t = resultMessages(context.locale)
  const wordings = new Map(computed.statements.map((one) => [one.number, one.wording]))
  return (
    <section class="group">
      <h3>{t('groups.describes', { group: group.group })}</h3>
      <p>{sized(group, t)}</p>
      {group.representative.length === 0 ? <p>{t('groups.nothing')}</p> : null}
      <ul class="statements">
        {group.representative.map((one) => (
          <li key={one.number}>
            <p class="words">
              <Data of={inLanguage(wordings.get(one.number), context.locale)} />
            </p>
            <p class="said">
              {t(one.direction === 'agree' ? 'groups.agrees' : 'groups.agreesOnly', {
                share: context.formats.percent(one.share),
              })}
              {one.others === null ? null : (
                <> · {t('groups.othersAgree', { share: context.formats.percent(one.others) })}</>
              )}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Points along an outline, enough to draw it round. */
function ellipsePoints({
  x,
  y,
  rx,
  ry,
  angle,
}: Computed['groups'][number]['outline']): { x: number; y: number }[] {
  return Array.from({ length: 24 }, (_, index) => {
    const at = (index * Math.PI) / 12
    const [along, across] = [rx * Math.cos(at), ry * Math.sin(at)]
    return {
      x: x + along * Math.cos(angle) - across * Math.sin(angle),
      y: y + along * Math.sin(angle) + across * Math.cos(angle),
    }
  })
}

/** Groups as outlines with what sets each apart, how far they can be relied on; or that there is not enough to say. */
export function GroupsSection({
  computed,
  own,
  context,
}: {
  computed: Computed
  own: ResultView['own']
  context: Context
}) {
  const t = resultMessages(context.locale)
  const { formats } = context
  const { groups, stability } = computed
  if (groups.length === 0)
    return (
      <section>
        <h2>{t('groups.heading')}</h2>
        <NotEnough computed={computed} context={context} />
      </section>
    )
  const known = !computed.rounded && groups.every(({ size }) => size !== null)
  const placed = groups.reduce((sum, { size }) => sum + (size ?? 0), 0)
  const unplaced = known && computed.participants !== null ? computed.participants - placed : 0
  const sizes = groups.map((group) => sized(group, t)).join('; ')
  return (
    <section>
      <h2>{t('groups.heading')}</h2>
      <p>
        {t(stability.verdict === 'stable' ? 'groups.stable' : 'groups.unstable', { count: groups.length })}
      </p>
      <OpinionMapChart
        id="opinion-map"
        sentence={t('groups.map', { count: groups.length, sizes })}
        groups={groups.map(({ group, size, outline }) => ({
          label: group,
          size,
          centre: outline,
          outline: ellipsePoints(outline),
        }))}
        you={own}
      />
      {stability.mean === null ? null : (
        <p class="chart-n">
          {t('groups.stability', {
            resamples: stability.resamples,
            mean: formats.number(stability.mean, 2),
            lower: formats.number(stability.lower ?? 0, 2),
          })}
        </p>
      )}
      {unplaced >= minimumCount ? <p>{t('groups.unplaced', { count: unplaced })}</p> : null}
      {own ? (
        <p>{own.group === null ? t('groups.youUngrouped') : t('groups.you', { group: own.group })}</p>
      ) : null}
      <div class="side-by-side">
        {groups.map((group) => (
          <Describes key={group.group} computed={computed} group={group} context={context} />
        ))}
      </div>
    </section>
  )
}
