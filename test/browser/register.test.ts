/** The register and the counters in a real browser, in Traditional Chinese, on a desktop and on a phone; and an export that is saved. */
import { readFileSync } from 'node:fs';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { expectClean, openConsole } from '../support/console-page.ts';
import { addRecipient, type Officer, setUpOrganisation, submit } from '../support/flows.ts';
import { axeFindings } from '../support/open-page.ts';
import { openRunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const WIDTHS = [1280, 360] as const;
/** Set it to keep pictures of what was seen. */
const PICTURES = process.env['ENTREPOT_TEST_PICTURES'];

let server: TestServer;
let browser: Browser;
let officer: Officer;
const faults: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startServer(), launchBrowser()]);
  officer = await setUpOrganisation(server);
}, 180_000);
afterAll(async () => {
  await browser?.close();
  await server?.stop();
});

async function open(width: number, path: string): Promise<{ context: BrowserContext; page: Page }> {
  const context = await openConsole(browser, officer, width, faults);
  const page = await context.newPage();
  await page.goto(`${server.url}${path}`);
  return { context, page };
}

const isClean = (page: Page, name: string): Promise<void> => expectClean(page, name, faults);

describe('an empty installation', () => {
  it.each(WIDTHS)('says what appears here and why (%i px)', async (width) => {
    const { context, page } = await open(width, '/register');
    await page.getByText('尚未有傳送').waitFor();
    await isClean(page, 'register-empty');
    await page.goto(`${server.url}/counters`);
    await page.getByText('今年沒有任何人的資料從這裏出境。').waitFor();
    await isClean(page, 'counters-empty');
    await context.close();
  });
});

describe('with transfers', () => {
  beforeAll(async () => {
    for (const [jurisdiction, organisation] of [
      ['HK', '港口夥伴有限公司'],
      ['CN', '珠海橫琴貿易有限公司'],
      ['PT', 'Sociedade Exemplo, Lda.'],
    ] as const) {
      const recipient = await addRecipient(officer, { jurisdiction, organisation, kind: 'controller' });
      await submit(officer, {
        recipientIds: [recipient.id],
        message: '李先生：聯絡電話 +853 6612 3456，電郵 tai@example.org。',
        purpose: 'contract_performance',
      });
    }
    const database = await openRunningDatabase(server.dataDirectory);
    // An entity in the mainland with enough persons to be near a limit.
    await database.sql(
      `insert into legal_entity (org_id, entity_id, name, jurisdiction, city, created_at)
       select org_id, '019aa000-0000-7000-8000-0000000000cc', '珠海濠江貿易有限公司', 'CN', 'CN-GD-ZH', now() from organisation`,
    );
    await database.sql(
      `insert into person_count select org_id, '019aa000-0000-7000-8000-0000000000cc', 'CN', d,
         extract(year from now() at time zone 'Asia/Shanghai')::int, false, decode(md5(n::text), 'hex'),
         '019aa000-0000-7000-8000-0000000000dd', now()
       from organisation, generate_series(1, 85000) as n, (values ('HK'), ('MO')) as v (d) where d = 'HK' or n < 100`,
    );
    await database.close();
  });

  it.each(WIDTHS)('shows every entry with its details (%i px)', async (width) => {
    const { context, page } = await open(width, '/register');
    await page.getByText('港口夥伴有限公司').locator('visible=true').first().waitFor();
    await isClean(page, 'register');
    if (width === 1280) await page.getByRole('button', { expanded: false, name: /^EN-/ }).first().click();
    else await page.getByText('全部詳情').first().click();
    await page.getByText('查看該傳送').locator('visible=true').first().waitFor();
    await isClean(page, 'register-detail');
    await page.getByText('更多篩選條件').click();
    await page.getByLabel('目的地').selectOption('PT');
    await page.getByText('共 1 項紀錄').waitFor();
    expect(page.url()).toContain('destination=PT');
    await isClean(page, 'register-filtered');
    await context.close();
  });

  it.each(WIDTHS)('shows limits in words and bars, and counts anew (%i px)', async (width) => {
    const { context, page } = await open(width, '/counters');
    await page.getByText('85,000 人，限額 100,000 人。').waitFor();
    await page.getByRole('button', { name: '重新計算' }).click();
    // The persons of this test are in no transfer.
    await page.getByText('計數與登記冊不符').waitFor();
    await isClean(page, 'counters');
    await context.close();
  });

  it('gives the spreadsheet of what the filters show, and says that it was taken', async () => {
    const { context, page } = await open(1280, '/register?destination=HK');
    await page.getByText('港口夥伴有限公司').locator('visible=true').first().waitFor();
    await page.getByRole('button', { name: '匯出' }).click();
    if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/register-export.png` });
    expect(await axeFindings(page)).toEqual([]);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: /XLSX/ }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^register-\d{4}-\d\d-\d\d\.xlsx$/);
    expect(
      readFileSync(await download.path())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    await page
      .getByText(/審計紀錄中記有您取走此檔案/)
      .first()
      .waitFor();
    expect(faults).toEqual([]);
    await context.close();
  });
});
