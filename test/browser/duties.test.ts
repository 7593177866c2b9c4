/** Duties in a real browser, in Traditional Chinese, on a desktop and on a phone: the list, one duty with its form, an incident. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DutyList } from '../../src/model/api/duties.ts';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import { addRecipient, type Officer, setUpOrganisation, submit } from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const WIDTHS = [1280, 360] as const;

let server: TestServer;
let browser: Browser;
let officer: Officer;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
  const recipient = await addRecipient(officer, {
    jurisdiction: 'HK',
    kind: 'controller',
    organisation: '氹仔嘅貿易行',
  });
  await submit(officer, {
    recipientIds: [recipient.id],
    message: '李先生：+853 6612 3456',
    purpose: 'customer_service',
  });
  const entityId = (await officer.session()).entities[0]?.id;
  const contract = { kind: 'contract', entityId, purpose: 'supply', contract: 'gba_mo', reference: '' };
  for (const effectiveAt of ['2026-11-02', '2031-03-03'])
    await officer.post('/api/v1/duties', { ...contract, effectiveAt });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const open = (width: number): Promise<BrowserContext> => openConsole(browser, officer, width, faults);
const isClean = (page: Page, name: string): Promise<void> => expectClean(page, name, faults);

describe.each(WIDTHS)('at %i pixels', (width) => {
  it('shows what is due, the most urgent first, and drafts its form', async () => {
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/duties`);
    await page.getByRole('heading', { name: '法定義務' }).waitFor();
    await page.getByText('可能的最早日期').filter({ visible: true }).first().waitFor();
    const { duties } = await officer.get<DutyList>('/api/v1/duties?state=open');
    const first = page.locator('main a[href^="/duties/"]').filter({ visible: true }).first();
    expect(await first.getAttribute('href')).toBe(`/duties/${duties[0]?.id}`);
    await isClean(page, 'list');

    const notice = duties.find((one) => one.ruleId === 'mo.notice');
    await page.goto(`${server.url}/duties/${notice?.id}`);
    const address = page.getByLabel('地址 / Sede ou endereço');
    await address.waitFor();
    expect(await page.getByLabel('接收者 / Destinatários').inputValue()).toContain('氹仔嘅貿易行');
    await address.fill(`澳門氹仔某街${width}號`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Word', exact: true }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^dspdp-notice-\d{4}-\d\d-\d\d\.docx$/);
    expect(
      readFileSync(await download.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    await page.getByRole('button', { name: '保存所填內容' }).click();
    await page.getByText('已加密保存。').first().waitFor();
    await isClean(page, 'duty');
    await context.close();
  });

  it('starts the clocks of an incident, and closes one of them', async () => {
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/duties`);
    await page.getByRole('button', { name: '開始計時' }).click();
    await page.getByLabel('歐盟').check();
    await page.getByLabel('澳門', { exact: true }).check();
    await page.getByLabel('事故經過').fill('一部手提電腦遺失');
    await isClean(page, 'incident');
    await page.getByRole('button', { name: '開始', exact: true }).click();
    await page
      .getByText(/已開始 \d+ 項計時/)
      .first()
      .waitFor();
    const { duties } = await officer.get<DutyList>('/api/v1/duties?state=open');
    const breach = duties.filter((one) => one.ruleId === 'eu.breach').at(-1);
    await page.goto(`${server.url}/duties/${breach?.id}`);
    await page.getByRole('button', { name: '登記已提交' }).click();
    await page.getByLabel('申報或登記編號').fill('CNPD 4711');
    await isClean(page, 'complete');
    await page.getByRole('button', { name: '登記', exact: true }).click();
    await page.getByText('已登記。').first().waitFor();
    await page.getByRole('button', { name: '重新開啟' }).waitFor();
    await context.close();
  });
});
