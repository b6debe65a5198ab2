import type { VNode } from 'preact'
import type { Context } from '../../platform/http/context.ts'
import type { FormState } from '../../platform/http/route.ts'
import { ActionForm } from '../../ui/action-form.tsx'
import { BilingualField } from '../../ui/bilingual-field.tsx'
import { Button } from '../../ui/button.tsx'
import { Radios } from '../../ui/choices.tsx'
import { Data } from '../../ui/data.tsx'
import { Details } from '../../ui/details.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { errorAt, fieldErrors } from '../../ui/error-summary.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page } from '../../ui/page.tsx'
import { Select } from '../../ui/select.tsx'
import { Tag } from '../../ui/state.tsx'
import { type Column, Table } from '../../ui/table.tsx'
import type { Comment, CommentModel, CommentsModel } from './comments-model.ts'
import { type MessageKey, messages } from './messages.ts'
import { outcomes } from './object.ts'
import type { VersionModel } from './version-model.ts'
import { VersionContent, WordingChange, placeWords, takingPartWords } from './version-parts.tsx'

type T = ReturnType<typeof messages>

function SaidText({ comment, version, t }: { comment: Comment; version: VersionModel; t: T }) {
  if (comment.purged) return <p>{t('own.purged')}</p>
  if (comment.text === null) return <p>{t('comments.only-readers')}</p>
  if (comment.kind === 'proposal')
    return (
      <WordingChange before={comment.before} after={comment.text} language={comment.language} of={version} />
    )
  return <Data of={{ text: comment.text, language: comment.language }} />
}

function WhoReads({ readers, hidden, t }: { readers: readonly string[]; hidden: boolean; t: T }) {
  if (!hidden) return null
  return (
    <Notice>
      <p>{t('comments.hidden')}</p>
      <p>
        {t('comments.readers')} <Data of={readers.join(', ')} />
      </p>
    </Notice>
  )
}

const outcomeWords = (comment: Comment, t: T) =>
  comment.mergedInto !== null
    ? t('comments.merged', { number: comment.mergedInto })
    : comment.outcome
      ? t(`outcome.${comment.outcome}`)
      : t(comment.kind === 'proposal' && comment.text !== null ? 'comments.undecided' : 'comments.no-outcome')

/** Everything said about a version, numbered on it and in a table, once its rounds have closed. */
export function CommentsPage(model: CommentsModel, context: Context): VNode {
  const { chrome } = context
  const t = messages(chrome.locale)
  const { version, comments } = model
  const address = `/objects/${version.object}/versions/${version.number}`
  const named = comments.some(({ author }) => author !== null)
  const columns: readonly Column<Comment>[] = [
    { title: t('comments.number'), cell: ({ number }) => number, number: true, rowHeader: true },
    { title: t('comments.place'), cell: ({ place, placeTitle }) => placeWords(t, place, placeTitle) },
    {
      title: t('comments.kind'),
      cell: ({ finding }) => <Tag>{t(finding ? `finding.${finding}` : 'comments.proposal')}</Tag>,
    },
    { title: t('comments.said'), cell: (comment) => <SaidText comment={comment} version={version} t={t} /> },
    ...(named
      ? [
          {
            title: t('comments.author'),
            cell: ({ author }: Comment) => (author === null ? t('comments.not-named') : <Data of={author} />),
          },
        ]
      : []),
    {
      title: t('comments.outcome'),
      cell: (comment) =>
        model.decides && comment.text !== null ? (
          <a href={`/comments/${comment.id}`}>{outcomeWords(comment, t)}</a>
        ) : (
          outcomeWords(comment, t)
        ),
    },
  ]
  return (
    <Page
      chrome={chrome}
      title={t('comments.title', { number: version.number })}
      back={{ href: address, label: t('version.title', { number: version.number }) }}
      wide
    >
      <h1>{t('comments.title', { number: version.number })}</h1>
      {model.running.map(({ id, ...taking }) => (
        <Notice key={id}>
          <p>{t('comments.open')}</p>
          <p>{takingPartWords(t, taking)}</p>
        </Notice>
      ))}
      {comments.length === 0 ? (
        <EmptyState title={t('comments.none')} />
      ) : (
        <>
          <p>{t('comments.lead')}</p>
          <WhoReads readers={model.readers} hidden={comments.some(({ text }) => text === null)} t={t} />
          <VersionContent
            version={version}
            pins={comments.map(({ number, point }) => ({ number, point }))}
            beside={(section) => {
              const here = comments.filter(({ place }) => place === section.place)
              return here.length > 0 ? (
                <p class="beside">
                  {t('comments.here', { numbers: here.map(({ number }) => number).join(', ') })}
                </p>
              ) : null
            }}
          />
          <Table caption={t('comments.table')} columns={columns} rows={comments} rowKey={({ id }) => id} />
        </>
      )}
    </Page>
  )
}

/** One thing that was said: what comes of it and why, or what it says the same as. */
export function CommentPage(model: CommentModel, context: Context, form: FormState): VNode {
  const { chrome } = context
  const t = messages(chrome.locale)
  const errors = fieldErrors<MessageKey>(form, t)
  const { version, comment, others } = model
  const address = `/objects/${version.object}/versions/${version.number}/comments`
  const title = t('comment.title', { number: comment.number })
  return (
    <Page
      chrome={chrome}
      title={title}
      form={comment.text === null ? undefined : 'outcome'}
      errors={errors}
      back={{ href: address, label: t('comments.title', { number: version.number }) }}
    >
      <h1>{title}</h1>
      <p>
        <Tag>{t(comment.finding ? `finding.${comment.finding}` : 'comments.proposal')}</Tag>{' '}
        {placeWords(t, comment.place, comment.placeTitle)}
      </p>
      <div class="said-text">
        <SaidText comment={comment} version={version} t={t} />
      </div>
      <WhoReads readers={model.readers} hidden={comment.text === null} t={t} />
      {model.reads && comment.open && comment.kind === 'comment' ? (
        <>
          <p class="hint">{t('comment.open')}</p>
          <Details summary={t('comment.keep')}>
            <p>{t('comment.keep-lead')}</p>
            <ActionForm action={`/comments/${comment.id}/keep`}>{t('comment.keep-send')}</ActionForm>
          </Details>
        </>
      ) : null}
      {comment.text === null ? (
        <p>{outcomeWords(comment, t)}</p>
      ) : comment.mergedInto === null ? (
        <form id="outcome" method="post" action={chrome.path}>
          <Radios
            name="outcome"
            label={t('comment.outcome')}
            error={errorAt(errors, 'outcome')}
            value={form.values['outcome'] ?? comment.outcome ?? ''}
            choices={outcomes.map((outcome) => ({ value: outcome, label: t(`outcome.${outcome}`) }))}
          />
          <BilingualField
            name="reason"
            label={t('comment.reason')}
            hint={t('comment.reason-hint')}
            error={errorAt(errors, 'reason')}
            form={form}
            stored={comment.reason}
            lines={3}
            maxlength={2000}
          />
          <Button>{t('comment.save')}</Button>
        </form>
      ) : (
        <>
          <p>{t('comments.merged', { number: comment.mergedInto })}</p>
          <ActionForm action={`/comments/${comment.id}/merge`}>{t('comment.unmerge')}</ActionForm>
        </>
      )}
      {comment.text !== null && comment.mergedInto === null && others.length > 0 ? (
        <form method="post" action={`/comments/${comment.id}/merge`}>
          <h2>{t('comment.merge-title')}</h2>
          <p>{t('comment.merge-lead')}</p>
          <Select
            name="into"
            label={t('comment.merge-into')}
            options={others.map(({ id, number, text }) => ({
              value: id,
              label: text === null ? String(number) : `${number}. ${text.slice(0, 80)}`,
              data: true,
            }))}
          />
          <Button kind="secondary">{t('comment.merge')}</Button>
        </form>
      ) : null}
    </Page>
  )
}
