/** A word for the kind of device, from the browser's own description: enough to know one's phone by, no more. */
export function deviceWord(
  agent: string,
): 'iphone' | 'ipad' | 'android' | 'windows' | 'mac' | 'linux' | 'other' {
  if (/iphone/i.test(agent)) return 'iphone'
  if (/ipad/i.test(agent)) return 'ipad'
  if (/android/i.test(agent)) return 'android'
  if (/windows/i.test(agent)) return 'windows'
  if (/macintosh|mac os/i.test(agent)) return 'mac'
  if (/linux|cros/i.test(agent)) return 'linux'
  return 'other'
}
