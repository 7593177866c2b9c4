/** Connections in a real browser, in Traditional Chinese, on a desktop and on a phone: a DingTalk robot is added and tried out; a dead letter goes again. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ConnectionOverview, DeadLetterList } from '../../src/model/api/connections.ts';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import { addRecipient, type Officer, sandboxMessages, setUpOrganisation, submit, waitFor } from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const WIDTHS = [1280, 360] as const;

let server: TestServer;
let browser: Browser;
let officer: Officer;
let database: RunningDatabase;
let recipientId: string;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
  database = await openRunningDatabase(server.dataDirectory);
  recipientId = (await addRecipient(officer)).id;
});
afterAll(async () => {
  await database?.close();
  await browser?.close();
  await server?.stop();
});

const open = (width: number): Promise<BrowserContext> => openConsole(browser, officer, width, faults);
const isClean = (page: Page, name: string): Promise<void> => expectClean(page, name, faults);
const sent = async (id: string): Promise<boolean> => {
  const { notices } = await officer.get<TransferDetail>(`/api/v1/transfers/${id}`);
  return notices[0]?.state === 'sent';
};

describe.each(WIDTHS)('at %i pixels', (width) => {
  it('adds a DingTalk robot from its pasted address and tries it out at once', async () => {
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/connections`);
    await page.getByRole('heading', { name: '渠道連接', level: 1 }).waitFor();
    await page.getByRole('button', { name: '新增連接' }).click();
    await page.getByLabel('名稱', { exact: true }).fill(`倉務群 ${width}`);
    const address = page.getByLabel('Webhook 地址');
    await address.fill('https://oapi.dingtalk.com/robot/send');
    await page.getByText('這不是這類渠道的 Webhook 地址').first().waitFor();
    await address.fill(`https://oapi.dingtalk.com/robot/send?access_token=a1b2c3d4e5f60000${width}`);
    await page.getByText('已讀取所需資料。').waitFor();
    await page.getByLabel(/加簽密鑰/).fill('SEC0123456789abcdef');
    await isClean(page, 'add');
    await page.getByRole('button', { name: '新增', exact: true }).click();
    await page.getByRole('button', { name: '發送測試訊息' }).click();
    await page.getByText('訊息已進入沙盒').waitFor();
    await isClean(page, 'tested');
    const trial = (await sandboxMessages(officer)).find((one) => one.kind === 'test');
    expect(trial?.vendor).toBe('dingtalk');
    expect(trial?.body).not.toContain('倉務群');
    await page.getByRole('link', { name: '前往這個連接' }).click();
    await page.getByRole('heading', { name: `倉務群 ${width}` }).waitFor();
    await page.getByText('運作正常').first().waitFor();
    await page.getByRole('button', { name: '查看', exact: true }).first().click();
    await page.getByText('其摘要值與記錄相符').waitFor();
    await isClean(page, 'sent');
    await page.keyboard.press('Escape');
    await isClean(page, 'connection');
    await page.getByRole('button', { name: '更改', exact: true }).click();
    await page.getByText('已設定，不會顯示').first().waitFor();
    expect(await page.content()).not.toContain('SEC0123456789abcdef');
    await isClean(page, 'change');
    await page.getByRole('button', { name: '儲存' }).click();
    await page.getByText('連接已更改').first().waitFor();
    await page.goto(`${server.url}/connections`);
    await page.getByRole('link', { name: `倉務群 ${width}` }).waitFor();
    await isClean(page, 'connections');
    await context.close();
  });

  it('sends a dead letter again, after saying why it is one and what to do', async () => {
    const { connections } = await officer.get<ConnectionOverview>('/api/v1/connections/overview');
    const connection = connections.find((one) => one.label === `倉務群 ${width}`);
    const { transferId } = await submit(officer, { recipientIds: [recipientId], connectionId: connection?.id ?? '' });
    await waitFor('the notice', async () => ((await sent(transferId)) ? true : undefined));
    const dead = `update outbox set state = 'dead', last_error = 'dingtalk.security_signature', sent_sealed = null,
      sent_at = null, sent_bytes = null, sent_hash = null where transfer_id = $1`;
    await database.sql(dead, [transferId]);
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/dead-letters`);
    await page.getByText('加簽密鑰有誤或缺少').waitFor();
    await isClean(page, 'dead-letters');
    await page.getByRole('checkbox').nth(1).check();
    await page.getByRole('button', { name: '再送一次' }).click();
    await isClean(page, 'resend');
    await page.getByRole('dialog').getByRole('button', { name: '再送一次' }).click();
    await page.getByText('所有訊息都已送出').waitFor();
    await isClean(page, 'none-dead');
    await waitFor('the notice again', async () => ((await sent(transferId)) ? true : undefined));
    expect((await officer.get<DeadLetterList>('/api/v1/dead-letters')).letters).toEqual([]);
    await page.goto(`${server.url}/transfers/${transferId}`);
    await page.getByRole('heading', { name: '實際送出的內容' }).waitFor();
    await isClean(page, 'transfer-sent');
    await context.close();
  });
});
