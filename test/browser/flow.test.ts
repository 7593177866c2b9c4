/**
 * The whole way in a real browser, as people walk it: officers in the console on a desktop, the partner on a phone. On every page:
 * no violation of the security policy, no error on the console, no request to anybody else, nothing for axe to find.
 */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { axeFindings } from '../support/open-page.ts';
import { startServer, type TestServer } from '../support/server.ts';
import { createAuthenticator } from '../support/totp.ts';

const PASSWORD = 'seven herons on the reservoir';
const MESSAGE = '李先生：附件為僱傭合同，請於本週內核對。聯絡電話 +853 6612 3456。';
const FILE = 'employment-contract.zh-Hant.docx';
const PARTNER = 'partner@harbour.example';
const LIMIT_MS = 20_000;

let server: TestServer;
let browser: Browser;
/** What went wrong on any page of any person. */
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

/** A browser of its own, watched from the first request on. */
async function person(name: string, options: Parameters<Browser['newContext']>[0] = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(LIMIT_MS);
  await context.addInitScript({
    content: `addEventListener('securitypolicyviolation', (event) =>
      console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))`,
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    const isOwn = url.origin === server.url || url.protocol === 'data:' || url.href.startsWith(`blob:${server.url}`);
    if (!isOwn) faults.push(`${name}: request to ${url.origin}`);
  });
  context.on('weberror', (error) => faults.push(`${name}: ${error.error().message}`));
  context.on('console', (message) => {
    // Asking who is signed in before anybody is, and a session that is not there yet, are answers and no faults.
    const isAnswer = /Failed to load resource: the server responded with a status of 40[13]/.test(message.text());
    if ((message.type() === 'error' || message.type() === 'warning') && !isAnswer)
      faults.push(`${name}: ${message.text()} at ${message.location().url}`);
  });
  return context;
}

async function isClean(page: Page, where: string): Promise<void> {
  expect(await axeFindings(page), where).toEqual([]);
  expect(faults, where).toEqual([]);
}

/** A passkey that says yes: the browser's own stand-in for a fingerprint. */
async function givePasskey(context: BrowserContext, page: Page): Promise<void> {
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
}

/** What everybody sees at this moment: a failing step alone says little. */
async function whatIsShown(): Promise<string> {
  const pages = browser.contexts().flatMap((context) => context.pages());
  const shown = pages.map(
    async (page) => `${new URL(page.url()).pathname}\n${await page.locator('body').ariaSnapshot()}`,
  );
  return [...faults, ...(await Promise.all(shown))].join('\n\n');
}

const heading = (page: Page, name: string | RegExp): Promise<void> =>
  page.getByRole('heading', { level: 1, name }).waitFor();
const press = (where: Page | Locator, name: string | RegExp): Promise<void> =>
  where.getByRole('button', { name, exact: typeof name === 'string' }).click();
const go = (page: Page, name: string): Promise<void> =>
  page.getByRole('navigation', { name: 'Main menu' }).getByRole('link', { name, exact: true }).click();

async function setUp(page: Page): Promise<void> {
  await page.goto(`${server.url}/setup#${server.setupToken()}`);
  await page.getByLabel('Name of the organisation').fill('Lótus Commercial');
  await isClean(page, 'set-up, organisation');
  await press(page, 'Continue');
  await page.getByLabel('Name of the legal entity').fill('Lótus Commercial Limitada');
  await page.getByLabel('Jurisdiction').selectOption('MO');
  await press(page, 'Continue');
  await page.getByLabel('Name', { exact: true }).fill('Inês Ferreira');
  await page.getByLabel('E-mail').fill('ines@lotus.example');
  await page.getByLabel('New password').fill(PASSWORD);
  await isClean(page, 'set-up, officer');
  await press(page, 'Create the organisation');
  await heading(page, 'Three shares of the records key');
  await isClean(page, 'records key');
  await page.getByLabel('The three shares are stored apart').check();
  await press(page, 'Continue to the second factor');
  await heading(page, 'Set up the second factor');
  await isClean(page, 'second factor');
}

/** Invites a person in the console; returns the link that is handed over. */
async function invite(page: Page, name: string, email: string, role: string): Promise<string> {
  await go(page, 'People');
  await press(page, 'Invite somebody');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill(name);
  await dialog.getByLabel('E-mail').fill(email);
  await dialog.getByRole('radio', { name: role }).check();
  await isClean(page, 'invitation');
  await press(dialog, 'Make the link');
  const link = page.getByText(`${server.url}/enrol#`);
  const text = (await link.textContent()) ?? '';
  await isClean(page, 'enrolment link');
  await press(page, 'I have handed it over');
  await page.getByText(email).waitFor();
  await isClean(page, 'people');
  return text;
}

/** Enrols with an authenticator app. */
async function enrol(context: BrowserContext, link: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(link);
  await page.getByLabel('New password').fill(PASSWORD);
  await isClean(page, 'invited');
  await press(page, 'Set the password and continue');
  await page.getByRole('radio', { name: /Authenticator app/ }).check();
  await press(page, 'Continue');
  const secret = await page.getByText(/^(?:[A-Z2-7]{4} ?){8,}$/).textContent();
  const authenticator = createAuthenticator((secret ?? '').replace(/\s/g, ''));
  await isClean(page, 'authenticator app');
  await page.getByLabel('Code', { exact: true }).fill(await authenticator());
  await press(page, 'Switch on');
  await page.getByLabel('I have kept the backup codes').check();
  await isClean(page, 'backup codes');
  await press(page, 'Finish');
  await page.getByRole('navigation', { name: 'Main menu' }).waitFor();
  return page;
}

async function addPartner(page: Page): Promise<void> {
  await press(page, 'Add a recipient');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name', { exact: true }).fill('李小明');
  await dialog.getByLabel('Organisation').fill('珠海示例貿易有限公司');
  await dialog.getByLabel('E-mail').fill(PARTNER);
  await dialog.getByLabel('Jurisdiction').selectOption('CN');
  await dialog.getByLabel('City').selectOption('CN-GD-ZH');
  await dialog.getByLabel('Role of the recipient').selectOption('controller');
  await dialog.getByLabel('Language of the recipient').selectOption('en');
  await isClean(page, 'new recipient');
  await press(dialog, 'Add');
  await dialog.waitFor({ state: 'detached' });
}

/** Lets go of a file over the drop zone, as from the desktop. */
async function dropFile(page: Page, bytes: Buffer, name: string): Promise<void> {
  const data = await page.evaluateHandle(`(() => {
    const binary = atob(${JSON.stringify(bytes.toString('base64'))});
    const transfer = new DataTransfer();
    const content = Uint8Array.from(binary, (char) => char.charCodeAt(0));
    transfer.items.add(new File([content], ${JSON.stringify(name)}));
    return transfer;
  })()`);
  const zone = page.getByText('Choose files, or drop them here');
  await zone.dispatchEvent('dragover', { dataTransfer: data });
  await zone.dispatchEvent('drop', { dataTransfer: data });
}

async function recordBasis(page: Page, labels: readonly string[], evidence: string): Promise<void> {
  await press(page, 'Record a basis');
  const dialog = page.getByRole('dialog');
  for (const label of labels) await dialog.getByLabel(label, { exact: true }).check();
  await dialog.getByLabel('The transfer is necessary for that basis').check();
  await dialog.getByLabel('Where the evidence is kept').fill(evidence);
  await isClean(page, 'basis');
  await press(dialog, 'Record and decide again');
  await dialog.waitFor({ state: 'detached' });
}

async function approve(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await press(page, 'Review and decide');
  const dialog = page.getByRole('dialog');
  await isClean(page, 'approval');
  await press(dialog, 'Approve');
  await dialog.waitFor({ state: 'detached' });
}

describe('from the set-up link to the verified log', () => {
  const bytes = readFileSync(new URL(`../samples/documents/${FILE}`, import.meta.url));

  it('people walk the whole way, and nothing is amiss on any page', async () => {
    onTestFailed(async () => console.error(await whatIsShown()));
    const ines = await person('officer');
    const page = await ines.newPage();
    await givePasskey(ines, page);
    await setUp(page);
    await press(page, 'Create the passkey');
    await page.getByRole('navigation', { name: 'Main menu' }).waitFor();
    await heading(page, 'Overview');
    await isClean(page, 'overview of an empty installation');
    const links = [
      await invite(page, 'Lei Kam Man', 'lei@lotus.example', 'Compliance officer'),
      await invite(page, 'Ho Chi Keong', 'ho@lotus.example', 'Sender'),
    ] as const;
    const officer = await enrol(await person('second officer'), links[0]);
    const sender = await enrol(await person('sender'), links[1]);

    await go(sender, 'Transfers');
    await heading(sender, 'Transfers');
    await isClean(sender, 'no transfers');
    await go(sender, 'New transfer');
    await addPartner(sender);
    expect(await sender.getByRole('checkbox', { name: /李小明/ }).isChecked()).toBe(true);
    await sender.getByLabel('Message', { exact: true }).fill(MESSAGE);
    await sender
      .getByRole('list', { name: 'Found in the message' })
      .getByText(/Phone number/)
      .waitFor();
    await dropFile(sender, bytes, FILE);
    await sender.getByLabel('Purpose', { exact: true }).selectOption('employment');
    await sender.getByRole('button', { name: 'Seal and submit' }).waitFor();
    // The decision names the article before anything is sent, and the notice shows all that will cross.
    const objection = sender.getByRole('article').filter({ hasText: 'Personal data leaving Macau' });
    await objection.getByText('Article', { exact: true }).click();
    await objection.getByRole('link', { name: /Law 8\/2005 art\. 19/ }).waitFor();
    await isClean(sender, 'new transfer');
    await press(sender, 'Seal and submit');
    await heading(sender, /^EN-/);
    await sender.getByText('On hold').first().waitFor();
    await isClean(sender, 'held transfer');
    const transferUrl = sender.url();
    const reference = (await sender.getByRole('heading', { level: 1 }).textContent()) ?? '';

    await recordBasis(sender, ['Unambiguous consent of the person'], 'HR file 2026/118');
    await recordBasis(sender, ['Notice of the transfer out of Macao (art. 20)'], 'Receipt 0001/2026');
    for (const one of [page, officer]) {
      await one.goto(transferUrl);
      await heading(one, reference);
      if (await one.getByText('On hold').first().isVisible()) await approve(one, transferUrl);
    }
    await sender.goto(transferUrl);
    await sender.getByText('Granted').first().waitFor();
    await isClean(sender, 'granted transfer');

    const link = await readNotice(page, reference);
    await openOnPhone(page, link);

    await sender.goto(transferUrl);
    await sender.getByText('Opened', { exact: true }).first().waitFor();
    await isClean(sender, 'opened transfer');
    await verifyLog(page);
    for (const name of ['Overview', 'Transfers', 'Recipients']) {
      await go(page, name);
      await heading(page, name);
      await isClean(page, name);
    }
    expect(faults).toEqual([]);
  }, 180_000);

  /** The sandbox shows the card as DingTalk would, and the link on it. */
  async function readNotice(page: Page, reference: string): Promise<string> {
    await go(page, 'Sandbox');
    await page.getByText('As it appears in DingTalk').waitFor();
    await page.getByText(reference).first().waitFor();
    for (const secret of ['李小明', '6612 3456', FILE, 'Ho Chi Keong'])
      expect(await page.getByText(secret).count()).toBe(0);
    await isClean(page, 'sandbox');
    const links = await page.getByRole('main').getByRole('link').all();
    const hrefs = await Promise.all(links.map(async (one) => (await one.getAttribute('href')) ?? ''));
    const link = hrefs.find((href) => /\/n\/[A-Za-z0-9_-]{22}$/.test(href));
    expect(link).toBeDefined();
    return link ?? '';
  }

  async function openOnPhone(staff: Page, link: string): Promise<void> {
    const phone = await person('partner', { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true });
    const page = await phone.newPage();
    await page.goto(link);
    await isClean(page, 'landing');
    await page.getByLabel('Your e-mail address').fill(PARTNER);
    await press(page, 'Send me a code');
    await page.getByLabel('Six-digit code').waitFor();
    await isClean(page, 'code');
    await staff.getByText('As it appears in the mailbox').waitFor();
    const code =
      (await staff
        .getByText(/^\d{6}$/)
        .first()
        .textContent()) ?? '';
    await page.getByLabel('Six-digit code').fill(code);
    await press(page, 'Confirm');
    await page.getByRole('heading', { name: 'Notice from Lótus Commercial' }).waitFor();
    await isClean(page, 'contents');
    // The rules let it be looked at there, and nothing be taken along: pages with the recipient's name, never the file.
    for (const what of ['Message', FILE]) {
      await press(page, new RegExp(`^View: ${what}`));
      const sheet = page.locator('.sheet[data-page="1"] img:visible');
      await sheet.waitFor();
      expect(await sheet.getAttribute('alt')).toContain('for viewing only, marked for 李小明');
      await isClean(page, `view of ${what}`);
      await press(page, 'Close');
    }
    expect(await page.getByRole('button', { name: /^Download/ }).count()).toBe(0);
    await isClean(page, 'opened');
    const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
    expect(overflow).toBeLessThanOrEqual(0);
    await phone.close();
  }

  async function verifyLog(page: Page): Promise<void> {
    await go(page, 'Audit log');
    await press(page, 'Verify in this browser');
    await page.getByText(/Verified: all \d+ entries hold/).waitFor();
    await isClean(page, 'audit log');
  }
});
