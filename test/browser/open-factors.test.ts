/** A recipient sets up and uses an authenticator app, a passkey and a passphrase, and signs in elsewhere, on a phone; staff reset it all. */
import type { Browser, BrowserContext, CDPSession, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import {
  addRecipient,
  askForCode,
  type Officer,
  openAsRecipient,
  setUpOrganisation,
  submit,
  waitForNotice,
} from '../support/flows.ts';
import { CLIENT, startIssuer, type TestIssuer } from '../support/oidc-issuer.ts';
import { axeFindings, enterCode, storedText, watchFaults } from '../support/open-page.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createAuthenticator } from '../support/totp.ts';

const PICTURES = process.env['ENTREPOT_TEST_PICTURES'];
const PASSPHRASE = '七個紅色茶壺 on the quay';
/** What a web view of 2018 lacks of what the crypto of passphrases asks for. */
const AS_IN_2018 = 'delete Object.hasOwn; delete Uint8Array.fromHex; delete Uint8Array.prototype.toHex;';

let server: TestServer;
let officer: Officer;
let browser: Browser;
let issuer: TestIssuer;
let person: { id: string; email: string };
const faults: string[] = [];
const sentBodies: string[] = [];

beforeAll(async () => {
  [server, browser, issuer] = await Promise.all([startServer(), launchBrowser(), startIssuer('RS256')]);
  officer = await setUpOrganisation(server);
  person = await addRecipient(officer, { name: '黃小明' });
  await officer.post('/api/v1/sign-in-providers', {
    kind: 'oidc',
    label: '海港貿易帳號',
    settings: { issuer: issuer.url, clientId: CLIENT.id, clientSecret: CLIENT.secret },
  });
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await issuer?.close();
});

async function notice(): Promise<string> {
  const { transferId } = await submit(officer, { recipientIds: [person.id], message: '辦公室於公眾假期休息。' });
  return waitForNotice(officer, transferId);
}

async function phone(): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    locale: 'zh-HK',
    timezoneId: 'Asia/Macau',
    viewport: { width: 390, height: 844 },
  });
  context.setDefaultTimeout(20_000);
  const page = await context.newPage();
  await page.addInitScript(AS_IN_2018);
  const watched = watchFaults(page);
  page.on('close', () => faults.push(...watched.all));
  page.on('request', (request) => sentBodies.push(`${request.url()} ${request.postData() ?? ''}`));
  return { context, page };
}

async function virtualAuthenticator(context: BrowserContext, page: Page): Promise<CDPSession> {
  const session = await context.newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  return session;
}

async function looksWell(page: Page, name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/factors-${name}.png`, fullPage: true });
  const wide = await page.evaluate<number>(
    'document.documentElement.scrollWidth - document.documentElement.clientWidth',
  );
  expect([name, wide]).toEqual([name, 0]);
  expect([name, await axeFindings(page)]).toEqual([name, []]);
}

const press = (page: Page, name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
const title = (page: Page, name: string): Promise<void> =>
  page.getByRole('heading', { level: 1, name, exact: true }).waitFor();
const content = (page: Page): Promise<void> => title(page, 'Lótus Commercial 的通知');
const said = (page: Page, text: string): Promise<void> => page.getByText(text).first().waitFor();

async function openPanel(page: Page): Promise<void> {
  await press(page, '證明是您本人的方式');
  await title(page, '證明是您本人的方式');
}

async function goByCode(page: Page): Promise<void> {
  const handle = await notice();
  const six = await askForCode(officer, handle, person.email);
  await page.goto(`${server.url}/n/${handle}`);
  await page.locator('#address').fill(person.email);
  await press(page, '我已有驗證碼');
  await enterCode(page, six);
}

/** To the proof of one way, before there is a session. */
async function choose(page: Page, way: string): Promise<void> {
  await page.goto(`${server.url}/n/${await notice()}`);
  await page.locator('#address').fill(person.email);
  await press(page, '用其他方式確認');
  await press(page, way);
  await title(page, way);
}

describe('what a recipient has to prove that it is him', () => {
  let app: () => Promise<string>;
  let secret = '';
  let device: { context: BrowserContext; page: Page };

  it('an app is set up from a picture or a text, after a code of it', async () => {
    device = await phone();
    await virtualAuthenticator(device.context, device.page);
    const { page } = device;
    await goByCode(page);
    await content(page);
    await openPanel(page);
    await said(page, '您尚未設定任何方式。');
    await looksWell(page, 'panel-empty');
    await press(page, '設定驗證器應用程式');
    await title(page, '設定驗證器應用程式');
    secret = (await page.locator('.secret').innerText()).replaceAll(' ', '');
    app = createAuthenticator(secret);
    await looksWell(page, 'app');
    await page.locator('#factor-code').fill('000000');
    await press(page, '確認並儲存');
    await said(page, '數字不正確');
    await page.locator('#factor-code').fill(await app());
    await press(page, '確認並儲存');
    await said(page, '驗證器應用程式已經設定');
    // The next one wants a proof by this one first.
    await said(page, '請先以其中一種已設定的方式證明身份');
    await looksWell(page, 'panel-app');
  });

  it('the app stands in for the code at the next notice, and lets a passkey and a passphrase be added', async () => {
    const { page } = device;
    await choose(page, '驗證器應用程式');
    await looksWell(page, 'prove-app');
    await page.locator('#factor-code').fill(await app());
    await press(page, '繼續');
    await content(page);
    await openPanel(page);
    await press(page, '建立通行密鑰');
    await said(page, '通行密鑰已經建立');
    await press(page, '設定通行短語');
    await title(page, '設定通行短語');
    await page.locator('#factor-passphrase').fill('short');
    await press(page, '儲存');
    await said(page, '請用較長的短語');
    await looksWell(page, 'passphrase');
    await page.locator('#factor-passphrase').fill(PASSPHRASE);
    await press(page, '儲存');
    await said(page, '通行短語已經設定');
    await looksWell(page, 'panel-full');
  });

  it('the passkey opens the next notice, without a code', async () => {
    const { page } = device;
    await choose(page, '通行密鑰');
    await looksWell(page, 'prove-passkey');
    await press(page, '使用通行密鑰');
    await content(page);
  });

  it('so does the passphrase, which never leaves the browser; a wrong one does not', async () => {
    const { context, page } = await phone();
    await choose(page, '通行短語');
    await looksWell(page, 'prove-passphrase');
    await page.locator('#factor-passphrase').fill('seven red teapots on a quay');
    await press(page, '繼續');
    await said(page, '未獲接受');
    await page.locator('#factor-passphrase').fill(PASSPHRASE);
    await press(page, '繼續');
    await content(page);
    expect(await storedText(page)).not.toContain(PASSPHRASE);
    await context.close();
    expect(sentBodies.length).toBeGreaterThan(50);
    for (const form of [PASSPHRASE, encodeURIComponent(PASSPHRASE), JSON.stringify(PASSPHRASE).slice(1, -1)])
      expect(sentBodies.filter((body) => body.includes(form))).toEqual([]);
  });

  it('a browser without a passkey says so and leaves the other ways', async () => {
    const { context, page } = await phone();
    await choose(page, '通行密鑰');
    await page.evaluate("navigator.credentials.get = () => Promise.reject(new Error('no'))");
    await press(page, '使用通行密鑰');
    await said(page, '沒有使用通行密鑰');
    await press(page, '返回');
    await page.locator('#address').waitFor();
    await context.close();
  });

  it('signing in elsewhere leads there and back, says who it is, and leaves no code behind in the address', async () => {
    issuer.visitor('siu-ming');
    const { page } = device;
    await choose(page, '驗證器應用程式');
    await page.locator('#factor-code').fill(await app());
    await press(page, '繼續');
    await content(page);
    await openPanel(page);
    await press(page, '在 海港貿易帳號 登入');
    await title(page, '登入');
    await said(page, '您已在 海港貿易帳號 登入。這個帳號現已與您連結。');
    await looksWell(page, 'returned');
    await press(page, '返回通知');
    await content(page);
    expect(new URL(page.url()).pathname).toMatch(/^\/n\/[\w-]{22}$/);
    expect(page.url()).not.toContain('code=');
    await openPanel(page);
    await said(page, '已連結的帳號：海港貿易帳號');
    await looksWell(page, 'panel-signed-in');
  });

  it('a page to which nobody was sent back changes nothing', async () => {
    const { context, page } = await phone();
    await page.goto(`${server.url}/open/sign-in/p-aaaaaaaaaa/callback?code=x&state=${'A'.repeat(43)}`);
    await said(page, '登入未能完成');
    await context.close();
  });

  it('after a reset by staff the recipient hears of it first, and nothing that was set up opens anything', async () => {
    const reset = `/api/v1/recipients/${person.id}/factors/reset`;
    const { removed } = await officer.post<{ removed: number }>(reset, { reason: 'device_lost' });
    expect(removed).toBe(4);
    const { page } = device;
    await goByCode(page);
    await title(page, '證明是您本人的方式');
    await said(page, '發送方已重設您的身份驗證方式');
    await looksWell(page, 'reset');
    await press(page, '我知道了');
    await said(page, '謝謝。');
    await choose(page, '驗證器應用程式');
    await page.locator('#factor-code').fill('123456');
    await press(page, '繼續');
    await said(page, '未獲接受');
    await device.context.close();
    expect(faults).toEqual([]);
  });
});

describe.each([1280, 360])('the console at %i pixels', (width) => {
  it('keeps places to sign in: added, tested, changed without its secret, paused and removed', async () => {
    const seen: string[] = [];
    const context = await openConsole(browser, officer, width, seen);
    const page = await context.newPage();
    await page.goto(`${server.url}/sign-in-providers`);
    await page.getByRole('heading', { name: '收件人登入服務', level: 1 }).waitFor();
    await press(page, '加入登入服務');
    await page.getByLabel('名稱').fill(`總部帳號 ${width}`);
    await page.getByLabel('發行者地址').fill(issuer.url);
    await page.getByLabel('用戶端識別碼（Client ID、AppKey）').fill(CLIENT.id);
    await page.getByLabel('用戶端密鑰').fill(CLIENT.secret);
    await expectClean(page, 'provider-add', seen);
    await press(page, '加入');
    const card = page.getByRole('listitem').filter({ hasText: `總部帳號 ${width}` });
    await card.getByText('/open/sign-in/p-').waitFor();
    await card.getByRole('button', { name: '測試設定' }).click();
    await card.getByText('服務有回應，設定可以使用。').waitFor();
    await expectClean(page, 'providers', seen);
    await card.getByRole('button', { name: `更改 總部帳號 ${width}` }).click();
    await page.getByText('已設定，不會顯示。留空即保留。').waitFor();
    expect(await page.content()).not.toContain(CLIENT.secret);
    await page.getByLabel('名稱').fill(`總部 ${width}`);
    await press(page, '儲存');
    const renamed = page.getByRole('listitem').filter({ hasText: `總部 ${width}` });
    await renamed.getByRole('button', { name: '暫停' }).click();
    await renamed.getByText('已暫停').waitFor();
    await renamed.getByRole('button', { name: `移除 總部 ${width}` }).click();
    await expectClean(page, 'provider-remove', seen);
    await page.getByRole('dialog').getByRole('button', { name: '移除' }).click();
    await renamed.waitFor({ state: 'detached' });
    await context.close();
  });

  it('shows what a recipient set up, and resets it after saying what that does', async () => {
    const seen: string[] = [];
    const who = await addRecipient(officer, { name: `李家文 ${width}` });
    const { transferId } = await submit(officer, { recipientIds: [who.id], message: 'x' });
    const handle = await waitForNotice(officer, transferId);
    const opened = await openAsRecipient(server, handle, who.email, await askForCode(officer, handle, who.email));
    const headers = { 'content-type': 'application/json', 'x-entrepot-csrf': opened.opened.csrf };
    const call = async <T>(path: string, body: object): Promise<T> => {
      const at = `/open/api/factors/${path}`;
      return (await opened.request('POST', at, { headers, body: JSON.stringify(body) })).json() as Promise<T>;
    };
    const begun = await call<{ challengeId: string; secret: string }>('totp/enrol', { handle });
    const code = await createAuthenticator(begun.secret)();
    await call('totp/confirm', { handle, challengeId: begun.challengeId, code });
    const context = await openConsole(browser, officer, width, seen);
    const page = await context.newPage();
    await page.goto(`${server.url}/recipients`);
    await page.getByLabel('搜尋收件人').fill(`李家文 ${width}`);
    const reset = page.getByRole('button', { name: `重設驗證方式: 李家文 ${width}` }).filter({ visible: true });
    await reset.waitFor();
    await expectClean(page, 'recipient-factors', seen);
    await reset.click();
    await page.getByText('請先以其他方式確認對方身份').waitFor();
    await expectClean(page, 'recipient-reset', seen);
    await press(page, '重設');
    await page.getByText(`已重設 李家文 ${width} 的驗證方式。`).first().waitFor();
    await reset.waitFor({ state: 'detached' });
    await context.close();
  });

  it('sets a passphrase that the sender tells, which opens this notice and no other', async () => {
    const seen: string[] = [];
    const who = await addRecipient(officer, { name: `陳雅雯 ${width}` });
    const sent = await Promise.all(
      [1, 2].map(async () => {
        const { transferId } = await submit(officer, { recipientIds: [who.id], message: 'x' });
        return { transferId, handle: await waitForNotice(officer, transferId) };
      }),
    );
    const context = await openConsole(browser, officer, width, seen);
    const page = await context.newPage();
    await page.goto(`${server.url}/transfers/${sent[0]?.transferId ?? ''}`);
    await page.getByRole('button', { name: `為 陳雅雯 ${width} 設定通行短語` }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('通行短語').fill('too short');
    await dialog.getByRole('button', { name: '設定', exact: true }).click();
    await dialog.getByText('請用較長的短語').waitFor();
    await dialog.getByLabel('通行短語').fill(PASSPHRASE);
    await expectClean(page, 'sender-passphrase', seen);
    await dialog.getByRole('button', { name: '設定', exact: true }).click();
    await page.getByText('已設定通行短語。請致電告訴').first().waitFor();
    await context.close();
    const there = await phone();
    for (const { handle } of sent) {
      await there.page.goto(`${server.url}/n/${handle}`);
      await there.page.locator('#address').fill(who.email);
      await press(there.page, '用其他方式確認');
      await press(there.page, '通行短語');
      await there.page.locator('#factor-passphrase').fill(PASSPHRASE);
      await there.page.getByLabel('這是發送人就這份通知告訴我的').check();
      await press(there.page, '繼續');
      await (handle === sent[0]?.handle ? content(there.page) : said(there.page, '未獲接受'));
    }
    await there.context.close();
  });
});
