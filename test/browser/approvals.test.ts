/** Approvals, delegation, records and what is not known, in a real browser: Traditional Chinese, on a desktop and on a phone. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import { launchBrowser } from '../support/browser.ts';
import {
  addRecipient,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
  submit,
} from '../support/flows.ts';
import { axeFindings } from '../support/open-page.ts';
import { openRunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const WIDTHS = [1280, 360] as const;
/** Set it to keep pictures of what was seen. */
const PICTURES = process.env['ENTREPOT_TEST_PICTURES'];

let server: TestServer;
let browser: Browser;
let officer: Officer;
let second: StaffClient;
let sender: StaffClient;
let delegate: StaffClient;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
  second = await inviteAndEnrol(officer, 'officer', '李嘉雯');
  sender = await inviteAndEnrol(officer, 'sender', '何志強');
  delegate = await inviteAndEnrol(officer, 'sender', '蘇慧芳');
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(who: StaffClient, width: number, path: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({ locale: 'zh-HK', viewport: { width, height: 900 } });
  context.setDefaultTimeout(20_000);
  const cookies = [...who.jar].map(([name, value]) => ({ name, value, url: server.url, httpOnly: true }));
  await context.addCookies(cookies.map((cookie) => ({ ...cookie, sameSite: 'Lax' as const })));
  context.on('weberror', (error) => faults.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  return { context, page };
}

/** No element wider than the screen, nothing for axe to say, no fault on the way. */
async function isClean(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  if (PICTURES !== undefined) {
    const dialog = page.locator('dialog[open]');
    const isDialog = (await dialog.count()) > 0;
    await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: !isDialog });
  }
  const wide = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect([name, width, wide]).toEqual([name, width, 0]);
  expect([name, await axeFindings(page)]).toEqual([name, []]);
  expect(faults).toEqual([]);
}

async function forTwoOfficers(): Promise<string> {
  const recipient = await addRecipient(sender, { jurisdiction: 'MO', kind: 'authority_local' });
  return (await submit(sender, { recipientIds: [recipient.id], purpose: 'regulatory' })).transferId;
}

const stateOf = async (id: string): Promise<string> =>
  (await officer.get<TransferDetail>(`/api/v1/transfers/${id}`)).state;

describe('on the first day', () => {
  it.each(WIDTHS)('both pages say what appears here and what to do first (%i px)', async (width) => {
    const { context, page } = await open(officer, width, '/approvals');
    await page.getByText('沒有待決定的傳送').waitFor();
    await page.getByText('已開啟提示').waitFor();
    await isClean(page, 'approvals-empty');
    await page.goto(`${server.url}/records`);
    await page.getByText('還沒有記錄').waitFor();
    await page.getByRole('heading', { name: '法人實體' }).waitFor();
    await isClean(page, 'records-empty');
    await context.close();
  });
});

describe('what waits for officers', () => {
  it('is delegated, answered in the officer’s name by one and in her own by another, and then goes out', async () => {
    const id = await forTwoOfficers();
    const hers = await open(officer, 1280, '/approvals');
    await hers.page.getByRole('button', { name: '授權他人代為審批' }).click();
    const dialog = hers.page.getByRole('dialog');
    await dialog.getByLabel('人員').selectOption({ label: '蘇慧芳 · 發送人' });
    const until = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
    await dialog.getByLabel('最後一天').fill(until);
    await dialog.getByLabel('原因').fill('放年假');
    await isClean(hers.page, 'delegate');
    await dialog.getByRole('button', { name: '授權他人代為審批' }).click();
    await hers.page.getByText('蘇慧芳 代 Inês Ferreira').waitFor();
    await isClean(hers.page, 'approvals');

    const theirs = await open(delegate, 360, '/approvals');
    await theirs.page.getByText('您可以代 Inês Ferreira 作出決定。').waitFor();
    await isClean(theirs.page, 'approvals-delegate');
    await theirs.page.getByRole('button', { name: /^審閱/ }).click();
    const answer = theirs.page.getByRole('dialog');
    await answer.getByLabel('以誰的名義').waitFor();
    await isClean(theirs.page, 'approval-dialog');
    await answer.getByRole('button', { name: '批准', exact: true }).click();
    await answer.waitFor({ state: 'detached' });
    expect(await stateOf(id)).toBe('held');

    const last = await open(second, 1280, '/approvals');
    await last.page.getByText('已批准：蘇慧芳（代 Inês Ferreira）').waitFor();
    await last.page.getByText('還需要一名未曾批准的合規主任。').waitFor();
    await isClean(last.page, 'approvals-second');
    await last.page.getByRole('button', { name: /^審閱/ }).click();
    await last.page.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click();
    await last.page.getByText('沒有待決定的傳送').waitFor();
    expect(await stateOf(id)).toBe('granted');
    await last.page.goto(`${server.url}/transfers/${id}`);
    await last.page.getByText('蘇慧芳（代 Inês Ferreira）').first().waitFor();
    await isClean(last.page, 'transfer-approved');
    for (const one of [hers, theirs, last]) await one.context.close();
  });
});

describe('what is not known', () => {
  it.each(WIDTHS)('is listed with what to do, and stated in the same dialog (%i px)', async (width) => {
    const recipient = await addRecipient(sender, { jurisdiction: 'CN', city: 'CN-GD-ZH', kind: 'controller' });
    const { transferId } = await submit(sender, {
      recipientIds: [recipient.id],
      message: '李先生：聯絡電話 +853 6612 3456。',
      purpose: 'contract_performance',
    });
    // A sender in the mainland: its law asks what nobody has said.
    const database = await openRunningDatabase(server.dataDirectory);
    await database.sql(
      `update policy_decision set decision = jsonb_set(decision, '{unknown}', '["minor14", "org.ciio", "basis"]') where transfer_id = $1`,
      [transferId],
    );
    await database.close();
    const { context, page } = await open(officer, width, `/transfers/${transferId}`);
    await page.getByText('尚未知道').waitFor();
    await page.getByText('兩名合規主任：').first().waitFor();
    await isClean(page, 'held');
    await page.getByText('條文', { exact: true }).first().click();
    await page.getByText('法規的寫法').first().waitFor();
    await isClean(page, 'held-article');
    await page.getByRole('button', { name: /^說明/ }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('當中有未滿 14 歲的人').selectOption('no');
    await isClean(page, 'state-fact');
    await dialog.getByRole('button', { name: '記錄並重新判斷' }).click();
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('當中有未滿 14 歲的人：否').waitFor();
    await context.close();
  });
});

describe('a standing record', () => {
  it('lets a waiting transfer go on, shows what rests on it, and is withdrawn after a warning', async () => {
    const recipient = await addRecipient(sender, {
      name: '李偉明',
      organisation: '港口夥伴有限公司',
      jurisdiction: 'HK',
      kind: 'controller',
    });
    const { transferId } = await submit(sender, {
      recipientIds: [recipient.id],
      message: '李先生：聯絡電話 +853 6612 3456。',
      purpose: 'contract_performance',
    });
    const { context, page } = await open(officer, 1280, '/records');
    await page.getByRole('button', { name: '新增記錄' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('用途').selectOption('contract_performance');
    await dialog.getByLabel(/李偉明/).check();
    await dialog.locator('summary', { hasText: '法律依據' }).click();
    await dialog.getByLabel('當事人明確同意', { exact: true }).check();
    await dialog.locator('summary', { hasText: '申報和許可' }).click();
    await dialog.getByLabel('轉移出澳門的通知（第 20 條）').check();
    await dialog.getByLabel('傳送是為上述依據所必需').check();
    await dialog.getByLabel('證據存放在哪裏').fill('HR-2026-114');
    await isClean(page, 'record-dialog');
    await dialog.getByRole('button', { name: '記錄', exact: true }).click();
    await dialog.waitFor({ state: 'detached' });
    expect(await stateOf(transferId)).toBe('granted');
    await page.getByRole('button', { name: /^1 項傳送採用/ }).click();
    await page.getByText('已放行').first().waitFor();
    await isClean(page, 'records');
    await page.getByRole('button', { name: /^撤回/ }).click();
    await page.getByText('有 1 項已放行的傳送以它為依據。').waitFor();
    await isClean(page, 'record-withdraw');
    await page.getByRole('dialog').getByRole('button', { name: '撤回' }).click();
    await page.getByText('沒有符合的記錄。').waitFor();
    await context.close();
    const phone = await open(officer, 360, '/records');
    await phone.page.getByRole('combobox', { name: '狀態' }).selectOption('all');
    await phone.page.getByText('港口夥伴有限公司').first().waitFor();
    await isClean(phone.page, 'records');
    await phone.page.getByRole('button', { name: /^說明情況/ }).click();
    const profile = phone.page.getByRole('dialog');
    await profile.getByLabel('屬澳門關鍵基礎設施營運者').selectOption('no');
    await profile.getByLabel('僱員人數').fill('86');
    await isClean(phone.page, 'entity-profile');
    await profile.getByRole('button', { name: '說明情況' }).click();
    await profile.waitFor({ state: 'detached' });
    await phone.page.getByText('86').waitFor();
    await phone.context.close();
  });
});

describe('a sender in the mainland', () => {
  it.each(WIDTHS)('is asked what its law needs, with no answer given in advance (%i px)', async (width) => {
    const database = await openRunningDatabase(server.dataDirectory);
    await database.sql(`update legal_entity set jurisdiction = 'CN', city = 'CN-GD-ZH'`);
    await database.close();
    const { context, page } = await open(sender, width, '/transfers/new');
    for (const question of ['屬內地的「重要數據」', '涉及國家秘密或工作秘密', '當中有未滿 14 歲的人'])
      expect(await page.getByLabel(question).inputValue()).toBe('open');
    expect(await page.getByRole('checkbox', { name: '與收集時的目的相同或直接有關' }).isChecked()).toBe(true);
    expect(
      await page
        .getByRole('group', { name: '收集資料時當事人身在哪裏' })
        .getByRole('checkbox', { checked: true })
        .count(),
    ).toBe(0);
    await page.getByLabel('訊息', { exact: true }).fill('李先生：聯絡電話 +853 6612 3456。');
    await page.getByText('約 1 人的資料').waitFor();
    await page.getByText('更正涉及人數').first().click();
    await page.getByLabel('更正涉及人數').fill('0');
    await page.getByText('少於系統所數的人數只可由合規主任說明。').waitFor();
    await isClean(page, 'new-transfer-mainland');
    await context.close();
  });
});
