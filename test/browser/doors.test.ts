/** Audiences and connected programs in a real browser: Traditional Chinese, on a desktop and on a phone. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import { addRecipient, inviteAndEnrol, type Officer, setUpOrganisation, type StaffClient } from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const WIDTHS = [1280, 360] as const;
const TOKEN = /^[0-9a-f]{64}$/;
const SECRET = /^SEC[0-9a-f]{64}$/;

let server: TestServer;
let browser: Browser;
let officer: Officer;
let auditor: StaffClient;
let database: RunningDatabase;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
  auditor = await inviteAndEnrol(officer, 'auditor', '何志強');
  database = await openRunningDatabase(server.dataDirectory);
  await addRecipient(officer, { name: '李偉明', jurisdiction: 'CN', city: 'CN-GD-ZH', locale: 'zh-Hans' });
  await addRecipient(officer, { name: '陳小明', jurisdiction: 'HK' });
}, 180_000);
afterAll(async () => {
  await database?.close();
  await browser?.close();
  await server?.stop();
});

async function open(
  path: string,
  width: number,
  who: Pick<Officer, 'jar' | 'url'> = officer,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await openConsole(browser, who, width, faults);
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  return { context, page };
}

/** Fills the form for a program up to its security, and leaves the dialog open. */
async function fillProgram(page: Page, name: string, audience: string): Promise<void> {
  await page.getByRole('button', { name: '接入程式' }).click();
  const dialog = page.getByRole('dialog', { name: '接入程式' });
  await dialog.getByLabel('名稱').fill(name);
  await dialog.getByLabel('收件群組').selectOption({ label: audience });
}

describe.each(WIDTHS)('at %i px', (width) => {
  const group = `珠海值班 ${width}`;
  const program = `機房監控 ${width}`;

  it('the first day says what to do first', async () => {
    if (width !== WIDTHS[0]) return;
    const { context, page } = await open('/audiences', width);
    await page.getByText('還沒有收件群組').waitFor();
    await expectClean(page, 'audiences-empty', faults);
    await page.goto(`${server.url}/programs`);
    await page.getByText('還沒有接入程式').waitFor();
    await expectClean(page, 'programs-empty', faults);
    await page.goto(`${server.url}/programs/refused`);
    await page.getByText('沒有被拒絕的呼叫').waitFor();
    await expectClean(page, 'refusals-empty', faults);
    await context.close();
  });

  it('an audience is made, and says where its members are', async () => {
    const { context, page } = await open('/audiences', width);
    await page.getByRole('button', { name: '新增收件群組' }).click();
    const dialog = page.getByRole('dialog', { name: '新增收件群組' });
    await dialog.getByLabel('群組名稱').fill(group);
    await dialog.getByText('李偉明').click();
    await dialog.getByText('陳小明').click();
    await expectClean(page, 'audience-dialog', faults);
    await dialog.getByRole('button', { name: '新增', exact: true }).click();
    const card = page.getByRole('region', { name: group });
    await card.getByText('2 位成員').waitFor();
    expect(await card.getByRole('list', { name: '成員所在地' }).innerText()).toMatch(/中國內地[\s\S]*香港/);
    await card.getByRole('button', { name: '更改成員' }).click();
    const members = page.getByRole('dialog', { name: `更改「${group}」的成員` });
    await members.getByText('陳小明').click();
    await members.getByText('立即不能再開啟').waitFor();
    await expectClean(page, 'audience-members', faults);
    await members.getByRole('button', { name: '取消' }).click();
    await expectClean(page, 'audiences', faults);
    await context.close();
  });

  it('a program is connected: what a route needs is said before, secrets are shown once and gone after a reload', async () => {
    const { context, page } = await open('/programs', width);
    await fillProgram(page, program, `${group} · 2 位成員`);
    const dialog = page.getByRole('dialog', { name: '接入程式' });
    const check = dialog.getByRole('region', { name: '一般訊息會怎樣' });
    await check.getByText('會等候').waitFor();
    expect(await check.getByText('會發出').count()).toBe(1);
    await expectClean(page, 'program-dialog', faults);
    await dialog.getByText('要求簽名').click();
    await dialog.getByText('請至少選一種').waitFor();
    expect(await dialog.getByRole('button', { name: '接入並顯示憑證' }).isDisabled()).toBe(true);
    await dialog.getByText('要求簽名').click();
    await dialog.getByText('更多設定').click();
    await dialog.getByLabel('標籤').fill('致電 6612 3456');
    await expectClean(page, 'program-dialog-more', faults);
    await dialog.getByRole('button', { name: '接入並顯示憑證' }).click();
    await dialog.getByText('不能有個人資料').waitFor();
    // The browser writes down that the server said no, which is what was wanted.
    expect(faults.splice(0)).toEqual([expect.stringContaining('400')]);
    await dialog.getByLabel('標籤').fill('生產監控');
    await dialog.getByRole('button', { name: '接入並顯示憑證' }).click();

    const shown = page.getByRole('dialog', { name: '程式的憑證' });
    await shown.getByText('只顯示這一次').waitFor();
    const texts = await shown.locator('dd code').allInnerTexts();
    const [url = '', token = '', secret = ''] = texts;
    expect([TOKEN.test(token), SECRET.test(secret), url.endsWith(token)]).toEqual([true, true, true]);
    expect(await shown.locator('pre').innerText()).toContain(secret);
    await expectClean(page, 'program-credentials', faults);
    await page.reload();
    await page.getByRole('link', { name: program }).waitFor();
    const after = await page.content();
    expect([after.includes(token), after.includes(secret)]).toEqual([false, false]);
    await expectClean(page, 'programs', faults);

    await page.getByRole('link', { name: program }).click();
    await page.getByRole('heading', { name: program }).waitFor();
    await page.getByText('生產監控').waitFor();
    const detail = await page.content();
    expect([detail.includes(token), detail.includes(secret)]).toEqual([false, false]);
    await expectClean(page, 'program', faults);
    await context.close();
  });

  it('credentials are replaced, the program is paused, resumed and removed, each said before', async () => {
    const { context, page } = await open('/programs', width);
    await page.getByRole('link', { name: program }).click();
    await page.getByRole('button', { name: '試用' }).click();
    const tried = page.getByRole('dialog', { name: `試用「${program}」` });
    await expectClean(page, 'program-try', faults);
    await tried.getByRole('button', { name: '發送測試訊息' }).click();
    await page.waitForURL(/\/transfers\/[0-9a-f-]{36}$/);
    await page.getByRole('heading', { name: /EN-/ }).waitFor();
    await page.goBack();
    await page.getByRole('row', { name: /呼叫 1 1/ }).waitFor();

    await page.getByRole('button', { name: '更換憑證' }).click();
    const rotate = page.getByRole('dialog', { name: `更換「${program}」的憑證` });
    await expectClean(page, 'program-rotate', faults);
    await rotate.getByRole('button', { name: '更換憑證' }).click();
    await page.getByRole('dialog', { name: '程式的憑證' }).getByRole('button', { name: '我已保存' }).click();
    await page.getByText('舊憑證有效至').waitFor();
    await page.getByRole('button', { name: '立即終止舊憑證' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '立即終止舊憑證' }).click();
    await page.getByText('舊憑證有效至').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: '暫停' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '暫停' }).click();
    await page.getByText('已暫停', { exact: true }).waitFor();
    await page.getByRole('button', { name: '恢復' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '恢復' }).click();
    await page.getByText('接收中').waitFor();

    await page.getByRole('button', { name: '移除' }).click();
    const remove = page.getByRole('dialog', { name: `移除「${program}」？` });
    await remove.getByText('永久失效').waitFor();
    await expectClean(page, 'program-remove', faults);
    await remove.getByRole('button', { name: '移除' }).click();
    await page.getByText(`「${program}」已移除。`).first().waitFor();
    await page.getByRole('link', { name: program }).waitFor({ state: 'detached' });
    await context.close();
  });

  it('what programs asked for and did not get is explained', async () => {
    await database.sql(
      `insert into door_refusal (org_id, refusal_key, endpoint, reason, door_id, caller_sealed, agent, first_at, last_at, count)
       select org_id, decode(md5($1), 'hex'), 'POST /robot/send', $1, null, '\\x00', 'axios', now(), now(), 3
       from organisation on conflict do nothing`,
      [width === WIDTHS[0] ? 'sign_not_match' : 'unknown_endpoint'],
    );
    const { context, page } = await open('/programs/refused', width);
    await page.getByRole('heading', { name: '簽名不符' }).waitFor();
    await page.getByText('請核對密鑰').waitFor();
    await expectClean(page, 'refusals', faults);
    await context.close();
  });

  it('a recipient is known by what a vendor calls him', async () => {
    const { context, page } = await open('/recipients', width);
    await page.getByRole('button', { name: '平台帳號: 李偉明' }).click();
    const dialog = page.getByRole('dialog', { name: '李偉明 的平台帳號' });
    await dialog.getByLabel('釘釘 userid').fill('a b');
    await dialog.getByText('只可以有字母').waitFor();
    await dialog.getByLabel('釘釘 userid').fill(`manager${width}`);
    await expectClean(page, 'recipient-identities', faults);
    await dialog.getByRole('button', { name: '儲存' }).click();
    await page.getByText(`釘釘 userid: manager${width}`).locator('visible=true').waitFor();
    await expectClean(page, 'recipients', faults);
    await context.close();
  });

  it('an auditor reads and is offered no act', async () => {
    const { context, page } = await open('/audiences', width, auditor);
    await page.getByRole('region', { name: group }).waitFor();
    expect(await page.getByRole('button', { name: /更改成員|改名|移除|新增收件群組/ }).count()).toBe(0);
    await page.goto(`${server.url}/programs`);
    await page.getByText('還沒有接入程式').waitFor();
    expect(await page.getByRole('button', { name: '接入程式' }).count()).toBe(0);
    expect(faults).toEqual([]);
    await context.close();
  });
});
