/** What crossed, and how the other side is set up, in a real browser, in Traditional Chinese, on a desktop and on a phone. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import { addRecipient, type Officer, setUpOrganisation, submit, waitForNotice } from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const WIDTHS = [1280, 360] as const;

let server: TestServer;
let browser: Browser;
let officer: Officer;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const open = (width: number): Promise<BrowserContext> => openConsole(browser, officer, width, faults);
const isClean = (page: Page, name: string): Promise<void> => expectClean(page, name, faults);

describe.each(WIDTHS)('at %i pixels', (width) => {
  it('says what to do first, then what stayed and what crossed, checks it, and hands the list out', async () => {
    const context = await open(width);
    const page = await context.newPage();
    if (width === WIDTHS[0]) {
      await page.goto(`${server.url}/proof`);
      await page.getByText('此時段沒有任何傳送').waitFor();
      await isClean(page, 'proof-empty');
      const recipient = await addRecipient(officer, { jurisdiction: 'MO' });
      const { transferId } = await submit(officer, { recipientIds: [recipient.id], message: 'x'.repeat(20_000) });
      await waitForNotice(officer, transferId);
    }
    await page.goto(`${server.url}/proof`);
    await page.getByText('在跨境的內容中沒有發現個人資料。').waitFor();
    await page.getByText('20 kB 內容留在本地').waitFor();
    await page.getByText('沒有任何內容跨境').waitFor();
    await page.getByRole('button', { name: '立即核對' }).click();
    await page.getByText('核對無誤').waitFor();
    await isClean(page, 'proof');
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('下載 CSV').click()]);
    expect(download.suggestedFilename()).toMatch(/^egress-\d{4}-\d\d-\d\d\.csv$/);
    expect(readFileSync(await download.path(), 'utf8')).toMatch(
      /^\ufeffid,time,connection,.*\r\n.*,notice,\d+,[0-9a-f]{64},0,true,/,
    );
    await page.getByLabel('由', { exact: true }).fill('2020-01-01');
    await page.getByLabel('至', { exact: true }).fill('2020-01-31');
    await page.getByText('此時段沒有任何傳送').waitFor();
    expect(page.url()).toContain('from=2020-01-01');
    await page.getByRole('button', { name: '顯示全部' }).click();
    await page.getByText('20 kB 內容留在本地').waitFor();
    await context.close();
  });

  it('checks the setup, takes an answer, and puts what is wrong first', async () => {
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/posture`);
    await page.getByRole('heading', { name: '設定檢查' }).waitFor();
    if (width === WIDTHS[0]) await isClean(page, 'posture-first');
    await page.getByRole('button', { name: '立即檢查' }).click();
    await page.getByText('已完成檢查。').first().waitFor();
    await page.getByRole('heading', { name: /^先要修正/ }).waitFor();
    await page.getByText('通知已實際送出').waitFor();
    await page.getByRole('button', { name: /回答: 檔案不會自動上傳$/ }).click();
    await page.getByLabel('尚未符合').check();
    await page.getByLabel('備註（可選）').fill('仍有三部電腦開啟同步');
    await isClean(page, 'posture-answer');
    await page.getByRole('button', { name: '儲存回答' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.locator('#main').getByText('仍有三部電腦開啟同步').waitFor();
    const first = page.locator('main section').first();
    await first.getByText('檔案不會自動上傳').waitFor();
    await isClean(page, 'posture');
    await context.close();
  });
});
