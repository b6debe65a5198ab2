/**
 * What a refusal looks like to the person: an HTTP status and the key of its words in the feature's messages. Their first
 * line says what is refused and is the title of the page; a second says why, and what to do.
 */
export type RefusalText = Readonly<{
  status: 400 | 403 | 404 | 409 | 410 | 413 | 415 | 422 | 429
  message: string
}>

/**
 * The domain refused. Thrown once, at the edge; carries a code, its status, and both languages' sentence.
 *
 * `say` renders the sentence in a locale, with its parameters already bound.
 */
export class Refused extends Error {
  readonly code: string
  readonly status: number
  readonly say: (locale: 'en' | 'fr' | 'pseudo') => string

  constructor(code: string, status: number, say: (locale: 'en' | 'fr' | 'pseudo') => string) {
    super(code)
    this.name = 'Refused'
    this.code = code
    this.status = status
    this.say = say
  }
}

type Speaker<K extends string> = (
  locale: 'en' | 'fr' | 'pseudo',
) => (key: K, parameters?: Record<string, string | number | Date>) => string

/**
 * Declares a feature's refusals: code, status and the words for the person, together and once.
 *
 * @returns a function that builds the `Refused` to throw for a code
 */
export function defineRefusals<
  K extends string,
  const R extends Record<string, { status: RefusalText['status']; message: K }>,
>(
  speak: Speaker<K>,
  refusals: R,
): (code: keyof R & string, parameters?: Record<string, string | number | Date>) => Refused {
  return (code, parameters) => {
    const refusal = refusals[code]
    if (!refusal) throw new TypeError(`no refusal named ${code}`)
    return new Refused(code, refusal.status, (locale) => speak(locale)(refusal.message, parameters))
  }
}

/** Not there, or not in this network: the same answer for both. */
export class NotFound extends Error {
  override name = 'NotFound'
}

/** What a button sent is not what it sends: nothing was changed. */
export class Unreadable extends Error {
  override name = 'Unreadable'
}

/** The last day of the network is over: nothing was changed. */
export class Ended extends Error {
  override name = 'Ended'
}

/** Some field holds a character that no database keeps. Nothing was changed. */
export class Unstorable extends Error {
  override name = 'Unstorable'
}

/** Only the language was changed: what the page holds has not been sent. */
export class NotSentYet extends Error {
  override name = 'NotSentYet'
}

/** The connection was lost while the transaction was being committed, or no answer came in time: whether it is kept is not known here. */
export class Unconfirmed extends Error {
  override name = 'Unconfirmed'
}

/** Nobody is signed in and the page needs somebody. */
export class NotSignedIn extends Error {
  override name = 'NotSignedIn'
}
