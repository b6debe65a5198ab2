const here = 'http://here.invalid'

/**
 * The address to go to after signing in: a path of this site, or the home page.
 *
 * Anything that a browser could read as another site (`//host`, `/\host`, a scheme, a control character)
 * and the pages of signing in themselves give `/`.
 */
export function ownPath(wanted: string | undefined): string {
  if (wanted === undefined || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(wanted)) return '/'
  if (!URL.canParse(wanted, here)) return '/'
  const target = new URL(wanted, here)
  if (target.origin !== here || target.pathname.startsWith('//')) return '/'
  if (/^\/sign-(in|out)(\/|$)/.test(target.pathname)) return '/'
  return `${target.pathname}${target.search}${target.hash}`
}
