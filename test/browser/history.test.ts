/** Lists without names, and what lies where, in a real browser. */
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import { type Officer, setUpOrganisation } from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

const PAYROLL = join(import.meta.dirname, '../samples/sheets/payroll.zh-Hant.csv');

let server: TestServer;
let browser: Browser;
let officer: Officer;
let folder: string;
const faults: string[] = [];

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'entrepot-drive-')));
  await mkdir(join(folder, '人事部'));
  await writeFile(join(folder, '人事部', '員工名單.csv'), await readFile(PAYROLL));
  await writeFile(join(folder, 'menu.txt'), 'bread and butter\n');
  const lines = ['2024-03-01 09:00:00 陳大文', '請致電 +853 6612 3456', '2024-03-01 09:01:00 客服', '收到'];
  await writeFile(join(folder, '業務群.txt'), `${[...lines, ...lines].join('\n')}\n`);
  [server, browser] = await Promise.all([startServer({ ENTREPOT_SWEEP_FOLDERS: folder }), launchBrowser()]);
  officer = await setUpOrganisation(server);
});
afterAll(async () => {
  await browser?.close();
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

const open = (width: number): Promise<BrowserContext> => openConsole(browser, officer, width, faults);
const isClean = (page: Page, name: string): Promise<void> => expectClean(page, `history-${name}`, faults);

describe.each([1280, 360])('data that is there already, at %i pixels', (width) => {
  it('becomes a list without names that goes into a new transfer, and leads back with a reason', async () => {
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/pseudonyms`);
    await page.locator('input[type=file]').setInputFiles(PAYROLL);
    await page.getByText('陳大文').first().waitFor();
    await page.getByLabel('對「姓名」的處理').selectOption({ label: '可還原的代碼' });
    await page.getByText(/^tok_/).first().waitFor();
    await isClean(page, 'preview');
    await page.getByLabel('分享名單的理由').fill('經紀只需要總額');
    await page.getByRole('button', { name: '製作名單' }).click();
    await page.getByRole('heading', { name: '名單已製成' }).waitFor();
    await isClean(page, 'made');
    await page.getByRole('link', { name: '用於新的傳送' }).click();
    await page.getByText('payroll.zh-Hant.pseudonymised.csv').first().waitFor();
    await page.goto(`${server.url}/pseudonyms`);
    await page.getByRole('button', { name: '查回假名' }).first().click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('假名或代碼').fill('露以寅');
    await dialog.getByLabel('理由').fill('客戶查詢');
    await dialog.getByRole('button', { name: '查回假名' }).click();
    await dialog.getByText('對照表中沒有此項。').waitFor();
    await isClean(page, 'look-up');
    await context.close();
  });

  it('is looked through, explained, and marked, with nothing deleted', async () => {
    const context = await open(width);
    const page = await context.newPage();
    await page.goto(`${server.url}/sweeps`);
    await page.getByRole('button', { name: '開始清查' }).click();
    await isClean(page, 'start');
    await page.getByRole('dialog').getByRole('button', { name: '開始清查' }).click();
    await page.getByText('已完成', { exact: true }).first().waitFor();
    await page.getByText('業務群', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: '高度機密', exact: false }).first().click();
    await page.getByText('人事部/員工名單.csv').first().waitFor();
    await page.getByRole('checkbox').nth(1).click();
    await page.getByRole('button', { name: '標記刪除' }).click();
    await isClean(page, 'remedy');
    await page.getByRole('dialog').getByRole('button', { name: '標記刪除' }).click();
    await page.getByText('已標記刪除', { exact: true }).last().waitFor();
    await isClean(page, 'files');
    const id = await page.evaluate<string>(
      "fetch('/api/v1/sweeps').then((answer) => answer.json()).then(({ sweeps }) => sweeps[0].id)",
    );
    expect(id).toHaveLength(36);
    expect((await readFile(join(folder, '人事部', '員工名單.csv'))).length).toBeGreaterThan(0);
    await page.getByRole('button', { name: '刪除紀錄' }).first().click();
    await page.getByRole('dialog').getByRole('button', { name: '刪除紀錄' }).click();
    await page.getByText('尚未清查').waitFor();
    await context.close();
  });
});
