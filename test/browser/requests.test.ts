/** Asking, reporting and answering, and who looked, in a real browser: the recipient on a phone, staff on a desktop and on a phone. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import {
  addRecipient,
  askForCode,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
  submit,
  upload,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { axeFindings, enterCode, watchFaults } from '../support/open-page.ts';
import { startServer, type TestServer } from '../support/server.ts';

const WIDTHS = [1280, 360] as const;
const PICTURES = process.env['ENTREPOT_TEST_PICTURES'];
const REASON = '我在里斯本，還需要幾天時間。';

let server: TestServer;
let browser: Browser;
let officer: Officer;
let sender: StaffClient;
let page: Page;
let context: BrowserContext;
let faults: ReturnType<typeof watchFaults>;
let transferId: string;
let handle: string;
let email: string;
const consoleFaults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender', '何志強');
  const recipient = await addRecipient(sender, { name: '黃小明', organisation: '海港夥伴有限公司' });
  email = recipient.email;
  const uploadId = await upload(sender, new TextEncoder().encode('January 1\n'), '公眾假期.txt');
  await waitForUpload(sender, uploadId);
  ({ transferId } = await submit(sender, { recipientIds: [recipient.id], uploadIds: [uploadId] }));
  handle = await waitForNotice(officer, transferId);
  context = await browser.newContext({ locale: 'zh-HK', viewport: { width: 390, height: 844 } });
  context.setDefaultTimeout(20_000);
  page = await context.newPage();
  faults = watchFaults(page);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** Fits the phone, axe is content, nothing went wrong. */
async function isClean(name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/open-${name}-390.png`, fullPage: true });
  expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  expect([name, await axeFindings(page)]).toEqual([name, []]);
  expect(faults.all).toEqual([]);
}

const help = () => page.getByRole('button', { name: '求助、請求或舉報' });

describe('the recipient', () => {
  it('finds whom to tell before he has proved anything, and hears the same for every link', async () => {
    for (const one of ['AAAAAAAAAAAAAAAAAAAAAA', handle]) {
      await page.goto(`${server.url}/n/${one}`);
      await help().click();
      await page.getByRole('heading', { name: '需要協助，或有不妥？' }).waitFor();
      await isClean('report');
      await page.getByRole('button', { name: '我無法開啟' }).click();
      await page.getByLabel('您想說的話').fill('收不到驗證碼');
      await isClean('report-form');
      await page.getByRole('button', { name: '送出' }).click();
      await page.getByRole('heading', { name: '已收到' }).waitFor();
      await isClean('reported');
    }
  });

  it('asks for more time, sees that it is open, and takes back what he no longer wants', async () => {
    await page.goto(`${server.url}/n/${handle}`);
    await page.locator('#address').fill(email);
    await page.getByRole('button', { name: '我已有驗證碼' }).click();
    await enterCode(page, await askForCode(officer, handle, email));
    await page.locator('.items').waitFor();
    await help().click();
    await page.getByRole('heading', { name: '請求與協助' }).waitFor();
    await isClean('ask');
    await page.getByRole('button', { name: '請求延長時間' }).click();
    await page.getByLabel('您想說的話').fill(REASON);
    await isClean('ask-form');
    await page.getByRole('button', { name: '送出' }).click();
    await page.getByText('等待回覆').waitFor();
    await isClean('asked');
    await page.getByRole('button', { name: '請求增加開啟次數' }).click();
    await page.getByRole('button', { name: '送出' }).click();
    await page.getByRole('button', { name: '撤回: 請求增加開啟次數' }).click();
    await page.getByText('您已撤回').waitFor();
    await page.getByRole('button', { name: '這不是寄給我的' }).click();
    await page.getByText('您的存取權限會隨即永久終止').waitFor();
    await isClean('decline');
  });
});

describe.each(WIDTHS)('staff at %i pixels', (width) => {
  it('see how many wait, read for a purpose what was written, and answer within what is allowed', async () => {
    const staff = await openConsole(browser, officer, width, consoleFaults);
    const desk = await staff.newPage();
    await desk.goto(`${server.url}/requests`);
    await desk.getByRole('heading', { name: '請求', exact: true }).waitFor();
    await desk.getByText('無法開啟').first().waitFor();
    await expectClean(desk, 'requests', consoleFaults);
    expect(await desk.locator('main').innerText()).not.toContain('里斯本');
    const card = desk.locator('article', { hasText: '請求延長時間' });
    await card.getByRole('button', { name: '查看內容' }).click();
    await desk.getByLabel('目的').selectOption({ label: '處理請求' });
    await desk.getByLabel('原因').fill('發送人休假');
    await expectClean(desk, 'read-request', consoleFaults);
    await desk.getByRole('dialog').getByRole('button', { name: '查看', exact: true }).click();
    await card.getByText(REASON).waitFor();
    await card.getByText('黃小明').waitFor();
    if (width === 360) {
      await desk.getByRole('button', { name: '開啟選單' }).click();
      await desk.getByRole('dialog').getByText('2 項待處理').waitFor({ state: 'attached' });
      await desk.keyboard.press('Escape');
    } else await desk.getByText('2 項待處理').waitFor({ state: 'attached' });
    await card.getByRole('button', { name: '批准' }).click();
    await desk.getByLabel('可開啟至').waitFor();
    await desk.getByLabel('給收件人的話').fill('已延長。');
    await expectClean(desk, 'grant-request', consoleFaults);
    await desk.keyboard.press('Escape');
    await staff.close();
  });

  it('see names of a transfer that is not theirs only for a purpose', async () => {
    const staff = await openConsole(browser, officer, width, consoleFaults);
    const desk = await staff.newPage();
    await desk.goto(`${server.url}/transfers/${transferId}`);
    await desk.getByText('名稱已遮蓋').waitFor();
    expect(await desk.locator('main').innerText()).not.toMatch(/黃小明|公眾假期/);
    await expectClean(desk, 'covered', consoleFaults);
    await desk.getByRole('button', { name: '查看名稱' }).click();
    await desk.getByRole('dialog').getByLabel('目的').selectOption({ label: '審計' });
    await desk.getByRole('dialog').getByLabel('原因').fill('年度抽查');
    await desk.getByRole('dialog').getByRole('button', { name: '查看', exact: true }).click();
    await desk.getByText('公眾假期.txt').filter({ visible: true }).first().waitFor();
    await desk.getByText('黃小明').filter({ visible: true }).first().waitFor();
    await staff.close();
  });

  it('see who looked at what is theirs, and why, and at another person only with a reason', async () => {
    const own = await openConsole(browser, sender, width, consoleFaults);
    const mine = await own.newPage();
    await mine.goto(`${server.url}/accesses`);
    await mine.getByText('年度抽查').filter({ visible: true }).first().waitFor();
    await mine.getByText('Inês Ferreira · 合規主任').filter({ visible: true }).first().waitFor();
    await expectClean(mine, 'accesses', consoleFaults);
    const [saved] = await Promise.all([
      mine.waitForEvent('download'),
      mine.getByRole('button', { name: '匯出附證明的檔案' }).click(),
    ]);
    expect(saved.suggestedFilename()).toMatch(/^accesses-.*\.zip$/);
    await own.close();

    const staff = await openConsole(browser, officer, width, consoleFaults);
    const desk = await staff.newPage();
    await desk.goto(`${server.url}/accesses`);
    await desk.getByText('還沒有人查看過').waitFor();
    await expectClean(desk, 'accesses-empty', consoleFaults);
    await desk.getByRole('link', { name: '另一人' }).click();
    await desk.getByLabel('人員').selectOption({ label: '同事：何志強' });
    await desk.getByLabel('目的').selectOption({ label: '資料當事人的要求' });
    await desk.getByLabel('原因').fill('本人來函');
    await desk.getByRole('button', { name: '查看', exact: true }).click();
    await desk.getByText('查看這份清單').filter({ visible: true }).first().waitFor();
    await expectClean(desk, 'accesses-of', consoleFaults);
    await staff.close();
  });
});

describe('the recipient again', () => {
  it('sees who of the house looked, from where and why', async () => {
    await page.goto(`${server.url}/n/${handle}`);
    await page.getByRole('button', { name: '誰看過我的資料' }).click();
    await page.getByRole('heading', { name: '誰看過您的資料' }).waitFor();
    await page.getByText('年度抽查').first().waitFor();
    await page.getByText('Inês Ferreira · 合規主任').first().waitFor();
    await isClean('looks');
  });
});
