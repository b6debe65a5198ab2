import { fold } from '../../platform/i18n/fold.ts'

/** The words of a name as they may be typed: O’Brien is also obrien, and brien. */
const wordsOf = (text: string): readonly string[] => {
  const words = fold(text).split(' ')
  return /['’]/.test(text) ? [...words, ...fold(text.replace(/['’]/g, '')).split(' ')] : words
}

/** A test of names: whether each word typed begins a word of the name, in any order, accents and case aside. */
export function namesThatFit(typed: string): (name: string) => boolean {
  const wanted = fold(typed.replace(/['’]/g, ''))
    .split(' ')
    .filter((word) => word !== '')
  return (name) => {
    if (wanted.length === 0) return false
    const words = wordsOf(name)
    return wanted.every((word) => words.some((one) => one.startsWith(word)))
  }
}

/** Whether what was typed is the whole name. */
export const isWholeName = (typed: string, name: string): boolean => fold(typed) === fold(name)
