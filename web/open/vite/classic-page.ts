/** Vite plugin for the recipient page: one classic script instead of a module, which old web views do not run. */
import type { Plugin } from 'vite';

/**
 * Returns the page with its one module script as a deferred classic one, and without attributes that only modules need.
 *
 * @throws Error when the page does not have exactly one script and one stylesheet of the build.
 */
export function classicPage(html: string): string {
  const page = html
    .replace(/<script type="module" crossorigin src="/g, '<script defer src="')
    .replace(/<link rel="stylesheet" crossorigin href="/g, '<link rel="stylesheet" href="');
  const scripts = page.match(/<script/g) ?? [];
  const styles = page.match(/rel="stylesheet"/g) ?? [];
  const classic = /<script defer src="\/open\/assets\/[\w-]+\.js"><\/script>/.test(page);
  if (scripts.length !== 1 || styles.length !== 1 || !classic)
    throw new Error('the page must have one script and one stylesheet');
  // Same bytes for every link, as few as possible.
  return page.replace(/\n\s*/g, '\n');
}

export function classicPagePlugin(): Plugin {
  return {
    name: 'entrepot-classic-page',
    apply: 'build',
    transformIndexHtml: { order: 'post', handler: classicPage },
  };
}
