import { z } from 'zod'

export const HelpModel = z.object({
  privacyContact: z.string().nullable(),
  safetyReportingUrl: z.string().nullable(),
  physicianHealthUrl: z.string().nullable(),
})
