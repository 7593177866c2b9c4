/** The organisation's levels in a real browser: edit, try, save, go back; and a wrong finding from where it is seen to its end. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import {
  addRecipient,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
  submit,
} from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const MESSAGE = '請致電 +853 6612 3456 查詢貨板。';

let server: TestServer;
let browser: Browser;
let officer: Officer;
let sender: StaffClient;
let recipientId: string;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender', '何志強');
  recipientId = (await addRecipient(sender, { jurisdiction: 'MO' })).id;
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const open = (width: number, who: Pick<Officer, 'jar' | 'url'> = officer): Promise<BrowserContext> =>
  openConsole(browser, who, width, faults);
const isClean = (page: Page, name: string): Promise<void> => expectClean(page, `levels-${name}`, faults);

describe.each([1280, 360])('the levels at %i pixels', (width) => {
  let transferId: string;

  it('are edited, tried on past transfers, saved, and explained in the history', async () => {
    ({ transferId } = await submit(sender, { recipientIds: [recipientId], message: MESSAGE }));
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/levels`);
    await page.getByRole('heading', { name: '識別到的資料種類' }).waitFor();
    await isClean(page, 'policy');
    await page.getByLabel('電話號碼：級別', { exact: true }).selectOption({ label: '高度機密' });
    await expect(page.getByRole('button', { name: '儲存並生效' }).isDisabled()).resolves.toBe(true);
    await page.getByRole('button', { name: '加入組合' }).click();
    await page.getByText('更改名稱與含義', { exact: false }).last().click();
    await page.getByLabel('「高度機密」的名稱（繁體中文）').fill('董事專用');
    await page.getByRole('button', { name: '在過往傳送上試算' }).click();
    await page.getByText('權限範本的分別').waitFor();
    await isClean(page, 'trial');
    await page.getByRole('button', { name: '儲存並生效' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('電話號碼：由', { exact: false }).waitFor();
    await dialog.getByLabel('原因').fill('電話號碼只限董事查閱。');
    await isClean(page, 'save');
    await dialog.getByRole('button', { name: '儲存並生效' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByRole('button', { name: '歷史' }).click();
    await page.getByText('電話號碼只限董事查閱。').first().waitFor();
    await page.getByText('與前一版的分別').first().click();
    await isClean(page, 'history');
    await page.getByRole('button', { name: '以此版為草稿', exact: false }).last().click();
    await page.getByRole('button', { name: '在過往傳送上試算' }).click();
    await page.getByRole('button', { name: '儲存並生效' }).click();
    await dialog.getByLabel('原因').fill('恢復原廠設定。');
    await dialog.getByRole('button', { name: '儲存並生效' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await context.close();
  });

  it('let a sender say that a finding is wrong, and an officer decide', async () => {
    const of = await open(width, sender);
    const page = await of.newPage();
    await page.goto(`${server.url}/transfers/${transferId}`);
    await page.getByText('為何是這一級').waitFor();
    await page.getByText('找到了什麼，憑什麼').click();
    await isClean(page, 'why');
    await page.getByRole('button', { name: '這是誤判：電話號碼', exact: false }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('為何是誤判').fill('這是本公司總機。');
    await isClean(page, 'suggest');
    await dialog.getByRole('button', { name: '交合規主任決定' }).click();
    await dialog.waitFor({ state: 'hidden' });
    await of.close();

    const context = await open(width);
    const other = await context.newPage();
    await other.goto(`${server.url}/levels?tab=exceptions`);
    await other.getByText('這是本公司總機。').first().waitFor();
    await other.getByRole('button', { name: '採納：電話號碼', exact: true }).click();
    const agree = other.getByRole('dialog');
    await agree.getByLabel('為何是誤判').fill('已核對，確為總機。');
    await isClean(other, 'agree');
    await agree.getByRole('button', { name: '採納' }).click();
    await other.getByText('生效中').waitFor();
    await isClean(other, 'exceptions');
    await other.goto(`${server.url}/transfers/new`);
    await other.getByLabel('訊息', { exact: true }).fill(MESSAGE);
    await other.getByText('不計算：例外由', { exact: false }).first().waitFor();
    await other.getByText('找到了什麼，憑什麼').click();
    await isClean(other, 'new');
    await other.goto(`${server.url}/levels?tab=exceptions`);
    await other.getByRole('button', { name: '結束：電話號碼' }).click();
    await other.getByText('已結束', { exact: true }).first().waitFor();
    await context.close();
  });
});
