/** The recipient page in a real browser: going through its steps, and asking axe about it. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Returns what axe finds wrong on the page as it is now: rule and place. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  // The policy of the page lets no script in; the debugger's own evaluation stands outside of it.
  await page.evaluate(axeSource);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: (options: object) => Promise<{ violations: { id: string; nodes: { target: string[] }[] }[] }> };
    };
    const options = {
      resultTypes: ['violations'],
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    };
    const { violations } = await axe.run(options);
    return violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(' ')).join(', ')}`);
  });
}

export type PageFaults = { readonly all: readonly string[] };

/** Collects script errors and violations of the policy; answers that are no success are the test's own business. */
export function watchFaults(page: Page): PageFaults {
  const all: string[] = [];
  page.on('pageerror', (error) => all.push(String(error)));
  page.on('console', (message) => {
    if (/Content Security Policy|Trusted|violat/i.test(message.text())) all.push(message.text());
  });
  return { all };
}

export async function enterAddress(page: Page, address: string): Promise<void> {
  await page.locator('#address').fill(address);
  await page.locator('form button[type=submit]').click();
  await page.locator('#code').waitFor();
}

export async function enterCode(page: Page, code: string): Promise<void> {
  await page.locator('#code').fill(code);
  await page.locator('form button[type=submit]').click();
}

/** Everything the browser keeps for the page, as one text. */
export async function storedText(page: Page): Promise<string> {
  const kept = await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage, history.state])');
  return `${kept} ${page.url()}`;
}
