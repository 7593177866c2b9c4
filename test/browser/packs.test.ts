/** Packs in a real browser, in Traditional Chinese, on a desktop and on a phone: a review, a number, a version from bringing in to going back. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import { addRecipient, type Officer, setUpOrganisation, submit, type Submitted } from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const WIDTHS = [1280, 360] as const;
const ORG_POLICY = join(import.meta.dirname, '../../packs/org-policy');

let server: TestServer;
let browser: Browser;
let officer: Officer;
let transfer: Submitted;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
  const recipient = await addRecipient(officer, { jurisdiction: 'HK', organisation: '氹仔嘅貿易行' });
  transfer = await submit(officer, {
    recipientIds: [recipient.id],
    message: '李先生：護照 MA1234567，+853 6612 3456',
    purpose: 'customer_service',
  });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const open = (width: number): Promise<BrowserContext> => openConsole(browser, officer, width, faults);
const isClean = (page: Page, name: string): Promise<void> => expectClean(page, name, faults);

/** The organisation's own pack with another version, and restricted content that needs no approval any more. */
function softened(version: string): Buffer {
  const files: Record<string, Uint8Array> = {};
  for (const entry of readdirSync(ORG_POLICY, { recursive: true, withFileTypes: true }).filter((one) => one.isFile())) {
    const full = join(entry.parentPath, entry.name);
    const text = readFileSync(full, 'utf8')
      .replace(/"version": "[^"]+"/, `"version": "${version}"`)
      .replace('@from("2000-01-01")', '@from("2027-01-01")');
    files[`org-policy/${full.slice(ORG_POLICY.length + 1)}`] = strToU8(text);
  }
  return Buffer.from(zipSync(files));
}

/** A review that was taken back stays in the history: each width has a pack of its own. */
const REVIEWED = { 1280: ['mo-pdpa', 'mo-law-8-2005.yaml'], 360: ['hk-pdpo', 'hk-pdpo.yaml'] } as const;

describe.each(WIDTHS)('at %i pixels', (width) => {
  it('shows every pack, what it says and who reviewed it', async () => {
    const context = await open(width);
    const page = await context.newPage();
    const [pack, file] = REVIEWED[width];
    await page.goto(`${server.url}/packs`);
    await page.getByText('所有規則包均未經律師審閱').waitFor();
    await isClean(page, 'packs');
    await page.locator(`main a[href="/packs/${pack}"]`).click();
    await page.getByText('尚無人審閱此規則包', { exact: false }).waitFor();
    await page.getByText('規則原文（Cedar）').first().click();
    await page.getByText('forbid (').filter({ visible: true }).first().waitFor();
    await isClean(page, 'pack');
    await page.getByRole('searchbox').fill('21 mo.notice');
    await page.getByRole('button', { name: '記錄審閱' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('審閱人').fill('盧律師（盧氏律師事務所）');
    await dialog.getByLabel('審閱範圍及未涵蓋的部分').fill('只審閱第十九條及第二十條。');
    await isClean(page, 'review');
    await dialog.getByRole('button', { name: '記錄審閱' }).click();
    await page.getByText('現正使用的版本').waitFor();
    await page.getByText('已由律師審閱').first().waitFor();
    await page.getByRole('button', { name: '撤回' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click();
    await page.getByText('由 Inês Ferreira 於', { exact: false }).first().waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByText('匯出為 CISO Assistant 資料庫').click(),
    ]);
    expect(download.suggestedFilename()).toBe(file);
    await context.close();
  });

  it('sets a number after looking at what it changes', async () => {
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/packs/org-policy`);
    await page.getByRole('button', { name: '更改' }).first().click();
    const dialog = page.getByRole('dialog');
    const field = dialog.getByLabel('本機構的數值');
    await field.fill('5000');
    await expect(dialog.getByRole('button', { name: '預覽影響' }).isDisabled()).resolves.toBe(true);
    await field.fill('1');
    await dialog.getByRole('button', { name: '預覽影響' }).click();
    await dialog.getByText('過往的決定', { exact: false }).first().waitFor();
    await isClean(page, 'number');
    await dialog.getByRole('button', { name: '由現在起使用 1' }).click();
    await page.getByText('由 Inês Ferreira 於', { exact: false }).first().waitFor();
    await page.getByRole('button', { name: '更改' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: '恢復使用規則包的數值' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await context.close();
  });

  it('compares a version with past decisions, switches it on and goes back', async () => {
    const context = await open(width);
    const page = await context.newPage();
    const version = `2027.01.${width}`;
    await page.goto(`${server.url}/packs/org-policy`);
    await page.getByRole('button', { name: '匯入新版本' }).click();
    const dialog = page.getByRole('dialog');
    const input = dialog.getByLabel('ZIP 壓縮檔或檔案');
    await input.setInputFiles({ name: 'pack.zip', mimeType: 'application/zip', buffer: Buffer.from('not a zip') });
    await dialog.getByRole('button', { name: '檢查並以影子方式保存' }).click();
    await dialog.getByText('the archive is damaged').waitFor();
    await isClean(page, 'problems');
    await input.setInputFiles({ name: 'pack.zip', mimeType: 'application/zip', buffer: softened(version) });
    await dialog.getByRole('button', { name: '檢查並以影子方式保存' }).click();
    await page.getByText('影子執行：尚未用於決定').waitFor();
    await page.getByText('此版本刪去或放寬了', { exact: false }).waitFor();
    await page.getByRole('button', { name: '與過往的決定比較' }).click();
    await page.getByText('由 Inês Ferreira 開始', { exact: false }).waitFor({ timeout: 60_000 });
    await page.getByText(transfer.reference).waitFor();
    await isClean(page, 'version');
    await page.getByRole('button', { name: '啟用' }).click();
    await isClean(page, 'switch-on');
    await page.getByText('我已查看此版本刪去和放寬的內容').click();
    await page.getByRole('dialog').getByRole('button', { name: '啟用' }).click();
    await page.getByText('使用中', { exact: true }).waitFor();
    await page.goto(`${server.url}/packs/org-policy`);
    await page.getByRole('button', { name: '恢復使用版本', exact: false }).click();
    await isClean(page, 'go-back');
    await page.getByRole('dialog').getByRole('button', { name: '恢復使用版本', exact: false }).click();
    await page.getByText('已恢復使用先前的版本').first().waitFor();
    await context.close();
  });

  it('makes an old decision again', async () => {
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/transfers/${transfer.transferId}`);
    await page.getByRole('button', { name: '用當日的規則重新決定' }).first().click();
    await page.getByText('結果完全一致，逐位元組相同').waitFor();
    await isClean(page, 'replay');
    await context.close();
  });
});
