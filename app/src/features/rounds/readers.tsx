import { useChrome } from '../../ui/chrome-context.ts'
import { Data } from '../../ui/data.tsx'
import { roundMessages } from './messages.ts'

/** Who reads what is written, as it was written: by name, where people write and where they ask who can see. */
export function Readers({ names }: { names: readonly string[] }) {
  const t = roundMessages(useChrome().locale)
  if (names.length === 0) return <p>{t('readers.nobody')}</p>
  return (
    <p>
      {t('readers.named')} <Data of={names.join(', ')} />
    </p>
  )
}
