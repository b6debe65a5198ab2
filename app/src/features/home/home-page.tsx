import type { Context } from '../../platform/http/context.ts'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { ButtonLink } from '../../ui/button.tsx'
import { Card, Cards } from '../../ui/card.tsx'
import { Data } from '../../ui/data.tsx'
import { Page } from '../../ui/page.tsx'
import { noticeWords } from '../notices/public.ts'
import { AskedHomeView } from './asked-home-page.tsx'
import { DutyList } from './duty-list.tsx'
import { FiguresView } from './figures-view.tsx'
import type { HomeModel, OfficeHome } from './home-models.ts'
import { LeadHomeView } from './lead-home-page.tsx'
import { homeMessages } from './messages.ts'
import { AskedOfYou } from './round-cards.tsx'
import { SaySomething } from './say-something.tsx'

/** Where the work of each office is. */
const places: Readonly<Record<OfficeHome['kind'], readonly (readonly [string, PlaceKey])[]>> = {
  'decision-maker': [
    ['/initiatives', 'place.initiatives'],
    ['/strategies', 'place.strategies'],
  ],
  'network-administrator': [
    ['/people', 'place.people'],
    ['/strata', 'place.strata'],
    ['/needs/readers', 'place.readers'],
    ['/administration', 'place.administration'],
  ],
  'privacy-officer': [
    ['/privacy', 'place.privacy'],
    ['/privacy/purge', 'place.purge'],
    ['/administration', 'place.administration'],
  ],
  analyst: [
    ['/initiatives', 'place.initiatives'],
    ['/needs', 'place.needs'],
    ['/strategies', 'place.strategies'],
  ],
  auditor: [['/administration', 'place.audit']],
  nobody: [['/help', 'place.help']],
}
type PlaceKey = Parameters<ReturnType<typeof homeMessages>>[0]

function Results({ model, context }: { model: OfficeHome; context: Context }) {
  const t = homeMessages(context.locale)
  return (
    <section>
      <h2>{t('results')}</h2>
      <ul>
        {model.results.map((round) => (
          <li key={round.id}>
            <a href={`/rounds/${round.id}/results`}>
              <Data of={inLanguage(round.title, context.locale)} />
            </a>
            {round.closedAt ? ` · ${context.formats.date(round.closedAt)}` : null}
          </li>
        ))}
      </ul>
    </section>
  )
}

function OfficeHomeView({ model, context }: { model: OfficeHome; context: Context }) {
  const t = homeMessages(context.locale)
  return (
    <>
      <h1>{t(`office.${model.kind}`)}</h1>
      <p>{t(`officeLead.${model.kind}`)}</p>
      <div class="side-by-side">
        <div>
          <section>
            <h2>{t('waits')}</h2>
            {model.duties.length + model.notices.length === 0 ? <p>{t('nothingWaits')}</p> : null}
            <DutyList duties={model.duties} leads context={context} />
            <Cards>
              {model.notices.map((one) => (
                <Card
                  key={one.href + one.notice}
                  level={3}
                  href={one.href}
                  title={noticeWords(context.locale, one.notice)}
                >
                  {one.title ? (
                    <p>
                      <Data of={inLanguage(one.title, context.locale)} />
                    </p>
                  ) : null}
                </Card>
              ))}
            </Cards>
          </section>
          <AskedOfYou rounds={model.asked} context={context} />
        </div>
        <div>
          {model.results.length > 0 ? <Results model={model} context={context} /> : null}
          <section>
            <h2>{t('places')}</h2>
            <ul>
              {places[model.kind].map(([href, key]) => (
                <li key={href}>
                  <a href={href}>{t(key)}</a>
                </li>
              ))}
            </ul>
          </section>
        </div>
      </div>
      {model.figures ? <FiguresView figures={model.figures} context={context} /> : null}
      {model.kind === 'nobody' ? null : <SaySomething context={context} />}
    </>
  )
}

/** The home of whoever is signed in. */
export function HomePage({ model, context }: { model: HomeModel; context: Context }) {
  const t = homeMessages(context.locale)
  const { home, also } = model
  return (
    <Page chrome={context.chrome} title={t('title')} wide>
      {'items' in home ? (
        <AskedHomeView model={home} context={context} />
      ) : home.kind === 'lead' ? (
        <LeadHomeView model={home} context={context} />
      ) : (
        <OfficeHomeView model={home} context={context} />
      )}
      {also.length > 0 ? (
        <nav aria-label={t('also')}>
          <p>{t('also')}</p>
          {also.map((role) => (
            <ButtonLink key={role} kind="quiet" href={`/?as=${role}`}>
              {t(`role.${role}`)}
            </ButtonLink>
          ))}
        </nav>
      ) : null}
    </Page>
  )
}
