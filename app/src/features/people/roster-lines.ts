import { csvFile } from '../../platform/csv.ts'
import type { Context } from '../../platform/http/context.ts'
import type { FileReply } from '../../platform/http/route.ts'
import { type MessageKey, messages } from './messages.ts'
import { type UploadId, plannedUpload } from './roster-upload.ts'

/** Everything that a kept roster file would change, as a file: each line that is not taken, each person. */
export async function rosterLines(context: Context, id: UploadId): Promise<FileReply> {
  const { plan } = await plannedUpload(context, id)
  const t = messages(context.locale)
  const named = (one: { key: string; givenName: string; familyName: string }) => [
    one.key,
    `${one.givenName} ${one.familyName}`,
  ]
  const words = (what: readonly string[]) =>
    what.map((one) => t(`roster.what.${one}` as MessageKey)).join(', ')
  return {
    kind: 'file',
    type: 'text/csv; charset=utf-8',
    filename: 'roster-lines.csv',
    content: csvFile(
      [t('roster.line'), t('roster.outcome'), t('person.rosterKey'), t('people.name'), t('roster.what')],
      [
        ...plan.rejected.map((one) => [
          one.line,
          t('roster.notTaken'),
          one.key ?? '',
          '',
          [t(`rejected.${one.reason}`), one.column, one.value].filter(Boolean).join(': '),
        ]),
        ...plan.added.map((row) => [row.line, t('roster.added'), ...named(row), row.organisation]),
        ...plan.changed.map(({ row, what }) => [row.line, t('roster.changed'), ...named(row), words(what)]),
        ...plan.left.map((person) => ['', t('roster.left'), ...named(person), '']),
      ],
      context.locale,
    ),
  }
}
