/** The permission matrix in a real browser: Traditional Chinese, on a desktop and on a phone. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessTable } from '../../src/model/api/access.ts';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import {
  addRecipient,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
  submit,
  upload,
  waitForUpload,
} from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const WIDTHS = [1280, 360] as const;
const NAMES = ['李偉明', '陳小明'] as const;

let server: TestServer;
let browser: Browser;
let officer: Officer;
let sender: StaffClient;
let auditor: StaffClient;
const transfers = new Map<number, string>();
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender', '黃美儀');
  auditor = await inviteAndEnrol(officer, 'auditor', '何志強');
  for (const width of WIDTHS) {
    const people = [];
    for (const name of NAMES) people.push(await addRecipient(sender, { name, jurisdiction: 'MO' }));
    const uploadId = await upload(sender, new TextEncoder().encode('Closed on public holidays.'), '辦公時間.txt');
    await waitForUpload(sender, uploadId);
    const { transferId, state } = await submit(sender, {
      recipientIds: people.map((one) => one.id),
      uploadIds: [uploadId],
    });
    expect(state).toBe('granted');
    transfers.set(width, transferId);
  }
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(
  path: string,
  width: number,
  who: Pick<Officer, 'jar' | 'url'>,
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await openConsole(browser, who, width, faults);
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  return { context, page };
}

const tableOf = (id: string): Promise<AccessTable> => sender.get(`/api/v1/transfers/${id}/access`);

describe.each(WIDTHS)('at %i px', (width) => {
  const id = (): string => transfers.get(width) ?? '';
  const path = (): string => `/transfers/${id()}`;

  it('a cell is changed where it stands, says so, and is put back', async () => {
    const { context, page } = await open(path(), width, sender);
    const section = page.getByRole('region', { name: '誰可開啟什麼' });
    const cell = section.getByRole('button', { name: '李偉明，辦公時間.txt' }).locator('visible=true');
    await cell.waitFor();
    await expectClean(page, 'access-section', faults);
    await cell.click();
    const dialog = page.getByRole('dialog', { name: '更改條件：李偉明，辦公時間.txt' });
    await dialog.getByLabel('權限', { exact: true }).selectOption({ label: '只可閱覽' });
    await dialog.getByText('更多條件').click();
    await dialog.getByLabel('地點', { exact: true }).selectOption({ label: '只限以下' });
    await dialog.getByLabel('加入地點').selectOption({ label: '澳門' });
    await dialog.getByLabel('網絡', { exact: true }).selectOption({ label: '只限以下' });
    await dialog.getByRole('textbox', { name: '網絡' }).fill('the office');
    await dialog.getByText('第 1 行不是網絡或位址。').waitFor();
    await dialog.getByRole('textbox', { name: '網絡' }).fill('203.0.113.0/24');
    await expectClean(page, 'access-cell', faults);
    await dialog.getByRole('button', { name: '儲存' }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await cell.innerText()).toMatch(/只可閱覽[\s\S]*只限：澳門[\s\S]*只限 1 個網絡[\s\S]*有自己的設定/);
    await page.getByText('已更改：李偉明，辦公時間.txt').waitFor();
    await expectClean(page, 'access-changed', faults);
    await page.getByRole('button', { name: '還原' }).click();
    await page.getByText('已還原為之前的條件。').first().waitFor();
    const [put] = (await tableOf(id())).cells;
    expect([put?.terms, put?.version]).toEqual([{}, 2]);
    expect(await cell.innerText()).toContain('可下載');
    await context.close();
  });

  it('somebody who was faster is named, and what he set is shown before it is changed again', async () => {
    const { context, page } = await open(path(), width, sender);
    const name = width === 360 ? '所有收件人，所有文件' : '陳小明，訊息';
    const { objects, recipients, cells } = await tableOf(id());
    const message = objects.find((one) => one.kind === 'message')?.id ?? null;
    await page.getByRole('button', { name }).locator('visible=true').click();
    const dialog = page.getByRole('dialog', { name: `更改條件：${name}` });
    await dialog.getByLabel('權限', { exact: true }).waitFor();
    for (const recipientId of width === 360 ? [null] : recipients.map((one) => one.id)) {
      const objectId = width === 360 ? null : message;
      const seen = cells.find((one) => one.objectId === objectId && one.recipientId === recipientId)?.version ?? 0;
      const body = { objectId, recipientId, terms: { permission: 'view' }, version: seen };
      await officer.post(`/api/v1/transfers/${id()}/access`, body);
    }
    await dialog.getByLabel('權限', { exact: true }).selectOption({ label: '可下載' });
    await dialog.getByRole('button', { name: '儲存' }).click();
    await dialog.getByText('其間已由Inês Ferreira更改').waitFor();
    expect(await dialog.getByLabel('權限', { exact: true }).inputValue()).toBe('view');
    // The browser says that a request was refused, which is what was wanted.
    expect(faults.splice(0)).toEqual([expect.stringContaining('409')]);
    await expectClean(page, 'access-conflict', faults);
    await context.close();
  });

  it('the table is walked through by arrow keys', async () => {
    if (width !== 1280) return;
    const { context, page } = await open(path(), width, sender);
    const first = page.getByRole('button', { name: '所有收件人，所有文件' }).locator('visible=true');
    await first.focus();
    for (const key of ['ArrowDown', 'ArrowRight', 'ArrowRight', 'End', 'ArrowUp']) await page.keyboard.press(key);
    expect(await page.evaluate<string>('document.activeElement?.textContent ?? ""')).toMatch(
      /^所有收件人，辦公時間\.txt/,
    );
    await page.keyboard.press('Enter');
    await page.getByRole('dialog', { name: '更改條件：所有收件人，辦公時間.txt' }).waitFor();
    await context.close();
  });

  it('one recipient is revoked after it was said what that means', async () => {
    const { context, page } = await open(path(), width, sender);
    await page.getByRole('button', { name: '撤銷權限: 陳小明' }).locator('visible=true').click();
    const dialog = page.getByRole('dialog', { name: '撤銷陳小明的權限？' });
    await dialog.getByText('其他收件人不受影響').waitFor();
    await expectClean(page, 'access-revoke', faults);
    await dialog.getByRole('button', { name: '撤銷權限' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page
      .getByRole('region', { name: '誰可開啟什麼' })
      .getByText('已撤銷')
      .locator('visible=true')
      .first()
      .waitFor();
    expect((await tableOf(id())).inForce.filter((one) => one.state === 'revoked').length).toBe(2);
    await context.close();
  });

  it('an officer sees who can open what, as if from anywhere, tries it as somebody and takes it along', async () => {
    // Somebody is out, whatever was tested before.
    const [someone] = (await tableOf(id())).recipients.slice(-1);
    const body = { recipientId: someone?.id };
    await sender.post(`/api/v1/transfers/${id()}/access/revoke`, body).catch((error: unknown) => {
      expect(String(error)).toContain('terms.nothing_to_revoke');
    });
    const { context, page } = await open('/access', width, officer);
    await page.getByRole('heading', { level: 1, name: '誰可開啟' }).waitFor();
    await page.getByText('Harbour Partners').locator('visible=true').first().waitFor();
    await expectClean(page, 'access-covered', faults);
    await page.getByRole('button', { name: '查看名稱' }).click();
    const why = page.getByRole('dialog');
    await why.getByLabel('目的').selectOption({ label: '審計' });
    await why.getByRole('textbox').fill('年度審計');
    await why.getByRole('button', { name: '查看', exact: true }).click();
    await page.getByText('李偉明').locator('visible=true').first().waitFor();
    await expectClean(page, 'access-now', faults);
    await page.getByLabel('顯示').selectOption({ label: '此刻不可開啟' });
    await page.getByText('已撤銷').locator('visible=true').first().waitFor();
    await page.getByLabel('顯示').selectOption({ label: '全部' });
    await page.getByRole('searchbox', { name: '搜尋' }).fill('沒有這個人');
    await page.getByRole('button', { name: '搜尋' }).click();
    await page.getByText('沒有相符的項目').waitFor();
    await page.getByRole('button', { name: '清除篩選' }).click();
    await page
      .getByRole('button', { name: /^試試看: 李偉明，|^試試看: 李偉明, / })
      .locator('visible=true')
      .first()
      .click();
    const dialog = page.getByRole('dialog', { name: '試以此人身份開啟' });
    await dialog.getByLabel('身處地點').selectOption({ label: '不明（VPN、數據中心）' });
    await dialog.getByRole('button', { name: '試試看' }).click();
    await dialog.getByText(/^法律：/).waitFor();
    await expectClean(page, 'access-try', faults);
    await dialog.getByRole('button', { name: '取消' }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '匯出 CSV' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/^access-\d{4}-\d{2}-\d{2}\.csv$/);
    await context.close();
  });

  it('a level is limited only by who has said that he knows whom it affects', async () => {
    const { context, page } = await open('/access?tab=levels', width, officer);
    await page
      .getByRole('button', { name: '更改: 受限' })
      .or(page.getByRole('button', { name: /^更改: / }).last())
      .first()
      .click();
    const dialog = page.getByRole('dialog', { name: /^更改「.+」級的上限$/ });
    await dialog.getByRole('combobox', { name: '可開啟次數' }).selectOption({ label: '指定數目' });
    await dialog.getByRole('spinbutton', { name: '可開啟次數' }).fill('3');
    const save = dialog.getByRole('button', { name: '儲存' });
    expect(await save.isDisabled()).toBe(true);
    await dialog.getByText(/^我明白：/).click();
    await expectClean(page, 'access-level', faults);
    await save.click();
    await dialog.waitFor({ state: 'detached' });
    await page
      .getByText(/^Inês Ferreira 於 .+ 更改/)
      .first()
      .waitFor();
    await expectClean(page, 'access-levels', faults);
    await context.close();
  });

  it('an auditor reads all of it and changes nothing', async () => {
    const { context, page } = await open('/access?tab=levels', width, auditor);
    await page.getByText('級別的上限對該級別的所有傳送生效').waitFor();
    expect(await page.getByRole('button', { name: /^更改/ }).count()).toBe(0);
    await context.close();
  });

  it('a new transfer is limited before it is sent', async () => {
    const { context, page } = await open('/transfers/new', width, sender);
    await page.getByLabel('收件人可以').selectOption({ label: '只可閱覽' });
    await page.getByText('進階：地點、網絡、裝置、時段').click();
    await page.getByLabel('裝置數目').selectOption({ label: '指定數目' });
    await expectClean(page, 'access-new', faults);
    await context.close();
  });
});
