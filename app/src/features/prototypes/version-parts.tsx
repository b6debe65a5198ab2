import type { ComponentChildren } from 'preact'
import { inLanguage } from '../../platform/i18n/bilingual.ts'
import { Details } from '../../ui/details.tsx'
import { useChrome } from '../../ui/chrome-context.ts'
import { Data } from '../../ui/data.tsx'
import { Tag } from '../../ui/state.tsx'
import type { TakingPart } from '../rounds/public.ts'
import { renderBlock, renderPassage } from './markdown.ts'
import { type MessageKey, messages } from './messages.ts'
import type { Pin } from './picture.tsx'
import { Picture, PictureToPress } from './picture.tsx'
import type { ChangesModel, VersionModel } from './version-model.ts'

export type Words = ReturnType<typeof messages>

/** The feature's words in the language of the page that is being drawn. */
export const useMessages = (): Words => messages(useChrome().locale)

/** A place in words: "C4", "part 3: Who refers", "page 2", "the whole". */
export function placeWords(t: Words, place: string, title: string | null): string {
  if (place === '') return t('place.whole')
  const [kind, number] = place.split('-')
  if (kind === 'page') return t('place.page', { number: number ?? '' })
  if (kind !== 'section') return t('place.cell', { cell: place })
  return title ? t('place.section', { number: number ?? '', title }) : t('place.beginning')
}

/** How many took part in a round, or that it is hidden. */
export const takingPartWords = (t: Words, { tookPart, invited, atLeast }: TakingPart): string =>
  tookPart === null
    ? t('review.took-part-hidden', { invited })
    : t(atLeast ? 'review.took-part-at-least' : 'review.took-part', { took: tookPart, invited })

const isPicture = (version: VersionModel): boolean => version.mediaType.startsWith('image/')
const languageOf = (version: VersionModel): string | undefined =>
  version.language === 'und' ? undefined : version.language

function InWords({ version }: { version: VersionModel }) {
  const t = useMessages()
  const { locale } = useChrome()
  return (
    <Details summary={t('version.in-words')} open={!isPicture(version)}>
      <p id="in-words" class="in-words">
        <Data of={inLanguage(version.textAlternative, locale)} />
      </p>
    </Details>
  )
}

function DocumentLink({ version }: { version: VersionModel }) {
  const t = useMessages()
  const { formats } = useChrome()
  const megabytes = formats.number(version.bytes / 1_000_000, 1)
  return (
    <p>
      <a href={`/objects/${version.object}/versions/${version.number}/content`}>
        {t('version.download', { megabytes })}
      </a>
    </p>
  )
}

/**
 * What a version is: picture, document or text, with the description in words of what is not a text.
 *
 * @param pins numbered marks on a picture
 * @param press where pressing a place of a picture leads
 * @param beside what stands under each part of a text
 */
export function VersionContent({
  version,
  pins = [],
  press,
  beside,
}: {
  version: VersionModel
  pins?: readonly Pin[] | undefined
  press?: string | undefined
  beside?: ((section: VersionModel['sections'][number]) => ComponentChildren) | undefined
}) {
  const t = useMessages()
  const { locale } = useChrome()
  if (version.purged) return <p>{t('version.purged')}</p>
  if (version.sections.length > 0)
    return (
      <div class="document">
        {version.sections.map((section) => (
          <section key={section.place} id={section.place}>
            <div
              class="document-part"
              data-content
              lang={languageOf(version)}
              dangerouslySetInnerHTML={{ __html: section.html }}
            />
            {beside ? beside(section) : null}
          </section>
        ))}
      </div>
    )
  const alt = t('version.alt', { title: inLanguage(version.title, locale).text, number: version.number })
  const shown = { version, alt, describedBy: 'in-words', pins }
  return (
    <>
      {isPicture(version) ? (
        press ? (
          <PictureToPress {...shown} action={press} />
        ) : (
          <Picture {...shown} />
        )
      ) : (
        <DocumentLink version={version} />
      )}
      <InWords version={version} />
    </>
  )
}

function Passage({ text, language, isMarkdown }: { text: string; language: string; isMarkdown: boolean }) {
  if (!isMarkdown) return <Data of={{ text, language }} />
  return (
    <div
      data-content
      lang={language === 'und' ? undefined : language}
      dangerouslySetInnerHTML={{ __html: renderPassage(text) }}
    />
  )
}

/**
 * One wording replaced by another, said in words as well as struck and underlined.
 *
 * @param of the version it was said about: whether its wording is Markdown, and in which language
 */
export function WordingChange({
  before,
  after,
  language,
  of,
}: {
  before: string | null
  after: string
  language: string
  of: Pick<VersionModel, 'mediaType' | 'language'>
}) {
  const t = useMessages()
  const isMarkdown = of.mediaType === 'text/markdown'
  return (
    <dl class="wording-change">
      {before ? (
        <div>
          <dt>{t('wording.before')}</dt>
          <dd>
            <del>
              <Passage text={before} language={of.language} isMarkdown={isMarkdown} />
            </del>
          </dd>
        </div>
      ) : null}
      <div>
        <dt>{t('wording.after')}</dt>
        <dd>
          <ins>
            <Passage text={after} language={language} isMarkdown={isMarkdown} />
          </ins>
        </dd>
      </div>
    </dl>
  )
}

function Credits({ credits }: { credits: ChangesModel['changes'][number]['credits'] }) {
  const t = useMessages()
  if (credits.length === 0) return <p class="credit">{t('credit.own')}</p>
  return (
    <ul class="credit">
      {credits.map((credit, index) => (
        <li key={index}>
          {credit.kind === 'name' ? t('credit.name', { name: credit.name }) : t('credit.asked')}
        </li>
      ))}
    </ul>
  )
}

/** What changed since the version before, whose proposals were taken, and which were not, and why. */
export function WhatChanged({ changes, version }: { changes: ChangesModel; version: VersionModel }) {
  const t = useMessages()
  const { locale } = useChrome()
  return (
    <section aria-labelledby="what-changed">
      <h2 id="what-changed">{t('changes.title', { before: changes.before })}</h2>
      {changes.changes.length === 0 ? <p>{t('changes.none')}</p> : null}
      <ol class="changes">
        {changes.changes.map((change) => (
          <li key={change.id}>
            <p>
              <Data of={inLanguage(change.what, locale)} />
            </p>
            {change.place === '' ? null : (
              <p class="hint">{placeWords(t, change.place, change.placeTitle)}</p>
            )}
            <Credits credits={change.credits} />
          </li>
        ))}
      </ol>
      {changes.notTaken.length > 0 ? (
        <>
          <h3>{t('changes.not-taken')}</h3>
          <ul class="not-taken">
            {changes.notTaken.map((one) => (
              <li key={one.id}>
                <p>
                  <Tag>{t(`outcome.${one.outcome}`)}</Tag> {placeWords(t, one.place, one.placeTitle)}
                </p>
                {one.after === null ? (
                  <p>{t('changes.words-hidden')}</p>
                ) : (
                  <WordingChange before={one.before} after={one.after} language={one.language} of={version} />
                )}
                <p>
                  <strong>{t('outcome.why')}</strong> <Data of={inLanguage(one.reason, locale)} />
                </p>
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}

const label: Readonly<Record<'added' | 'removed', MessageKey>> = {
  added: 'difference.added',
  removed: 'difference.removed',
}

/** Two texts in one: every paragraph that came or went is named so in words, framed, and struck or underlined. */
export function TextDifference({ changes, version }: { changes: ChangesModel; version: VersionModel }) {
  const t = useMessages()
  return (
    <section aria-labelledby="difference" class="document">
      <h2 id="difference">{t('difference.title', { before: changes.before })}</h2>
      {changes.blocks.map(({ kind, text }, index) => {
        const body = (
          <div
            class="document-part"
            data-content
            lang={languageOf(version)}
            dangerouslySetInnerHTML={{ __html: renderBlock(text) }}
          />
        )
        if (kind === 'same') return <div key={index}>{body}</div>
        const Marked = kind === 'added' ? 'ins' : 'del'
        return (
          <div key={index} class={`difference ${kind}`}>
            <p class="difference-label">{t(label[kind])}</p>
            <Marked>{body}</Marked>
          </div>
        )
      })}
    </section>
  )
}
