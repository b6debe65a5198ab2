import type { Context } from '../../platform/http/context.ts'
import { languageTag } from '../../platform/i18n/locale.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Facts } from '../../ui/facts.tsx'
import { Filter, Pager } from '../../ui/pager.tsx'
import { Data, Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Table } from '../../ui/table.tsx'
import { actWords, acts } from './act-words.ts'
import { messages } from './messages.ts'

type Audit = {
  action: string
  page: number
  size: number
  total: number
  head: { seq: number; hash: string }
  entries: {
    seq: number
    at: Date
    actor: string | null
    action: string
    subjectType: string
    subject: string
    details: Record<string, string | number | boolean | null>
  }[]
}

/** Who did what with power, newest first; the log cannot be changed without breaking its chain. */
export function AuditPage(model: Audit, context: Context) {
  const t = messages(context.locale)
  const { date, time } = context.formats
  return (
    <Page
      chrome={context.chrome}
      title={t('audit.title')}
      back={{ href: '/administration', label: t('title') }}
      wide
    >
      <h1>{t('audit.title')}</h1>
      <p>{t('audit.lead')}</p>
      <Facts
        items={[
          { term: t('audit.head'), value: <code data-content>{model.head.hash}</code> },
          { term: t('audit.count'), value: context.formats.number(model.head.seq) },
        ]}
      />
      <p>
        <a href="/administration/audit.jsonl" download>
          {t('audit.export')}
        </a>
      </p>
      <Filter action="/administration/audit">
        <Select
          name="action"
          label={t('audit.action.choose')}
          empty={t('audit.action.any')}
          value={model.action}
          options={acts
            .map((action) => ({ value: action, label: actWords(context.locale, action) ?? action }))
            .toSorted((one, other) => one.label.localeCompare(other.label, languageTag(context.locale)))}
        />
      </Filter>
      {model.entries.length === 0 ? (
        <EmptyState title={t('audit.none')} />
      ) : (
        <Table
          caption={t('audit.title')}
          quietCaption
          plain
          rows={model.entries}
          rowKey={(entry) => String(entry.seq)}
          columns={[
            {
              title: t('audit.action'),
              rowHeader: true,
              cell: (entry) => actWords(context.locale, entry.action) ?? <Data of={entry.action} />,
            },
            {
              title: t('audit.actor'),
              cell: (entry) => (entry.actor === null ? t('audit.system') : <Data of={entry.actor} />),
            },
            { title: t('audit.at'), cell: (entry) => `${date(entry.at)}, ${time(entry.at)}` },
            {
              title: t('audit.subject'),
              cell: (entry) => (
                <small>
                  <Data of={entry.subject} />
                </small>
              ),
            },
            {
              title: t('audit.details'),
              cell: (entry) => (
                <Data
                  of={Object.entries(entry.details)
                    .filter(([, value]) => value !== '')
                    .map(([key, value]) => `${key}: ${value}`)
                    .join(', ')}
                />
              ),
            },
            { title: t('audit.seq'), number: true, cell: (entry) => String(entry.seq) },
          ]}
        />
      )}
      <Pager
        page={model.page}
        size={model.size}
        total={model.total}
        address={(page) => `/administration/audit?action=${encodeURIComponent(model.action)}&page=${page}`}
      />
    </Page>
  )
}
