/** The archive and the incidents in a real browser, in Traditional Chinese, on a desktop and on a phone. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentList, ThreadList } from '../../src/model/api/archive.ts';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import { botMessage, type FakeStream, startFakeStream, streamSettings } from '../support/fake-dingtalk-stream.ts';
import { type Officer, setUpOrganisation, waitFor } from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const WIDTHS = [1280, 360] as const;
const LIST = Buffer.from('姓名,身份證\n歐陽小菱,11010519491231002X\n');

let server: TestServer;
let browser: Browser;
let officer: Officer;
let stream: FakeStream;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser, stream] = await Promise.all([
    startServer({ ENTREPOT_SANDBOX: 'false' }),
    launchBrowser(),
    startFakeStream({ resendMs: 1000 }),
  ]);
  officer = await setUpOrganisation(server);
  // What is there before anything came in.
  await emptyPages();
  await officer.post('/api/v1/connections', { kind: 'dingtalk_app', name: '珠海', settings: streamSettings(stream) });
  await waitFor('the stream', async () => (stream.sockets() > 0 ? true : undefined));
  stream.files.set('list', LIST);
  const group = { conversationId: 'cidA==', conversationTitle: '氹仔收貨組' };
  stream.send(botMessage(stream, { ...group, text: '貨櫃已到港，請安排收貨 container 77' }));
  stream.send(botMessage(stream, { ...group, text: '<img src=x onerror=alert(1)> 收貨單 **稍後** 補上' }));
  stream.send(botMessage(stream, { ...group, text: '歐陽小菱 身份證 11010519491231002X' }));
  const content = { downloadCode: 'list', fileName: '名單.csv' };
  stream.send(botMessage(stream, { ...group, msgtype: 'file', content }));
  stream.send(
    botMessage(stream, { ...group, msgtype: 'file', content: { downloadCode: 'gone', fileName: '舊檔.pdf' } }),
  );
  stream.send(botMessage(stream, { ...group, isInAtList: true, text: '檔案' }));
  const alone = { conversationId: 'cidB==', conversationType: '1', conversationTitle: '', senderNick: '李小姐' };
  stream.send(botMessage(stream, { ...alone, text: '查閱 EN-0000-0000-0000' }));
  await waitFor('everything', async () => {
    const { open } = await officer.get<IncidentList>('/api/v1/incidents');
    const { threads } = await officer.get<ThreadList>('/api/v1/archive');
    return open.incidents === 2 && open.requests === 2 && threads.length === 2 ? true : undefined;
  });
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await stream?.close();
});

const open = (width: number): Promise<BrowserContext> => openConsole(browser, officer, width, faults);
const isClean = (page: Page, name: string): Promise<void> => expectClean(page, name, faults);

async function emptyPages(): Promise<void> {
  const context = await open(360);
  const page = await context.newPage();
  await page.goto(`${server.url}/archive`);
  await page.getByText('仍未收到任何訊息').waitFor();
  await isClean(page, 'archive-empty');
  await page.goto(`${server.url}/incidents`);
  await page.getByText('沒有未處理的事件').waitFor();
  await isClean(page, 'incidents-empty');
  await context.close();
}

describe.each(WIDTHS)('at %i pixels', (width) => {
  it('shows conversations, what was said as it was written, marks what was searched for, and saves a file', async () => {
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/archive`);
    await page.getByRole('link', { name: /氹仔收貨組/ }).waitFor();
    await isClean(page, 'archive');
    await page.getByRole('link', { name: /氹仔收貨組/ }).click();
    await page.getByText('<img src=x onerror=alert(1)>').waitFor();
    await page.getByText('未能取回').waitFor();
    await isClean(page, 'conversation');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '儲存 名單.csv' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('名單.csv');
    expect(readFileSync(await download.path())).toEqual(LIST);

    await page.getByLabel('字詞').fill('Container 收貨');
    await page.getByRole('button', { name: '搜尋', exact: true }).click();
    await page.locator('mark', { hasText: 'container' }).waitFor();
    expect(await page.locator('mark').allTextContents()).toEqual(['收貨', 'container']);
    expect(page.url()).not.toContain('ontainer');
    await isClean(page, 'search');
    await page.getByRole('link', { name: '氹仔收貨組' }).last().click();
    await page.getByRole('link', { name: '返回最新' }).waitFor();
    await page.getByLabel('字詞').fill('沒有這個字');
    await page.keyboard.press('Enter');
    await page.getByText('沒有找到').waitFor();
    await context.close();
  });

  it('shows incidents and requests, closes one with a note, and leads to the clocks', async () => {
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/incidents`);
    await page.getByRole('link', { name: /^事件（/ }).waitFor();
    await page.getByText('內地居民身份證').first().waitFor();
    await isClean(page, 'incidents');
    expect(await page.locator('main').innerText()).not.toContain('歐陽');
    await page.getByRole('button', { name: '結案' }).first().click();
    await page.getByLabel('處理經過').fill('已請同事改用加密傳送');
    await isClean(page, 'close-incident');
    await page.getByRole('dialog').getByRole('button', { name: '結案' }).click();
    await page.getByText('事件已結案。').first().waitFor();
    await page.getByRole('link', { name: '已處理' }).click();
    await page.getByText('已請同事改用加密傳送').first().waitFor();
    await isClean(page, 'closed-incidents');
    await page.getByRole('link', { name: /^請求（/ }).click();
    await page.getByText('請求檔案').or(page.getByText('請求查閱')).first().waitFor();
    await isClean(page, 'requests');
    await page
      .getByRole('button', { name: width === 1280 ? '已處理' : '拒絕' })
      .first()
      .click();
    if (width === 360) {
      await isClean(page, 'decline-request');
      await page.getByRole('dialog').getByRole('button', { name: '拒絕' }).click();
    }
    await page.getByText('請求已處理。').first().waitFor();
    await page.goto(`${server.url}/duties?start=incident`);
    await page.getByLabel('事故經過').waitFor();
    await context.close();
  });
});
