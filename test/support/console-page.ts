/** The console in a real browser as a signed-in person sees it, watched from the first request on. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { Officer } from './flows.ts';
import { axeFindings } from './open-page.ts';

/** Set it to keep pictures of what was seen. */
const PICTURES = process.env['ENTREPOT_TEST_PICTURES'];

/** Returns a browser of its own in Traditional Chinese, signed in. Errors and warnings of its pages are added to `faults`. */
export async function openConsole(
  browser: Browser,
  person: Pick<Officer, 'jar' | 'url'>,
  width: number,
  faults: string[],
): Promise<BrowserContext> {
  const context = await browser.newContext({
    locale: 'zh-HK',
    viewport: { width, height: 900 },
    acceptDownloads: true,
  });
  context.setDefaultTimeout(20_000);
  await context.addCookies(
    [...person.jar].map(([name, value]) => ({
      name,
      value,
      url: person.url,
      httpOnly: true,
      sameSite: 'Lax' as const,
    })),
  );
  context.on('weberror', (error) => faults.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  return context;
}

/** No element is wider than the screen, axe has nothing to say, and nothing went wrong on the way. */
export async function expectClean(page: Page, name: string, faults: readonly string[]): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true });
  const wide = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect([name, width, wide]).toEqual([name, width, 0]);
  expect([name, await axeFindings(page)]).toEqual([name, []]);
  expect(faults).toEqual([]);
}
