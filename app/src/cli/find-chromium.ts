import fs from 'node:fs'

/* The shell first: it draws the same pages without a browser's own windows around them. */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
]

/** The path of an installed Chromium; ROUNDS_CHROMIUM names another. Undefined where there is none. */
export function findChromium(): string | undefined {
  const places = [process.env['ROUNDS_CHROMIUM'], ...PLACES]
  return places.find((place) => place !== undefined && fs.existsSync(place))
}
