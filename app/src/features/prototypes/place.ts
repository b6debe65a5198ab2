import type { MediaType } from './upload.ts'
import type { Section } from './markdown.ts'
import { type Point, cellsOf, middleOf, rowsFor } from './picture-grid.ts'

/**
 * Where on a version something is said, as it is stored: `''` the whole, `C4` a place of a picture, `section-3` a part of a
 * text, `page-2` a page of a document.
 */
export type Place = string

export const wholePlace: Place = ''
export const sectionPlace = (number: number): Place => `section-${number}`
const mostPages = 60

/** A version as far as places on it go. */
export type Placed = Readonly<{
  mediaType: MediaType
  width: number | null
  height: number | null
  sections: readonly Section[]
}>

/** How many rows of places the picture has; 0 for what is not a picture. */
export const rowsOf = ({ width, height }: Pick<Placed, 'width' | 'height'>): number =>
  width !== null && height !== null ? rowsFor(width, height) : 0

/** Every place that can be named, in reading order; the whole first. */
export function placesOf(version: Placed): readonly Place[] {
  if (version.mediaType === 'text/markdown')
    return [wholePlace, ...version.sections.map(({ number }) => sectionPlace(number))]
  if (version.mediaType === 'application/pdf')
    return [wholePlace, ...Array.from({ length: mostPages }, (_, index) => `page-${index + 1}`)]
  return [wholePlace, ...cellsOf(rowsOf(version))]
}

/** The section that a place names, if it names one. */
export const sectionAt = (version: Placed, place: Place): Section | undefined =>
  version.sections.find(({ number }) => sectionPlace(number) === place)

/** Where a place lies on a picture; null for the whole and for what is not a picture. */
export const pointOf = (version: Placed, place: Place): Point | null => middleOf(place, rowsOf(version))
