import { expect, test } from 'vitest'
import { temporaryInstallation } from './installation.ts'
import { playLoop } from './play-loop.ts'

test('the loop, played over HTTP, ends with an outcome for everything that was said', async () => {
  const installation = await temporaryInstallation({ begins: new Date('2027-03-01T13:00:00Z') })
  const printed: string[] = []
  try {
    const played = await playLoop(installation, (line) => printed.push(line))
    expect(played).toEqual({ said: 5, answered: 5, medianDays: 6.5, shareWithOutcome: 1 })
    expect(printed.filter((line) => line.includes('sees')).length).toBeGreaterThan(20)
  } finally {
    await installation.stop()
  }
})
