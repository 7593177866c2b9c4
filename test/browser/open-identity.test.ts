/** A recipient shows who he is in other ways, goes on on another device, and sees what is his; the sender helps. On a phone, in DingTalk's browser. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import {
  addRecipient,
  askForCode,
  client,
  type Officer,
  sandboxMessages,
  setUpOrganisation,
  submit,
  waitFor,
  waitForNotice,
} from '../support/flows.ts';
import { axeFindings, enterAddress, enterCode, storedText, watchFaults } from '../support/open-page.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const DINGTALK =
  'Mozilla/5.0 (Linux; U; Android 9; zh-CN; SM-G9500) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/100.0.4896.58 UWS/5.12 Mobile Safari/537.36 AliApp(DingTalk/7.6.30) com.alibaba.android.rimet';
const PICTURES = process.env['ENTREPOT_TEST_PICTURES'];
const NIL = '00000000-0000-0000-0000-000000000000';

let server: TestServer;
let officer: Officer;
let browser: Browser;
let database: RunningDatabase;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
  database = await openRunningDatabase(server.dataDirectory);
}, 180_000);
afterAll(async () => {
  await database?.close();
  await browser?.close();
  await server?.stop();
});

type Sent = {
  readonly transferId: string;
  readonly recipientId: string;
  readonly email: string;
  readonly handle: string;
};

async function send(recipient?: { id: string; email: string }): Promise<Sent> {
  const to = recipient ?? (await addRecipient(officer, { name: '黃小明' }));
  const { transferId } = await submit(officer, { recipientIds: [to.id], message: '辦公室於公眾假期休息。' });
  return { transferId, recipientId: to.id, email: to.email, handle: await waitForNotice(officer, transferId) };
}

async function phone(width = 390, userAgent?: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    locale: 'zh-HK',
    timezoneId: 'Asia/Macau',
    viewport: { width, height: 844 },
    ...(userAgent === undefined ? {} : { userAgent }),
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  watchInto(page);
  return { context, page };
}

function watchInto(page: Page): void {
  const watched = watchFaults(page);
  page.on('close', () => faults.push(...watched.all));
}

/** Nothing wider than the screen, nothing for axe to say, and a picture to look at. */
async function looksWell(page: Page, name: string): Promise<void> {
  const width = page.viewportSize()?.width ?? 0;
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}-${width}.png`, fullPage: true });
  const wide = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect([name, wide]).toEqual([name, 0]);
  expect([name, await axeFindings(page)]).toEqual([name, []]);
}

const code = async (sent: Sent): Promise<string> => askForCode(officer, sent.handle, sent.email);
const spoken = async ({ transferId, recipientId }: Sent): Promise<string> =>
  (await officer.post<{ code: string }>(`/api/v1/transfers/${transferId}/spoken-code`, { recipientId })).code;
const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const title = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();

/** Through the page with a code that is asked for before, as if it had been sent already. */
async function signIn(page: Page, sent: Sent): Promise<void> {
  const six = await code(sent);
  await page.goto(`${server.url}/n/${sent.handle}`);
  await page.locator('#address').fill(sent.email);
  await press(page, '我已有驗證碼');
  await enterCode(page, six);
  await title(page, 'Lótus Commercial 的通知');
}

describe('another way', () => {
  it('the list is the same for everybody, and a code that the sender reads out leads in', async () => {
    const sent = await send();
    const { context, page } = await phone();
    await page.goto(`${server.url}/n/AAAAAAAAAAAAAAAAAAAAAA`);
    await page.locator('#address').fill('nobody@harbour.example');
    await press(page, '用其他方式確認');
    await title(page, '您想用哪種方式確認身份？');
    const forStrangers = await page.locator('.ways').innerText();
    await page.goto(`${server.url}/n/${sent.handle}`);
    await page.locator('#address').fill(sent.email);
    await press(page, '用其他方式確認');
    await title(page, '您想用哪種方式確認身份？');
    expect(await page.locator('.ways').innerText()).toBe(forStrangers);
    await looksWell(page, 'ways');
    await press(page, '由發送人讀出的驗證碼');
    await looksWell(page, 'spoken');
    const six = await spoken(sent);
    await enterCode(page, six === '000000' ? '000001' : '000000');
    await page.getByRole('alert').getByText('驗證碼').waitFor();
    await enterCode(page, six);
    await title(page, 'Lótus Commercial 的通知');
    expect(await storedText(page)).not.toContain(sent.email);
    await context.close();
  });

  it('back leads from the list to the address, and from the code to the address', async () => {
    const sent = await send();
    const { context, page } = await phone();
    await page.goto(`${server.url}/n/${sent.handle}`);
    await page.locator('#address').fill(sent.email);
    await press(page, '用其他方式確認');
    await title(page, '您想用哪種方式確認身份？');
    await page.goBack();
    await page.locator('#address').waitFor();
    expect(await page.locator('#address').inputValue()).toBe(sent.email);
    await press(page, '用其他方式確認');
    await press(page, '短訊驗證碼');
    await page.locator('#code').waitFor();
    await page.goBack();
    await page.locator('#address').waitFor();
    await waitFor('the message to the telephone', async () =>
      (await sandboxMessages(officer)).find((one) => one.kind === 'code' && one.vendor === 'sms'),
    );
    await context.close();
  });
});

describe('one factor more', () => {
  it('is asked for by the object that wants it, and the way leads back to where it was', async () => {
    const sent = await send();
    await database.sql(
      `insert into access_term (org_id, transfer_id, object_id, recipient_id, terms, version, set_by, set_at)
       select org_id, transfer_id, '${NIL}', '${NIL}', '{"factorsMin": 3}', 1, '${NIL}', now() from transfer where transfer_id = $1`,
      [sent.transferId],
    );
    const { context, page } = await phone();
    await signIn(page, sent);
    await page.getByRole('button', { name: /開啟訊息/ }).click();
    const more = page.getByRole('button', { name: /再確認一次/ });
    await more.waitFor();
    await looksWell(page, 'factors-wanted');
    await more.click();
    await title(page, '再確認一次身份');
    await looksWell(page, 'factors-ways');
    await page.goBack();
    await title(page, 'Lótus Commercial 的通知');
    await page.getByRole('button', { name: /再確認一次/ }).click();
    await press(page, '由發送人讀出的驗證碼');
    await enterCode(page, await spoken(sent));
    await title(page, 'Lótus Commercial 的通知');
    await page.getByRole('button', { name: /開啟訊息/ }).click();
    await page.locator('.text').first().waitFor();
    expect(await page.locator('.text').first().textContent()).toBe('辦公室於公眾假期休息。');
    await page.reload();
    await title(page, 'Lótus Commercial 的通知');
    await context.close();
  });
});

describe('another device', () => {
  it('gets in with a scanned code and the right number; the first one is told and ends it', async () => {
    const sent = await send();
    const first = await phone(390, DINGTALK);
    await signIn(first.page, sent);
    await press(first.page, '在另一部裝置繼續');
    await title(first.page, '在另一部裝置繼續');
    await looksWell(first.page, 'pairing-before');
    await press(first.page, '顯示代碼');
    await first.page.getByRole('img', { name: '供另一部裝置使用的二維碼' }).waitFor();
    await looksWell(first.page, 'pairing-code');
    const short = (await first.page.locator('.shortcode').innerText()).replace(/\s/g, '');
    expect(short).toMatch(/^[2-9A-HJKMNP-TV-Z]{8}$/);

    const second = await phone(390);
    const requested: string[] = [];
    second.page.on('request', (request) => requested.push(request.url()));
    await second.page.goto(`${server.url}/c#${short}`);
    await looksWell(second.page, 'arriving');
    await press(second.page, '在這裡繼續');
    expect(await second.page.locator('#shortcode').inputValue()).toBe(`${short.slice(0, 4)} ${short.slice(4)}`);
    await looksWell(second.page, 'arrive-code');
    await press(second.page, '繼續');
    const number = await second.page.locator('[data-number]').innerText();
    await looksWell(second.page, 'arrive-number');
    // The code was in a fragment and in a body, never in an address that a server sees.
    expect(requested.filter((url) => url.split('#')[0]?.includes(short))).toEqual([]);

    await title(first.page, '另一部裝置顯示哪個數字？');
    await looksWell(first.page, 'pairing-numbers');
    expect(await first.page.locator('.numbers button').count()).toBe(3);
    await press(first.page, number);
    await title(second.page, 'Lótus Commercial 的通知');
    await title(first.page, '另一部裝置');
    await looksWell(first.page, 'pairing-done');
    await second.page.reload();
    await title(second.page, 'Lótus Commercial 的通知');
    await press(first.page, '結束那邊的登入');
    await first.page.getByText('那邊的登入已經結束').waitFor();
    await second.page.getByRole('button', { name: /開啟訊息/ }).click();
    await second.page.getByText('您的查看權限已經結束').waitFor();
    await first.context.close();
    await second.context.close();
  });

  it('goes on at the first step where nothing was proved, and not at all with another number', async () => {
    const sent = await send();
    const first = await phone(390, DINGTALK);
    await first.page.goto(`${server.url}/n/${sent.handle}`);
    await first.page.getByText('改用您自己的瀏覽器').click();
    await looksWell(first.page, 'landing-in-app');
    await press(first.page, '在另一部裝置繼續');
    const other = await phone(1280);
    const claim = async (): Promise<string> => {
      await first.page.locator('.shortcode').waitFor();
      await other.page.goto(`${server.url}/c`);
      await press(other.page, '在這裡繼續');
      await other.page.locator('#shortcode').fill((await first.page.locator('.shortcode').innerText()).toLowerCase());
      await press(other.page, '繼續');
      const number = await other.page.locator('[data-number]').innerText();
      await title(first.page, '另一部裝置顯示哪個數字？');
      return number;
    };
    await press(first.page, '顯示代碼');
    await claim();
    await press(first.page, '都不是，或者我看不到數字');
    await first.page.getByText('沒有轉移任何內容').waitFor();
    await other.page.getByText('另一部裝置沒有選擇這個數字').waitFor();
    await looksWell(other.page, 'arrive-refused');
    await press(first.page, '產生新代碼');
    await press(first.page, await claim());
    await other.page.locator('#address').waitFor();
    await enterAddress(other.page, sent.email);
    await press(other.page, '用其他方式確認');
    await press(other.page, '由發送人讀出的驗證碼');
    await enterCode(other.page, await spoken(sent));
    await title(other.page, 'Lótus Commercial 的通知');
    await looksWell(other.page, 'content-wide');
    await first.context.close();
    await other.context.close();
  });
});

describe('what is mine', () => {
  it('shows where I am signed in, and everything else that is shared with me', async () => {
    const sent = await send();
    await send({ id: sent.recipientId, email: sent.email });
    const { context, page } = await phone();
    await signIn(page, sent);
    await press(page, '我在哪裡登入了');
    await page.getByText('這裡，這個瀏覽器').waitFor();
    await looksWell(page, 'sessions');
    await press(page, '返回');
    await title(page, 'Lótus Commercial 的通知');
    await press(page, '與我分享的所有內容');
    await page.getByRole('listitem').filter({ hasText: 'EN-' }).waitFor();
    await looksWell(page, 'shared');
    // The address is proved, but the other notice was not shown: something else is wanted beside it.
    await press(page, '開啟');
    await page.getByRole('alert').getByText('驗證器應用程式').waitFor();
    await looksWell(page, 'shared-more');
    await context.close();
  });

  it.each(['简体中文', 'Português', 'English'])('speaks %s as well, also in the middle of it', async (language) => {
    const sent = await send();
    const { context, page } = await phone();
    await page.goto(`${server.url}/n/${sent.handle}`);
    await press(page, '在另一部裝置繼續');
    await press(page, '顯示代碼');
    const before = await page.locator('.shortcode').innerText();
    await page.getByRole('combobox').selectOption({ label: language });
    expect(await page.locator('.shortcode').innerText()).toBe(before);
    await looksWell(page, `pairing-${language}`);
    await context.close();
  });
});

describe.each([1280, 360])('the sender at %i px', (width) => {
  it('reads out a code, and lifts a lock', async () => {
    const sent = await send();
    await database.sql(
      `insert into recipient_lock (org_id, transfer_id, recipient_id, wrong_tries, locked_at)
       select org_id, transfer_id, $2, 50, now() from transfer where transfer_id = $1`,
      [sent.transferId, sent.recipientId],
    );
    const wrongs: string[] = [];
    const context = await openConsole(browser, officer, width, wrongs);
    const page = await context.newPage();
    await page.goto(`${server.url}/transfers/${sent.transferId}`);
    const section = page.getByRole('region', { name: '身份核實' });
    await section.getByText('起鎖定').waitFor();
    await expectClean(page, 'identity-locked', wrongs);
    await section.getByRole('button', { name: '為黃小明解除鎖定' }).click();
    const dialog = page.getByRole('dialog');
    await expectClean(page, 'identity-unlock', wrongs);
    await dialog.getByRole('button', { name: '解除鎖定' }).click();
    await section.getByRole('button', { name: '向黃小明讀出驗證碼' }).click();
    await expectClean(page, 'identity-speak', wrongs);
    await page.getByRole('dialog').getByRole('button', { name: '顯示驗證碼' }).click();
    const six = (await page.locator('[data-spoken-code]').innerText()).replace(/\s/g, '');
    expect(six).toMatch(/^\d{6}$/);
    await expectClean(page, 'identity-code', wrongs);
    const opener = client(server.url);
    await opener.post('/open/api/verify', { handle: sent.handle, address: sent.email, code: six, as: 'spoken_code' });
    await page.getByRole('dialog').getByRole('button', { name: '完成' }).click();
    await context.close();
  });
});

it('none of these pages did anything that its policy forbids', () => {
  expect(faults).toEqual([]);
});
