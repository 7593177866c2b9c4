/** Looking at pages in the recipient page, on the real server and its renderer: on a phone and on a wide screen, in four languages. */
import { join } from 'node:path';
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import { launchBrowser } from '../support/browser.ts';
import {
  addRecipient,
  type Officer,
  sandboxMessages,
  setUpOrganisation,
  submit,
  upload,
  waitFor,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { axeFindings, enterAddress, enterCode, watchFaults } from '../support/open-page.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PICTURES = process.env['ENTREPOT_TEST_PICTURES'];
const PAGES = 12;
const MESSAGE = '各位同事：\n\n公眾假期期間辦公室休息，水塘邊的白鷺照常站崗。\n如有急事，請致電當值人員。';
const NAME = '黃小明';
const PHONE = { width: 390, height: 844 };
/** A machine that does other things draws a page in seconds. */
const PATIENT = { timeout: 30_000 };
const WIDE = { width: 1280, height: 800 };

let server: TestServer;
let officer: Officer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: ReturnType<typeof watchFaults>;
let handle: string;
let email: string;
let transferId: string;

beforeAll(async () => {
  server = await startServer();
  officer = await setUpOrganisation(server);
  const recipient = await addRecipient(officer, { name: NAME, jurisdiction: 'MO', kind: 'group' });
  ({ email } = recipient);
  const uploadId = await upload(officer, await makePdf(), '假期安排 2027.pdf');
  await waitForUpload(officer, uploadId);
  ({ transferId } = await submit(officer, { recipientIds: [recipient.id], uploadIds: [uploadId], message: MESSAGE }));
  const terms = { permission: 'view', search: true, textLayer: true };
  await officer.post(`/api/v1/transfers/${transferId}/access`, {
    objectId: null,
    recipientId: null,
    terms,
    version: 0,
  });
  handle = await waitForNotice(officer, transferId);
  browser = await launchBrowser();
  context = await browser.newContext({
    locale: 'zh-HK',
    viewport: PHONE,
    timezoneId: 'Asia/Macau',
    hasTouch: true,
  });
  page = await context.newPage();
  faults = watchFaults(page);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function makePdf(): Promise<Uint8Array<ArrayBuffer>> {
  const document = await PDFDocument.create();
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (let number = 1; number <= PAGES; number += 1) {
    // One page lies on its side.
    const sheet = document.addPage(number === 3 ? [842, 595] : [595, 842]);
    sheet.drawText(`Holidays, part ${number}`, { x: 72, y: sheet.getHeight() - 100, size: 28, font });
    for (let line = 0; line < 18; line += 1)
      sheet.drawText(`${line + 1}. The heron stands in the reservoir and the office is closed.`, {
        x: 72,
        y: sheet.getHeight() - 150 - line * 22,
        size: 13,
        font,
      });
  }
  return new Uint8Array(await document.save());
}

/** The six digits of the only code that left. */
function newestCode(): Promise<string> {
  return waitFor('the code', async () => {
    const mail = (await sandboxMessages(officer)).find((one) => one.kind === 'code');
    if (mail === undefined) return undefined;
    const encoded = /content-transfer-encoding: base64\s+([A-Za-z0-9+/=\s]+)/i.exec(mail.body)?.[1];
    const body = encoded === undefined ? mail.body : Buffer.from(encoded, 'base64').toString();
    return /(?<!\d)\d{6}(?!\d)/.exec(body.slice(body.indexOf('\r\n\r\n') + 1))?.[0];
  });
}

async function picture(name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}

/** Looks with another window and in another language, in the session that there is. */
async function turnTo(language: string, viewport: { width: number; height: number }, dark = false): Promise<void> {
  await page.setViewportSize(viewport);
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  await page.locator('#language').selectOption(language);
}

const itemButton = () => page.locator('.item').nth(1).locator('.button').first();

const image = (number: number) => page.locator(`.sheet[data-page="${number}"] img:visible`);
const where = () => page.locator('.viewer-where input').inputValue();
const opensLeft = async () =>
  (await officer.get<TransferDetail>(`/api/v1/transfers/${transferId}`)).grants.map((grant) => grant.opensLeft);

describe('the viewer on a phone', () => {
  it('shows what is for viewing only, and says so before it is opened', async () => {
    await page.goto(`${server.url}/n/${handle}`);
    await enterAddress(page, email);
    await enterCode(page, await newestCode());
    await page.locator('.items').waitFor();
    const item = page.locator('.item').nth(1);
    expect(await item.innerText()).toContain('只供閱覽');
    expect(await axeFindings(page)).toEqual([]);
    await picture('list-390');
    await item.getByRole('button', { name: '閱覽: 假期安排 2027.pdf' }).click();
    await image(1).waitFor();
    await picture('file-390');
    expect(await image(1).getAttribute('alt')).toBe(
      `第 1 頁，共 ${PAGES} 頁，假期安排 2027.pdf，只供閱覽，標有${NAME}的姓名`,
    );
    expect(await page.locator('.viewer-notes').innerText()).toContain('您看的每一頁都會被記錄');
    expect(await axeFindings(page)).toEqual([]);
    expect(await opensLeft()).toEqual([5, 4]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  });

  it('has targets of 44 pixels', async () => {
    const sizes = await page
      .locator('.viewer-head button:visible, .viewer-head input:visible')
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect()).map(({ width, height }) => [width, height]));
    expect(sizes.length).toBeGreaterThan(4);
    expect(Math.min(...sizes.flat())).toBeGreaterThanOrEqual(44);
  });

  it('loads what is near and gives back what is far', async () => {
    await page.locator('.viewer-where input').fill('9');
    await page.keyboard.press('Enter');
    await image(9).waitFor();
    await image(1)
      .waitFor({ state: 'detached' })
      .catch(() => undefined);
    expect(await image(1).count()).toBe(0);
    expect(await where()).toBe('9');
  });

  it('finds places of a text and marks them, and says how many there are', async () => {
    await page.getByRole('button', { name: '在文件中搜尋' }).click();
    await page.getByRole('searchbox').fill('part 4');
    await page.keyboard.press('Enter');
    await page.getByText('第 1 處，共 1 處，在第 4 頁').waitFor();
    await image(4).waitFor();
    expect(await page.locator('.sheet[data-page="4"] .mark.at').count()).toBe(1);
    await picture('search-390');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('Escape');
    expect(await page.locator('.mark').count()).toBe(0);
    expect(await page.locator('.viewer').count()).toBe(1);
  });

  it('closes by going back, to where one was, without being counted again', async () => {
    await page.goBack();
    await page.locator('.items').waitFor();
    expect(await page.locator('.viewer').count()).toBe(0);
    await page.getByRole('button', { name: '再次閱覽: 假期安排 2027.pdf' }).click();
    await image(1).waitFor();
    await page.getByRole('button', { name: '關閉' }).click();
    await page.locator('.items').waitFor();
    expect(await opensLeft()).toEqual([5, 4]);
    expect(page.url()).toBe(`${server.url}/n/${handle}`);
    expect(faults.all).toEqual([]);
  });

  it('draws a message as pages too', async () => {
    await page.getByRole('button', { name: '閱覽: 訊息' }).click();
    await image(1).waitFor();
    await picture('message-390');
    expect(await page.locator('.viewer-where').isVisible()).toBe(false);
    expect(await page.locator('.text:visible').count()).toBe(0);
    await page.getByRole('button', { name: '關閉' }).click();
  });
});

describe('the viewer on a wide screen', () => {
  it('is worked by the keyboard', async () => {
    await turnTo('zh-Hant', WIDE);
    await itemButton().click();
    await image(1).waitFor();
    await picture('file-1280');
    expect(await axeFindings(page)).toEqual([]);
    await page.keyboard.press('PageDown');
    await page.keyboard.press('PageDown');
    await expect.poll(where, PATIENT).toBe('3');
    await image(3).waitFor();
    await picture('landscape-1280');
    await page.keyboard.press('End');
    await expect.poll(where, PATIENT).toBe(String(PAGES));
    await page.keyboard.press('Home');
    await expect.poll(where, PATIENT).toBe('1');
    const before = (await page.locator('.sheet').first().boundingBox())?.width ?? 0;
    for (let times = 0; times < 3; times += 1) await page.keyboard.press('+');
    await expect
      .poll(async () => ((await page.locator('.sheet').first().boundingBox())?.width ?? 0) / before, PATIENT)
      .toBeCloseTo(2, 1);
    // Sharper than it was for reading: the same view at 150 dpi.
    await expect
      .poll(() => page.evaluate<number>(`document.querySelector('.sheet img').naturalWidth`), PATIENT)
      .toBe(1240);
    await picture('zoomed-1280');
    for (let times = 0; times < 3; times += 1) await page.keyboard.press('-');
  });

  it('reads the text of pages out where the terms allow it', async () => {
    await page.getByRole('button', { name: '朗讀頁面文字；此操作會被記錄' }).click();
    await expect
      .poll(() => page.locator('.sheet[data-page="1"] .unseen').textContent(), PATIENT)
      .toContain('The heron stands');
    await page.keyboard.press('Escape');
    await page.locator('.items').waitFor();
  });

  it.each([
    ['en', 'For viewing only. Each page that you look at is recorded', 'Close'],
    ['pt', 'Só para consulta. Cada página que vê fica registada', 'Fechar'],
    ['zh-Hans', '仅供查阅。您看的每一页都会被记录', '关闭'],
  ])('speaks %s, in the dark too', async (locale, words, close) => {
    await turnTo(locale, WIDE, true);
    await itemButton().click();
    await image(1).waitFor();
    expect(await page.locator('.viewer-notes').innerText()).toContain(words);
    await picture(`dark-${locale}`);
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: close }).click();
    await page.locator('.items').waitFor();
    expect(faults.all).toEqual([]);
  });

  it('shows nothing more once the sender has withdrawn it', async () => {
    await turnTo('en', WIDE);
    await itemButton().click();
    await image(1).waitFor();
    await officer.post(`/api/v1/transfers/${transferId}/revoke`, {});
    await page.keyboard.press('End');
    await page.getByText('No more pages can be shown').waitFor();
    expect(await page.locator('.sheet img:visible').count()).toBe(0);
    await picture('withdrawn-1280');
    expect(await axeFindings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Close' }).click();
    await itemButton().click();
    await page.getByRole('alert').getByText('The sender has withdrawn this').waitFor();
    expect(faults.all).toEqual([]);
  });
});
