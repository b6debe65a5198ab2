import { afterAll, beforeAll, describe } from 'vitest'
import { everyPageIsForEverybody } from './every-page/is-for-everybody.ts'
import { everyPageIsLight } from './every-page/is-light.ts'
import { everyPageSpeaksBothLanguages } from './every-page/speaks-both-languages.ts'
import { everyPageWorksWithoutJavascript } from './every-page/works-without-javascript.ts'
import { pages } from './pages.ts'
import { Tour } from './tour.ts'

/* One file, so that every state is brought about once for all the ways of looking at it. */
const tour = new Tour()
beforeAll(() => tour.start(pages))
afterAll(() => tour.stop())

describe('every page is for everybody', () => everyPageIsForEverybody(tour))
describe('every page speaks both languages', () => everyPageSpeaksBothLanguages(tour))
describe('every page is light', () => everyPageIsLight(tour))
describe('every page works without JavaScript', () => everyPageWorksWithoutJavascript(tour))
