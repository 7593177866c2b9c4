/** A receipt signed in a real browser, a certificate of it, and what its sender sees in the console. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/model/api/delivery.ts';
import type { Certificate } from '../../src/model/certificate.ts';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import {
  addRecipient,
  type Officer,
  sentCode,
  setUpOrganisation,
  submit,
  upload,
  waitFor,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { axeFindings, enterAddress, enterCode, watchFaults } from '../support/open-page.ts';
import { runEntrepot, startServer, type TestServer } from '../support/server.ts';

const PICTURES = process.env['ENTREPOT_TEST_PICTURES'];

let server: TestServer;
let officer: Officer;
let browser: Browser;
let page: Page;
let faults: ReturnType<typeof watchFaults>;
let handle: string;
let email: string;
let transferId: string;

beforeAll(async () => {
  server = await startServer();
  officer = await setUpOrganisation(server);
  const recipient = await addRecipient(officer, { name: '黃小明' });
  email = recipient.email;
  const uploadId = await upload(officer, new TextEncoder().encode('January 1\n'), '公眾假期.txt');
  await waitForUpload(officer, uploadId);
  ({ transferId } = await submit(officer, { recipientIds: [recipient.id], uploadIds: [uploadId] }));
  handle = await waitForNotice(officer, transferId);
  browser = await launchBrowser();
  const context = await browser.newContext({ locale: 'zh-HK', viewport: { width: 390, height: 844 } });
  page = await context.newPage();
  faults = watchFaults(page);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

const own = async (): Promise<Delivery['recipients'][number]> => {
  const [recipient] = (await officer.get<Delivery>(`/api/v1/transfers/${transferId}/delivery`)).recipients;
  if (recipient === undefined) throw new Error('no recipient');
  return recipient;
};

async function picture(name: string): Promise<void> {
  if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}-390.png`, fullPage: true });
  expect(await axeFindings(page)).toEqual([]);
}

describe('the recipient', () => {
  it('is known by a key of his browser once he has proved who he is, not before', async () => {
    await page.goto(`${server.url}/n/${handle}`);
    await waitFor('the page to say that it ran', async () => ((await own()).previews.length > 0 ? true : undefined));
    expect((await own()).steps.map((one) => one.step)).not.toContain('opened');
    await enterAddress(page, email);
    await enterCode(page, await sentCode(officer));
    await page.locator('.items').waitFor();
    await waitFor('the device', async () => ((await own()).devices.length === 1 ? true : undefined));
    expect(
      await page.evaluate(
        "new Promise((done) => { const r = indexedDB.open('entrepot'); r.onsuccess = () => { const g = r.result.transaction('keys').objectStore('keys').get('device'); g.onsuccess = () => done([g.result.privateKey.extractable, g.result.privateKey.algorithm.namedCurve]); }; })",
      ),
    ).toEqual([false, 'P-256']);
  });

  it('sees what he signs, signs it, and is not asked again', async () => {
    const message = page.locator('.item').nth(0);
    await message.locator('.button.primary').click();
    await message.locator('.text').waitFor();
    await message.getByRole('button', { name: '確認簽收' }).click();
    await message.getByText('SHA-256').first().waitFor();
    await picture('receipt');
    await message.getByRole('button', { name: '簽署' }).click();
    await message.getByText('您已於').waitFor();
    await waitFor('the receipt', async () =>
      (await own()).openings.some((one) => one.receipts.length === 1) ? true : undefined,
    );
    await page.reload();
    await page.locator('.items').waitFor();
    expect((await own()).devices).toHaveLength(1);
  });

  it('may let his browser sign by itself what arrives whole', async () => {
    const file = page.locator('.item').nth(1);
    const waiting = page.waitForEvent('download');
    await file.locator('.button.primary').click();
    await waiting;
    const offer = file.getByRole('button', { name: '確認簽收' });
    const always = file.getByLabel('以後凡已完整收到的內容');
    await waitFor('the last byte', async () => {
      await offer.click();
      await always.waitFor({ timeout: 1000 }).catch(() => undefined);
      return (await always.isVisible()) ? true : undefined;
    });
    await always.check();
    await file.getByRole('button', { name: '簽署' }).click();
    await file.getByText('您已於').waitFor();
    await page.reload();
    await page.locator('.item').nth(0).locator('.button.primary').click();
    await page.locator('.item').nth(0).getByText('您已於').waitFor();
  });

  it('takes a file in a locked archive, whose password is nowhere on the page', async () => {
    const file = page.locator('.item').nth(1);
    const waiting = page.waitForEvent('download');
    await file.getByRole('button', { name: '儲存為加密壓縮檔' }).click();
    const archive = await waiting;
    expect(archive.suggestedFilename()).toMatch(/\.zip$/);
    expect(readFileSync(await archive.path()).includes('January 1')).toBe(false);
    await file.getByText('密碼不在本頁').waitFor();
    await picture('archive');
  });

  it('takes a certificate along and sees his devices', async () => {
    await page.getByText('送達證明和您的裝置').click();
    await page.getByRole('button', { name: '顯示我的裝置' }).click();
    await page.getByText('這個瀏覽器，最後使用於').waitFor();
    await picture('foot');
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: '同一內容的資料檔' }).click();
    const path = await (await waiting).path();
    const certificate = JSON.parse(readFileSync(path, 'utf8')) as Certificate;
    expect(certificate.about.for).toBe('recipient');
    expect(certificate.receipts.length).toBeGreaterThanOrEqual(2);
    expect(faults.all).toEqual([]);
  });
});

describe('the sender', () => {
  it.each([1280, 360])('sees how far it came and takes the certificate, at %i px', async (width) => {
    const wrong: string[] = [];
    const context = await openConsole(browser, officer, width, wrong);
    const own = await context.newPage();
    await own.goto(`${server.url}/transfers/${transferId}`);
    const section = own.getByRole('region', { name: '送達情況' });
    await section.getByText('已簽收').first().waitFor();
    expect(await section.innerText()).toMatch(/通知的連結/);
    await expectClean(own, 'delivery', wrong);
    if (width > 1000) {
      const waiting = own.waitForEvent('download');
      await section.getByRole('button', { name: '只要資料' }).click();
      const path = await (await waiting).path();
      const copy = `${server.dataDirectory}-certificate.json`;
      writeFileSync(copy, readFileSync(path));
      const { code, out } = await runEntrepot(['evidence', 'verify', copy, '--json'], { cwd: '/tmp' });
      expect([code, JSON.parse(out)]).toMatchObject([0, { outcome: 'verified' }]);
    }
    await own.goto(`${server.url}/deliveries`);
    await own.getByRole('heading', { name: '最新消息' }).waitFor();
    await own.getByText('收件人的裝置已簽收').first().waitFor();
    await expectClean(own, 'deliveries', wrong);
    await context.close();
  });

  it('reads out the password of an archive that was taken', async () => {
    const wrong: string[] = [];
    const context = await openConsole(browser, officer, 360, wrong);
    const own = await context.newPage();
    await own.goto(`${server.url}/transfers/${transferId}`);
    await own.getByRole('button', { name: '顯示密碼' }).click();
    const password = own.getByLabel('密碼', { exact: true });
    await password.waitFor();
    expect(await password.textContent()).toMatch(/^\d{4}(?:-\d{4}){4}$/);
    await expectClean(own, 'archive-password', wrong);
    await own.getByRole('button', { name: '隱藏' }).click();
    await password.waitFor({ state: 'detached' });
    await context.close();
  });

  it.each([1280, 360])(
    'who is an officer asks whose copy a picture is, at %i px, and waits for another officer',
    async (width) => {
      const wrong: string[] = [];
      const context = await openConsole(browser, officer, width, wrong);
      const own = await context.newPage();
      await own.goto(`${server.url}/traces`);
      await own.getByRole('heading', { level: 1 }).waitFor();
      await expectClean(own, 'traces', wrong);
      await own.getByRole('button', { name: '追查副本' }).first().click();
      const dialog = own.getByRole('dialog');
      await dialog.locator('input[type=file]').setInputFiles(join(import.meta.dirname, '../samples/scans/id-card.png'));
      await dialog.getByLabel('原因').fill('在群組中看到');
      await dialog.locator('input[type=password]').fill(officer.recordsKey.shares[0]);
      await expectClean(own, 'trace-ask', wrong);
      await dialog.locator('button[type=submit]:not([aria-disabled=true]):not([disabled])').click();
      await dialog.waitFor({ state: 'detached' });
      await own.getByText('在群組中看到').first().waitFor();
      await expectClean(own, 'trace-waits', wrong);
      await context.close();
    },
  );

  it('chooses how to be told', async () => {
    const wrong: string[] = [];
    const context = await openConsole(browser, officer, 1280, wrong);
    const own = await context.newPage();
    await own.goto(`${server.url}/deliveries`);
    await own.getByLabel('通知途徑').selectOption('email');
    await own.getByLabel('一次開啟被拒絕').uncheck();
    await expectClean(own, 'delivery-wish', wrong);
    await own.getByRole('button', { name: '儲存' }).click();
    await own.getByText('已儲存', { exact: true }).waitFor();
    expect(await officer.get('/api/v1/delivery/wish')).toMatchObject({
      connection: 'email',
      events: ['opened', 'downloaded', 'receipt', 'locked'],
    });
    await own.getByRole('button', { name: '全部標為已看' }).click();
    await own.getByText('沒有新消息').waitFor();
    await context.close();
  });
});
