/** A partner's way through the recipient page on the real server, on a phone. */
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import { launchBrowser } from '../support/browser.ts';
import {
  addRecipient,
  type Officer,
  sandboxMessages,
  setUpOrganisation,
  submit,
  upload,
  waitFor,
  waitForNotice,
  waitForUpload,
} from '../support/flows.ts';
import { axeFindings, enterAddress, enterCode, storedText, watchFaults } from '../support/open-page.ts';
import { startServer, type TestServer } from '../support/server.ts';

const MESSAGE = 'The office is closed\n  on public holidays.';
const FILE_NAME = '公眾假期 2027.txt';
const FILE = 'January 1\nFebruary 6 to 9\n';

let server: TestServer;
let officer: Officer;
let browser: Browser;
let context: BrowserContext;
let page: Page;
let faults: ReturnType<typeof watchFaults>;
let handle: string;
let email: string;
let transferId: string;

beforeAll(async () => {
  server = await startServer();
  officer = await setUpOrganisation(server);
  const recipient = await addRecipient(officer);
  email = recipient.email;
  const uploadId = await upload(officer, new TextEncoder().encode(FILE), FILE_NAME);
  await waitForUpload(officer, uploadId);
  const sent = await submit(officer, { recipientIds: [recipient.id], uploadIds: [uploadId], message: MESSAGE });
  ({ transferId } = sent);
  handle = await waitForNotice(officer, transferId);
  browser = await launchBrowser();
  context = await browser.newContext({
    locale: 'en-GB',
    timezoneId: 'Asia/Hong_Kong',
    viewport: { width: 390, height: 844 },
  });
  page = await context.newPage();
  faults = watchFaults(page);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** The six digits of the newest code that left. */
async function newestCode(known: ReadonlySet<string>): Promise<string> {
  return waitFor('the code', async () => {
    const mail = (await sandboxMessages(officer)).find((one) => one.kind === 'code' && !known.has(one.id));
    if (mail === undefined) return undefined;
    const encoded = /content-transfer-encoding: base64\s+([A-Za-z0-9+/=\s]+)/i.exec(mail.body)?.[1];
    const text =
      encoded === undefined
        ? mail.body.slice(mail.body.indexOf('\r\n\r\n'))
        : Buffer.from(encoded, 'base64').toString();
    return /(?<!\d)\d{6}(?!\d)/.exec(text)?.[0];
  });
}

const grants = async () => (await officer.get<TransferDetail>(`/api/v1/transfers/${transferId}`)).grants;

describe('the page of a notice', () => {
  it('is the same bytes for every handle, known or not, and has no preview', async () => {
    const answers = await Promise.all(
      [handle, 'AAAAAAAAAAAAAAAAAAAAAA', 'short'].map((one) => fetch(`${server.url}/n/${one}`)),
    );
    const texts = await Promise.all(answers.map((one) => one.text()));
    expect(new Set(texts).size).toBe(1);
    expect(texts[0]).toContain('<title>Sealed notice</title>');
    expect(texts[0]).not.toMatch(/og:|twitter:|Lótus/);
    expect(answers[0]?.headers.get('x-robots-tag')).toContain('noindex');
    expect(answers[0]?.headers.get('cache-control')).toBe('no-store');
  });

  it('opens nothing when robots run its script', async () => {
    await page.goto(`${server.url}/n/${handle}`);
    await page.waitForTimeout(1500);
    expect((await grants()).map((grant) => grant.opensLeft)).toEqual([5, 5]);
    expect((await sandboxMessages(officer)).filter((one) => one.kind === 'code')).toEqual([]);
  });

  it('leads from the address over the code to the content', async () => {
    const known = new Set((await sandboxMessages(officer)).map((one) => one.id));
    await enterAddress(page, email);
    const code = await newestCode(known);
    await enterCode(page, code === '000000' ? '000001' : '000000');
    await page.getByRole('alert').getByText('This code was not accepted').waitFor();
    await enterCode(page, code);
    await page.getByRole('heading', { level: 1, name: 'Notice from Lótus Commercial' }).waitFor();
    expect(await page.locator('.facts').innerText()).toMatch(/EN-[\dA-Z]{4}-[\dA-Z]{4}-[\dA-Z]{4}/);
    expect(await page.locator('.facts').innerText()).toContain('Hong Kong time, UTC+8');
    expect(await axeFindings(page)).toEqual([]);
  });

  it('shows the message once it is recorded', async () => {
    await page.getByRole('button', { name: 'Open message' }).click();
    await page.locator('.text').first().waitFor();
    expect(await page.locator('.text').first().textContent()).toBe(MESSAGE);
    await page.getByText(/Record no\. \d+/).waitFor();
  });

  it('saves the file under its own name and stays where it is', async () => {
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: `Download: ${FILE_NAME}` }).click();
    const download = await waiting;
    expect(download.suggestedFilename()).toBe(FILE_NAME);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(Buffer.concat(chunks).toString()).toBe(FILE);
    await page.getByText('The download has started').waitFor();
    expect(page.url()).toBe(`${server.url}/n/${handle}`);
  });

  it('repeats a download without counting it', async () => {
    const before = await page.locator('.item').nth(1).innerText();
    const waiting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download again' }).click();
    await waiting;
    expect(await page.locator('.item').nth(1).innerText()).toBe(before);
    expect((await grants()).map((grant) => grant.opensLeft)).toEqual([4, 4]);
  });

  it('goes on after a reload and keeps nothing personal', async () => {
    await page.reload();
    await page.getByRole('heading', { name: 'Contents' }).waitFor();
    const kept = await storedText(page);
    for (const secret of [email, MESSAGE, FILE_NAME]) expect(kept).not.toContain(secret);
  });

  it('says that the sender has withdrawn it', async () => {
    await officer.post(`/api/v1/transfers/${transferId}/revoke`, {});
    await page.getByRole('button', { name: 'Open message' }).click();
    await page.getByRole('alert').getByText('The sender has withdrawn this').waitFor();
    expect(faults.all).toEqual([]);
  });
});
