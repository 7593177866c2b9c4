/** One engine for browser and server: the same decisions to the byte, the strict policy of the page, and the two pages that use it. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page, Worker } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PackFilesAnswer, PackList } from '../../src/model/api/packs.ts';
import { decide } from '../../src/policy/decide.ts';
import { openPolicyEngine } from '../../src/policy/packs-node.ts';
import { launchBrowser } from '../support/browser.ts';
import { tableCases } from '../support/decision-tables.ts';
import { type Officer, setUpOrganisation } from '../support/flows.ts';
import { axeFindings } from '../support/open-page.ts';
import { startServer, type TestServer } from '../support/server.ts';

const LIMIT_MS = 60_000;
/** Where pictures of the pages are kept for looking at; none when it is not set. */
const PICTURES = process.env['ENTREPOT_TEST_PICTURES'];

let server: TestServer;
let browser: Browser;
let officer: Officer;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function openContext(options: Parameters<Browser['newContext']>[0]): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  context.setDefaultTimeout(LIMIT_MS);
  await context.addCookies([...officer.jar].map(([name, value]) => ({ name, value, url: server.url })));
  await context.addInitScript({
    content: `addEventListener('securitypolicyviolation', (event) =>
      console.error('policy: ' + event.violatedDirective + ' ' + event.blockedURI))`,
  });
  context.on('weberror', (error) => faults.push(error.error().message));
  context.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text());
  });
  return context;
}

async function isClean(page: Page, where: string): Promise<void> {
  expect(await axeFindings(page), where).toEqual([]);
  expect(faults, where).toEqual([]);
  const overflow = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  expect(overflow, where).toBeLessThanOrEqual(0);
}

const says = (page: Page, outcome: string): Promise<void> =>
  page.getByRole('status').filter({ hasText: outcome }).first().waitFor();

async function picture(page: Page, name: string): Promise<void> {
  if (PICTURES === undefined) return;
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
}

/** Says something to the worker as the page would, and returns the last answer to each request. */
function askWorker(worker: Worker, requests: readonly object[]): Promise<readonly unknown[]> {
  return worker.evaluate(async (all) => {
    const scope = globalThis as unknown as EventTarget & {
      postMessage: (answer: { id: number; kind: string }) => void;
    };
    const answers = new Map<number, unknown>();
    const original = scope.postMessage;
    const complete = new Promise<void>((resolve) => {
      scope.postMessage = (answer) => {
        answers.set(answer.id, answer);
        if (answers.size === all.length) resolve();
      };
    });
    for (const [at, request] of all.entries())
      scope.dispatchEvent(new MessageEvent('message', { data: { ...request, id: 1_000_000 + at } }));
    await complete;
    scope.postMessage = original;
    return all.map((_, at) => answers.get(1_000_000 + at));
  }, requests);
}

describe('the engine in the browser', () => {
  it('decides cases of every decision table as the server does, to the byte', async () => {
    const engine = await openPolicyEngine();
    // The engine is the same; a third of the situations goes through every rule that differs by platform.
    const cases = tableCases().filter((_case, at) => at % 3 === 0);
    expect(cases.length).toBeGreaterThan(200);
    const context = await openContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${server.url}/what-if`);
    await page.getByText(/^Same rules as the server/).waitFor();
    const [worker] = page.workers().filter((one) => one.url().includes('policy.worker'));
    if (worker === undefined) throw new Error('no worker decides');
    const requests = cases.map(({ facts }) => ({ kind: 'decide', facts, locale: 'en' }));
    const answers = await askWorker(worker, requests);
    const different = cases.filter(({ facts }, at) => {
      const given = answers[at] as { answer?: { decision: object } };
      return JSON.stringify(given.answer?.decision) !== JSON.stringify(decide(engine, facts));
    });
    expect(different.map(({ table, name }) => `${table}: ${name}`)).toEqual([]);
    expect(faults).toEqual([]);
    await context.close();
  });

  it('may compile WebAssembly in its own worker only', async () => {
    const assets = readdirSync(join(import.meta.dirname, '../../dist/console/assets'));
    const granted: string[] = [];
    for (const path of ['/what-if', ...assets.map((name) => `/assets/${name}`)]) {
      const answer = await officer.request('GET', path);
      const csp = answer.headers.get('content-security-policy') ?? '';
      expect(csp, path).toMatch(/^default-src 'none'; script-src 'self'/);
      expect(csp, path).not.toContain("'unsafe-eval'");
      if (csp.includes('wasm-unsafe-eval')) granted.push(path);
    }
    expect(granted).toEqual([expect.stringMatching(/^\/assets\/policy\.worker-[\w-]+\.js$/)]);
    const context = await openContext({ locale: 'en-GB' });
    const page = await context.newPage();
    await page.goto(`${server.url}/what-if`);
    await page.getByText(/^Same rules as the server/).waitFor();
    expect(faults).toEqual([]);
    const compiled = `WebAssembly.compile(new Uint8Array([0,97,115,109,1,0,0,0])).then(() => 'compiled', () => 'refused')`;
    expect(await page.evaluate(compiled)).toBe('refused');
    await expect.poll(() => faults.splice(0)).toEqual(['policy: script-src wasm-eval']);
    await context.close();
  });

  it('gets the rules of the server, to whoever is signed in', async () => {
    const list = await officer.get<PackList>('/api/v1/packs');
    const files = await officer.get<PackFilesAnswer>('/api/v1/packs/files');
    const versions = list.packs.map(({ pack, digest }) => `${pack} ${digest}`).sort();
    expect(files.packs.map(({ pack, digest }) => `${pack} ${digest}`).sort()).toEqual(versions);
    expect(list.packs.every(({ title, rules, duties }) => title !== '' && rules + duties > 0)).toBe(true);
    expect((await fetch(`${server.url}/api/v1/packs/files`)).status).toBe(401);
  });
});

describe('the what-if page', () => {
  it('answers at once on a phone, in Traditional Chinese, without asking the server', async () => {
    const context = await openContext({
      locale: 'zh-HK',
      viewport: { width: 360, height: 740 },
      isMobile: true,
      hasTouch: true,
    });
    const page = await context.newPage();
    await page.goto(`${server.url}/what-if`);
    await page.getByText(/^與伺服器使用相同的規則/).waitFor();
    await says(page, '暫時不能送出');
    await isClean(page, 'what-if');
    await picture(page, 'what-if-360');
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    await page.getByRole('combobox', { name: '往哪裏' }).selectOption('MO');
    await says(page, '可以送出');
    await page.getByRole('combobox', { name: '往哪裏' }).selectOption('CN');
    // A remedy is tried with one press, and stands under what is on record.
    const consent = page.getByRole('button', { name: '試用: 當事人明確同意' }).first();
    await consent.click();
    await page.getByRole('button', { name: '試用: 轉移出澳門的通知（第 20 條）' }).first().click();
    await says(page, '可以送出');
    await page.getByRole('spinbutton', { name: '涉及人數' }).fill('5000');
    await says(page, '暫時不能送出');
    await page
      .getByText(/^已檢視/)
      .first()
      .click();
    await isClean(page, 'what-if, trail');
    expect(asked).toEqual([]);
    // A link holds the situation and nothing that somebody typed in words.
    await expect.poll(() => decodeURIComponent(new URL(page.url()).hash)).toContain('"n":5000');
    const again = await context.newPage();
    await again.goto(page.url());
    await again.getByText(/^與伺服器使用相同的規則/).waitFor();
    expect(await again.getByRole('spinbutton', { name: '涉及人數' }).inputValue()).toBe('5000');
    await context.close();
  });

  it('names what is not known and goes to its field', async () => {
    const context = await openContext({ locale: 'en-GB', viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${server.url}/what-if`);
    await page.getByRole('combobox', { name: 'To', exact: true }).selectOption('-');
    await page.getByRole('button', { name: 'Fill in: To' }).click();
    expect(await page.evaluate(`document.activeElement.tagName`)).toBe('SELECT');
    await page.getByRole('combobox', { name: 'To', exact: true }).selectOption('CN');
    await isClean(page, 'what-if in English');
    await context.close();
  });

  it('compares two situations in words', async () => {
    const context = await openContext({ locale: 'zh-HK', viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${server.url}/what-if`);
    await says(page, '暫時不能送出');
    await picture(page, 'what-if-1280');
    await page.getByRole('button', { name: '比較' }).click();
    await page.getByText('兩個情況的事實相同').waitFor();
    await page.getByRole('region', { name: '情況乙' }).getByRole('combobox', { name: '往哪裏' }).selectOption('MO');
    const words = page.getByRole('region', { name: '兩者的分別' });
    await words.getByText('不同的事實：往哪裏').waitFor();
    await words.getByText('結果不同').waitFor();
    await isClean(page, 'comparison');
    await picture(page, 'what-if-compare-1280');
    await context.close();
  });
});

describe('the matrix page', () => {
  it('fills every cell, moves by arrow keys and says why', async () => {
    const context = await openContext({ locale: 'zh-HK', viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${server.url}/matrix`);
    await page.getByText('已完成', { exact: true }).waitFor();
    const table = page.getByRole('table');
    expect(await table.getByRole('button').count()).toBe(120);
    expect(await table.getByRole('rowheader').count()).toBe(30);
    await isClean(page, 'matrix');
    await picture(page, 'matrix-1280');
    await table.getByRole('button').first().focus();
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    const dialog = page.getByRole('dialog', { name: '中國內地（珠海），內部' });
    await dialog.getByRole('article').first().waitFor();
    await isClean(page, 'cell');
    await dialog.getByRole('link', { name: '以此情況試算' }).click();
    await page.getByRole('heading', { level: 1, name: '情況試算' }).waitFor();
    expect(await page.getByRole('combobox', { name: '目的地城市' }).inputValue()).toBe('CN-GD-ZH');
    await context.close();
  });

  it('is a list per destination on a phone', async () => {
    const context = await openContext({ locale: 'zh-HK', viewport: { width: 360, height: 740 }, isMobile: true });
    const page = await context.newPage();
    await page.goto(`${server.url}/matrix`);
    await page.getByText('已完成', { exact: true }).waitFor();
    expect(await page.getByRole('table').count()).toBe(0);
    await page.getByRole('combobox', { name: '由誰接收' }).selectOption('public');
    await page.getByRole('listitem').filter({ hasText: '新加坡' }).getByRole('button').last().click();
    await page.getByRole('dialog').getByRole('article').first().waitFor();
    await isClean(page, 'matrix on a phone');
    await picture(page, 'matrix-360');
    await context.close();
  });
});
