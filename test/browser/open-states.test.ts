/** Every state of the recipient page, under its real policy, against a server that says what a test wants. */
import { type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import {
  failed,
  FILE_ID,
  HANDLE,
  MESSAGE_ID,
  OPENING_ID,
  type OpenMock,
  released,
  sampleSession,
  startOpenMock,
} from '../support/open-mock.ts';
import {
  axeFindings,
  enterAddress,
  enterCode,
  type PageFaults,
  storedText,
  watchFaults,
} from '../support/open-page.ts';

const ADDRESS = 'chan.siuming@example.com';
const PHONE = { width: 360, height: 740 };
const DINGTALK =
  'Mozilla/5.0 (Linux; U; Android 9; zh-CN) AppleWebKit/537.36 Chrome/69.0.3497.100 UWS/3.22 Mobile Safari/537.36 AliApp(DingTalk/6.0.5) com.alibaba.android.rimet';

let browser: Browser;
let mock: OpenMock;
let context: BrowserContext;
let page: Page;
let faults: PageFaults;

async function fresh(options: BrowserContextOptions = {}): Promise<void> {
  await context?.close();
  context = await browser.newContext({ locale: 'en-GB', timezoneId: 'Asia/Macau', viewport: PHONE, ...options });
  page = await context.newPage();
  faults = watchFaults(page);
  await page.goto(mock.url);
}

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
});
beforeEach(async () => {
  mock = await startOpenMock();
  await fresh();
});
afterEach(async () => {
  expect(faults.all).toEqual([]);
  await mock.close();
});

const heading = () => page.getByRole('heading', { level: 1 });
/** That it was loaded is said by every page, once, and after signing in which browser it is (docs/delivery.md). Neither opens anything. */
const LOADED = '/open/api/seen';
const DEVICE = '/open/api/device';
/** What a person asked for. */
const paths = () => mock.asked.map((one) => one.path).filter((path) => path !== LOADED && path !== DEVICE);

async function toContent(): Promise<void> {
  await enterAddress(page, ADDRESS);
  await enterCode(page, '123456');
  await page.getByRole('heading', { name: 'Contents' }).waitFor();
}

describe('the recipient page', () => {
  it('asks the server nothing on load, and says once that it was loaded', async () => {
    await page.waitForTimeout(1500);
    expect(mock.asked.map((one) => one.path)).toEqual([LOADED]);
  });

  it.each([
    ['zh-HK', 'light', '您收到一份密封通知', 'zh-Hant-MO'],
    ['zh-CN', 'dark', '您收到一份密封通知', 'zh-Hans-CN'],
    ['pt-PT', 'light', 'Recebeu um aviso selado', 'pt-PT'],
    ['en-US', 'dark', 'You have received a sealed notice', 'en-GB'],
  ] as const)('is clean for axe at every step (%s, %s)', async (locale, colorScheme, title, lang) => {
    await fresh({ locale, colorScheme, userAgent: DINGTALK });
    expect(await heading().textContent()).toBe(title);
    expect(await page.evaluate('document.documentElement.lang')).toBe(lang);
    expect(await axeFindings(page)).toEqual([]);
    await page.locator('form button[type=submit]').click();
    expect(await axeFindings(page)).toEqual([]);
    await enterAddress(page, ADDRESS);
    await enterCode(page, '99');
    expect(await axeFindings(page)).toEqual([]);
    await enterCode(page, '123456');
    await page.locator('.items').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    mock.script.open = () => ({ body: released('您好') });
    await page.locator('.item button').first().click();
    await page.locator('.text').first().waitFor();
    mock.script.open = () => ({ body: { outcome: 'not_now', reason: 'refused', detail: 'Law 8/2005 art. 19(1)' } });
    await page.locator('.item button:visible').first().click();
    await page.locator('.reason:visible').waitFor();
    await page.locator('.in-app summary').click();
    expect(await axeFindings(page)).toEqual([]);
  });

  it('fits a screen of 320 pixels and has targets of 44', async () => {
    await fresh({ viewport: { width: 320, height: 640 }, locale: 'pt-PT', userAgent: DINGTALK });
    await toContentIn();
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    const heights = await page
      .locator('button:visible, select, summary, input:visible')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    expect(heights.length).toBeGreaterThan(3);
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
  });

  const toContentIn = async () => {
    await enterAddress(page, ADDRESS);
    await enterCode(page, '123456');
    await page.locator('.items').waitFor();
  };

  it('changes the language in the middle without losing anything', async () => {
    await toContent();
    mock.script.open = () => ({ body: released('Olá') });
    await page.getByRole('button', { name: 'Open message' }).click();
    await page.locator('.text').first().waitFor();
    await page.getByLabel('Language').focus();
    await page.getByLabel('Language').selectOption('pt');
    expect(await heading().textContent()).toContain('Aviso de');
    expect(await page.locator('.text').first().textContent()).toBe('Olá');
    expect(await page.evaluate('document.activeElement.id')).toBe('language');
    await page.reload();
    expect(await page.title()).toBe('Aviso selado');
  });

  it('moves the focus to the heading of each step', async () => {
    const focused = () =>
      page.evaluate<string>('document.activeElement.tagName + " " + document.activeElement.textContent');
    await enterAddress(page, ADDRESS);
    expect(await focused()).toBe('H1 Enter your code');
    await enterCode(page, '123456');
    await page.locator('.items').waitFor();
    expect(await focused()).toMatch(/^H1 Notice from/);
  });

  it('can be used with the keyboard alone', async () => {
    await page.locator('#address').focus();
    await page.keyboard.type(ADDRESS);
    await page.keyboard.press('Enter');
    await page.locator('#code').waitFor();
    for (let i = 0; i < 4 && (await page.locator('#code:focus').count()) === 0; i += 1)
      await page.keyboard.press('Tab');
    await page.keyboard.type('123456');
    await page.keyboard.press('Enter');
    await page.locator('.items').waitFor();
    mock.script.open = () => ({ body: released('hello') });
    await page.getByRole('button', { name: 'Open message' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('.text').first().waitFor();
    expect(await page.evaluate('document.activeElement.className')).toBe('text');
  });
});

describe('the code', () => {
  it('is told plainly when it is not accepted, and can be corrected', async () => {
    await enterAddress(page, ADDRESS);
    await enterCode(page, '000000');
    await page.getByRole('alert').getByText('This code was not accepted').waitFor();
    expect(await page.locator('#code').getAttribute('aria-invalid')).toBe('true');
    await enterCode(page, '123456');
    await page.locator('.items').waitFor();
  });

  it('may be pasted with blanks, and typed full-width', async () => {
    await enterAddress(page, ADDRESS);
    await page.locator('#code').fill('１２３ 456');
    expect(await page.locator('#code').inputValue()).toBe('123456');
  });

  it('runs out visibly and can be asked for again after the delay', async () => {
    await page.clock.install();
    await enterAddress(page, ADDRESS);
    await page.getByText('Valid for another 5:00').waitFor();
    expect(await page.getByRole('button', { name: 'Send a new code' }).isVisible()).toBe(false);
    await page.clock.runFor(61_000);
    await page.getByRole('button', { name: 'Send a new code' }).click();
    await page.getByText('Use only the newest one').waitFor();
    expect(paths()).toEqual(['/open/api/code', '/open/api/code']);
    await page.clock.runFor(301_000);
    await page.getByText('This code is no longer valid').waitFor();
  });

  it('is asked for once however often the button is tapped', async () => {
    mock.script.code = () => ({ body: { minutesValid: 5, resendInSeconds: 60 }, afterMs: 400 });
    await page.locator('#address').fill(ADDRESS);
    await page.locator('form button[type=submit]').evaluate((button: { click: () => void }) => {
      for (let i = 0; i < 5; i += 1) button.click();
    });
    await page.locator('#code').waitFor();
    expect(paths()).toEqual(['/open/api/code']);
  });

  it('asked for earlier can be entered without asking again', async () => {
    await page.locator('#address').fill(ADDRESS);
    await page.getByRole('button', { name: 'I already have a code' }).click();
    await enterCode(page, '123456');
    await page.locator('.items').waitFor();
    expect(paths()).toEqual(['/open/api/verify']);
  });

  it('leads back to the address with Back, and the content away from both', async () => {
    await enterAddress(page, ADDRESS);
    await page.goBack();
    expect(await page.locator('#address').inputValue()).toBe(ADDRESS);
    await enterAddress(page, ADDRESS);
    await page.getByRole('button', { name: 'Use another address' }).click();
    await page.locator('#address').waitFor();
    await toContent();
    await page.waitForTimeout(200);
    expect(await page.evaluate('history.state')).toBeNull();
    await page.goForward();
    await page.waitForTimeout(200);
    expect(await heading().textContent()).toContain('Notice from');
  });

  it.each([
    [failed(429, 'base.too_many'), 'Too many attempts'],
    [failed(503, 'base.timeout'), 'not available at the moment'],
    [failed(500, 'base.unexpected'), 'quote number rq7Yx2'],
    [{ status: 200, body: { surprising: true } }, 'Something went wrong'],
  ])('says what went wrong when the server fails (%#)', async (reply, words) => {
    mock.script.code = () => reply;
    await page.locator('#address').fill(ADDRESS);
    await page.locator('form button[type=submit]').click();
    await page.getByRole('alert').getByText(words).waitFor();
  });

  it('says when it takes long, and when there is no network', async () => {
    mock.script.code = () => ({ body: { minutesValid: 5, resendInSeconds: 60 }, afterMs: 6500 });
    await page.locator('#address').fill(ADDRESS);
    await page.locator('form button[type=submit]').click();
    await page.getByText('Still working').waitFor();
    await page.locator('#code').waitFor();
    await context.setOffline(true);
    await page.getByText('No connection at the moment').waitFor();
    await enterCode(page, '123456');
    await page.getByRole('alert').getByText('There is no connection').waitFor();
    await context.setOffline(false);
    await enterCode(page, '123456');
    await page.locator('.items').waitFor();
  });
});

describe('the content', () => {
  beforeEach(toContent);

  it('shows who, until when and what, and opens nothing by itself', async () => {
    const facts = await page.locator('.facts').innerText();
    expect(facts).toContain('何詠欣 Inês Ho');
    expect(facts).toContain('EN-7K3M-Q2XD-9FHT');
    expect(facts).toContain('Macau time, UTC+8');
    expect(facts).toContain('6 days left');
    expect(paths()).toEqual(['/open/api/code', '/open/api/verify']);
  });

  it('L6: shows names as text, whatever they are', async () => {
    const objects = sampleSession().objects.map((one) => ({
      ...one,
      name: '<img src=x onerror=alert(1)>\u202efdp.exe',
    }));
    mock.script.session = () => ({ body: sampleSession({ organisation: '<b>Bank</b>', objects }) });
    await page.reload();
    await page.locator('.items').waitFor();
    expect(await heading().textContent()).toBe('Notice from <b>Bank</b>');
    expect(await page.locator('main img, main b').count()).toBe(0);
    expect(await page.locator('h3').nth(1).textContent()).toBe('<img src=x onerror=alert(1)> fdp.exe');
  });

  it('groups what several transfers brought under reference and time, and fits a phone', async () => {
    await fresh({ locale: 'zh-Hant-MO', viewport: { width: 390, height: 844 } });
    const [message, file, view] = sampleSession().objects;
    const later = { reference: 'EN-2B4D-6F8H-0JKM', sentAt: '2026-10-05T02:45:00.000Z' };
    const objects = [message, file, { ...view, ...later }, { ...message, id: OPENING_ID, ...later }];
    mock.script.verify = () => ({ body: sampleSession({ reference: 'EN-9999-9999-9999', objects }) });
    await enterAddress(page, ADDRESS);
    await enterCode(page, '123456');
    const groups = page.locator('.group');
    await groups.first().waitFor();
    expect(await groups.count()).toBe(2);
    expect(await groups.nth(0).locator('h3').innerText()).toMatch(/^EN-7K3M-Q2XD-9FHT\n2026年10月5日.* 09:30/);
    expect(await groups.nth(1).locator('h3').innerText()).toMatch(/^EN-2B4D-6F8H-0JKM\n2026年10月5日.* 10:45/);
    expect(await groups.nth(0).locator('.item').count()).toBe(2);
    expect(await groups.nth(1).locator('.item h4').count()).toBe(2);
    expect(await axeFindings(page)).toEqual([]);
    const wide = 'document.documentElement.scrollWidth > innerWidth';
    expect(await page.evaluate(wide)).toBe(false);
    const pictures = process.env['ENTREPOT_TEST_PICTURES'];
    if (pictures !== undefined) await page.screenshot({ path: `${pictures}/open-groups.png`, fullPage: true });
    // A reason names the transfer that it is about.
    mock.script.open = () => ({ body: { outcome: 'not_now', reason: 'refused', detail: null } });
    await groups.nth(1).getByRole('button').first().click();
    await groups.nth(1).getByRole('alert').filter({ hasText: 'EN-2B4D-6F8H-0JKM' }).waitFor();
  });

  it('shows a message as it was written, once, with what is recorded', async () => {
    mock.script.open = () => ({ body: released('  <b>one</b>\n\ttwo  '), afterMs: 500 });
    const button = page.getByRole('button', { name: 'Open message' });
    await button.evaluate((one: { click: () => void }) => {
      one.click();
      one.click();
    });
    await page.getByText('Being recorded').first().waitFor();
    await page.locator('.text').first().waitFor();
    expect(await page.locator('.text').first().textContent()).toBe('  <b>one</b>\n\ttwo  ');
    await page.getByText('Record no. 18204').waitFor();
    const opens = mock.asked.filter((one) => one.path === '/open/api/open');
    expect(opens.map((one) => [JSON.parse(one.body), one.csrf])).toEqual([
      [{ handle: HANDLE, objectId: MESSAGE_ID }, 'csrf-token'],
    ]);
  });

  it('downloads by a form post that leaves the page where it is, and repeats without counting', async () => {
    const one = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Download: 2026/ }).click();
    expect((await one).suggestedFilename()).toBe('付款明細.xlsx');
    const two = page.waitForEvent('download');
    await page.getByRole('button', { name: /again/ }).click();
    await two;
    const forms = mock.asked.filter((request) => request.path === '/open/download');
    expect(forms.map((form) => Object.fromEntries(new URLSearchParams(form.body)))).toEqual([
      { handle: HANDLE, openingId: OPENING_ID, csrf: 'csrf-token' },
      { handle: HANDLE, openingId: OPENING_ID, csrf: 'csrf-token' },
    ]);
    expect(paths().filter((path) => path === '/open/api/open')).toHaveLength(1);
    expect(page.url()).toBe(mock.url);
  });

  it('says when a download was refused, and goes on', async () => {
    mock.script.download = () => failed(403, 'access.not_permitted');
    mock.script.session = () => ({ body: sampleSession() });
    await page.getByRole('button', { name: /^Download: 2026/ }).click();
    await page.getByRole('alert').getByText('The download did not start').waitFor();
    mock.script.download = () => undefined;
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: /^Try again: 2026/ }).click();
    await download;
  });

  it.each([
    ['expired', 'The time for this has passed', false],
    ['revoked', 'The sender has withdrawn this', false],
    ['used_up', 'opened as often as allowed', false],
    ['held', 'Not released yet', true],
    ['refused', 'Rule: Law 8/2005 art. 19(1)', true],
    ['log_unavailable', 'nothing was released', true],
    ['cannot_show', 'it cannot be drawn as pages', true],
  ])('says why it is not now: %s', async (reason, words, mayTryAgain) => {
    mock.script.open = () => ({ body: { outcome: 'not_now', reason, detail: 'Law 8/2005 art. 19(1)' } });
    await page.getByRole('button', { name: 'Open message' }).click();
    const item = page.locator('.item').first();
    await item.getByText(words).waitFor();
    expect(await item.getByRole('button').isVisible()).toBe(mayTryAgain);
  });

  it('says what may only be viewed, and how often', async () => {
    const item = page.locator('.item').nth(2);
    await item.getByText('For viewing only').waitFor();
    await item.getByRole('button', { name: /^View: / }).waitFor();
  });

  it('survives a lost connection while an opening is recorded', async () => {
    await context.setOffline(true);
    await page.getByRole('button', { name: 'Open message' }).click();
    await page.getByText('The connection was lost').waitFor();
    await context.setOffline(false);
    mock.script.open = () => ({ body: released('hello') });
    await page.locator('.item').first().getByRole('button', { name: 'Try again' }).click();
    await page.locator('.text').first().waitFor();
  });

  it('goes back to the first step with the address when the session has ended', async () => {
    mock.script.open = () => failed(401, 'access.session_ended');
    await page.getByRole('button', { name: 'Open message' }).click();
    await page.getByText('Your access has ended').waitFor();
    expect(await page.locator('#address').inputValue()).toBe(ADDRESS);
    await page.reload();
    await page.locator('#address').waitFor();
    expect(paths().filter((path) => path === '/open/api/session')).toEqual([]);
  });

  it('goes on after a reload in the same tab, with what has changed meanwhile', async () => {
    mock.script.session = () => ({ body: sampleSession({ state: 'revoked' }) });
    await page.reload();
    await page.getByText('The sender has withdrawn this notice').waitFor();
    expect(await page.locator('.item button:visible').count()).toBe(0);
  });

  it('offers to try again when a reload meets no network', async () => {
    mock.script.session = () => failed(503, 'base.timeout');
    await page.reload();
    await page.getByRole('alert').getByText('not available').waitFor();
    mock.script.session = () => ({ body: sampleSession() });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.items').waitFor();
  });

  it('keeps neither address nor code nor content anywhere in the browser', async () => {
    mock.script.open = () => ({ body: released('the secret text') });
    await page.getByRole('button', { name: 'Open message' }).click();
    await page.locator('.text').first().waitFor();
    const kept = await storedText(page);
    expect(kept).toContain(HANDLE);
    for (const secret of [ADDRESS, '123456', 'secret', 'csrf-token', '何詠欣', FILE_ID])
      expect(kept).not.toContain(secret);
    expect(await context.cookies()).toEqual([]);
  });
});

describe('inside a messenger', () => {
  it('tells how to go on in the browser, and copies the link', async () => {
    await fresh({ userAgent: DINGTALK, permissions: [] });
    await toContent();
    await page.getByText('Continue in your own browser').click();
    await page.getByText('inside DingTalk').waitFor();
    expect(await page.getByLabel('Link to this page').inputValue()).toBe(mock.url);
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('Link copied').waitFor();
  });

  it('says nothing of the kind in an ordinary browser', async () => {
    await toContent();
    expect(await page.getByText('Continue in your own browser').count()).toBe(0);
  });
});

describe('a link that arrived damaged', () => {
  it('is said to be incomplete, and nothing is asked', async () => {
    await page.goto(`${mock.origin}/n/Ab3-Cd4`);
    await page.getByText('This link is not complete').waitFor();
    expect(await axeFindings(page)).toEqual([]);
    expect(paths()).toEqual([]);
  });
});
