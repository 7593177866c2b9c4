/** Duties from the act that starts their clock to the filing that ends it, over HTTP against a real server. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DutyDetail, DutyList, DutyView, FormPreview } from '../../src/model/api/duties.ts';
import type { LogEventList } from '../../src/model/api/system.ts';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import {
  addRecipient,
  type Client,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  submit,
  waitFor,
} from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const HOSTILE = '<w:p>&"\'</w:p>#panic()\u202E氹仔嘅辦公室';

let server: TestServer;
let database: RunningDatabase;
let officer: Officer;
let sender: Client;
let auditor: Client;
let entityId: string;

beforeAll(async () => {
  server = await startServer();
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender');
  auditor = await inviteAndEnrol(officer, 'auditor');
  database = await openRunningDatabase(server.dataDirectory);
  entityId = (await officer.session()).entities[0]?.id ?? '';
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

const duties = async (query = ''): Promise<DutyView[]> =>
  (await officer.get<DutyList>(`/api/v1/duties${query}`)).duties;
const detail = (id: string, who: Client = officer): Promise<DutyDetail> => who.get<DutyDetail>(`/api/v1/duties/${id}`);
async function dutyOf(ruleId: string, transferId?: string): Promise<DutyView> {
  const found = (await duties()).find(
    (one) => one.ruleId === ruleId && (transferId === undefined || one.transfer?.id === transferId),
  );
  if (found === undefined) throw new Error(`${ruleId} is not there`);
  return found;
}
const kinds = async (): Promise<string[]> =>
  (await officer.get<LogEventList>('/api/v1/log/events')).events.map((one) => one.kind);
const today = (): string => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10);

async function draw(id: string, body: object): Promise<{ response: Response; bytes: Uint8Array }> {
  const response = await officer.request('POST', `/api/v1/duties/${id}/form`, {
    headers: { 'content-type': 'application/json', 'x-entrepot-csrf': await officer.csrf() },
    body: JSON.stringify(body),
  });
  return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
}

/** A customer's telephone number to a controller in Hong Kong. */
async function crossing(purpose: 'customer_service' | 'supply' | 'payroll', dest = 'HK'): Promise<string> {
  const recipient = await addRecipient(sender, {
    jurisdiction: dest,
    kind: 'controller',
    name: '陳嘅記',
    organisation: '氹仔貿易行',
  });
  const { transferId } = await submit(sender, {
    recipientIds: [recipient.id],
    message: '李先生：聯絡電話 +853 6612 3456。',
    purpose,
  });
  return transferId;
}

describe('the notice of processing', () => {
  it('is due eight days after the first transfer of a purpose, once however many follow, and is filed to lift what was held', async () => {
    const first = await crossing('customer_service');
    await crossing('customer_service');
    const all = (await duties()).filter((one) => one.ruleId === 'mo.notice');
    expect(all).toHaveLength(1);
    const [notice] = all;
    expect(notice).toMatchObject({
      state: 'open',
      place: 'MO',
      purpose: 'customer_service',
      form: 'dspdp-notice',
      filing: 'mo_notice',
      calendarKnown: true,
      left: { unit: 'days', amount: 8, overdue: false },
      transfer: { id: first },
      kind: 'statutory',
      reviewed: false,
    });
    expect(notice?.dueAt.endsWith('T15:59:59.999Z')).toBe(true);
    expect(await kinds()).toContain('duty.opened');
  });

  it('is not asked for payroll kept in Macau, and is when it goes to Hong Kong', async () => {
    await crossing('payroll', 'MO');
    expect((await duties()).filter((one) => one.purpose === 'payroll')).toEqual([]);
    await crossing('payroll');
    expect((await duties()).filter((one) => one.purpose === 'payroll').map((one) => one.ruleId)).toContain('mo.notice');
  });

  it('is drafted in Word and PDF with what is known, what is missing, and what it was made from', async () => {
    const notice = await dutyOf('mo.notice');
    const preview = await officer.get<FormPreview>(`/api/v1/duties/${notice.id}/form?form=dspdp-notice&locale=en`);
    const text = JSON.stringify(preview.document);
    expect(text).toContain('氹仔貿易行');
    expect(text).toContain('Lótus Commercial Limitada');
    expect(text).toContain('Finalidades');
    expect(text).toContain('mo-pdpa');
    expect(preview.missing).toBeGreaterThan(3);
    expect(preview.document.locale).toBe('zh-Hant');
    for (const format of ['docx', 'pdf', 'json'] as const) {
      const { response, bytes } = await draw(notice.id, {
        form: 'dspdp-notice',
        locale: 'pt',
        format,
        fields: { controller_address: HOSTILE },
      });
      expect([response.status, bytes.length > 1000]).toEqual([200, true]);
      expect(response.headers.get('content-disposition')).toContain(`dspdp-notice-${today()}.${format}`);
    }
    expect((await kinds()).filter((kind) => kind === 'form.drafted')).toHaveLength(3);
    await expect(officer.get(`/api/v1/duties/${notice.id}/form?form=breach`)).rejects.toMatchObject({
      code: 'duty.unknown_form',
    });
  });

  it('keeps what an officer filled in, sealed', async () => {
    const notice = await dutyOf('mo.notice');
    await officer.post(`/api/v1/duties/${notice.id}/draft`, {
      form: 'dspdp-notice',
      fields: { controller_address: '澳門氹仔', subjects: '' },
    });
    const preview = await officer.get<FormPreview>(`/api/v1/duties/${notice.id}/form?form=dspdp-notice`);
    expect(preview.edited).toContain('controller_address');
    expect(JSON.stringify(preview.document)).toContain('澳門氹仔');
    const [row] = await database.sql('select draft_sealed from duty where duty_id = $1', [notice.id]);
    expect(Buffer.from(row?.['draft_sealed'] as Uint8Array).includes('澳門氹仔')).toBe(false);
  });
});

describe('completing a duty', () => {
  it('records the filing, decides again what was held for it, and can be undone', async () => {
    const transferId = await crossing('supply');
    const objections = async (): Promise<string[]> =>
      ((await officer.get<TransferDetail>(`/api/v1/transfers/${transferId}`)).decision?.objections ?? []).map(
        (one) => one.ruleId,
      );
    await sender.post(`/api/v1/transfers/${transferId}/basis`, {
      bases: ['consent.unambiguous'],
      filings: [],
      necessary: true,
      evidence: 'file 7',
    });
    expect(await objections()).toContain('mo.xfer.20-1');
    const duty = await dutyOf('mo.xfer.20-1.clock', transferId);
    expect(duty).toMatchObject({ form: 'dspdp-art20', left: { unit: 'before', overdue: false } });
    expect((await detail(duty.id)).waiting).toBe(1);
    const filing = { reference: 'DSPDP/2026/0815', filedOn: today(), evidence: 'safe 3' };
    await expect(
      officer.post(`/api/v1/duties/${duty.id}/complete`, { ...filing, filedOn: '2099-01-01' }),
    ).rejects.toMatchObject({ code: 'duty.in_the_future' });
    expect(await officer.post(`/api/v1/duties/${duty.id}/complete`, filing)).toEqual({ state: 'done', granted: 1 });
    expect((await officer.get<TransferDetail>(`/api/v1/transfers/${transferId}`)).state).toBe('granted');
    await expect(officer.post(`/api/v1/duties/${duty.id}/complete`, filing)).rejects.toMatchObject({
      code: 'duty.wrong_state',
    });
    const done = await detail(duty.id);
    expect(done).toMatchObject({ state: 'done', reference: 'DSPDP/2026/0815', remark: 'safe 3', left: null });
    expect(done.may).toEqual({ complete: false, dismiss: false, reopen: true });

    expect(await officer.post(`/api/v1/duties/${duty.id}/reopen`, {})).toEqual({ state: 'open' });
    expect((await detail(duty.id)).reference).toBeNull();
    const [record] = await database.sql('select withdrawn_at from legal_basis where duty_id = $1', [duty.id]);
    expect(record?.['withdrawn_at']).not.toBeNull();
    expect(await kinds()).toEqual(expect.arrayContaining(['duty.completed', 'duty.reopened']));
  });

  it('is set aside with a reason; a duty of the law asks for its id', async () => {
    const notice = await dutyOf('mo.notice');
    const dismiss = (confirmation: string): Promise<unknown> =>
      officer.post(`/api/v1/duties/${notice.id}/dismiss`, { reason: 'covered by an earlier filing', confirmation });
    await expect(dismiss('')).rejects.toMatchObject({ code: 'duty.not_confirmed' });
    expect(await dismiss('mo.notice')).toEqual({ state: 'not_needed' });
    expect((await detail(notice.id)).remark).toBe('covered by an earlier filing');
    await officer.post(`/api/v1/duties/${notice.id}/reopen`, {});
    expect((await detail(notice.id)).state).toBe('open');
  });
});

describe('clocks started by hand', () => {
  it('run for every place of an incident, each by its own law', async () => {
    const places = ['MO', 'HK', 'CN', 'EU', 'GB', 'SG'];
    const blank = { reference: '', occurred: '', contained: '', cause: '', categories: '', persons: '' };
    const details = { ...blank, what: HOSTILE, consequences: '', measures: '', advice: '', contact: '' };
    const knownAt = new Date(Date.now() - 3_600_000).toISOString();
    const { opened } = await officer.post<{ opened: string[] }>('/api/v1/duties', {
      kind: 'incident',
      entityId,
      places,
      knownAt,
      personalData: true,
      details,
    });
    const clocks = (await duties()).filter((one) => opened.includes(one.id));
    expect(clocks.length).toBe(opened.length);
    const eu = clocks.find((one) => one.ruleId === 'eu.breach');
    expect(eu?.left).toEqual({ unit: 'hours', amount: 70, overdue: false });
    expect(Date.parse(eu?.dueAt ?? '') - Date.parse(knownAt)).toBe(72 * 3_600_000);
    expect(new Set(clocks.map((one) => one.about))).toEqual(new Set(['incident']));
    // A report lifts nothing that is held.
    expect((await detail(eu?.id ?? '')).waiting).toBe(0);
    const preview = await officer.get<FormPreview>(`/api/v1/duties/${eu?.id}/form?form=breach&locale=en`);
    expect(JSON.stringify(preview.document)).toContain('氹仔嘅辦公室');
    const pdf = await draw(eu?.id ?? '', { form: 'breach', locale: 'zh-Hant', format: 'pdf' });
    expect(pdf.response.status).toBe(200);
    await expect(
      officer.post('/api/v1/duties', {
        kind: 'incident',
        entityId,
        places,
        knownAt: '2099-01-01T00:00:00Z',
        personalData: true,
        details,
      }),
    ).rejects.toMatchObject({ code: 'duty.in_the_future' });
  });

  it('run from the day a contract takes effect, and say when a calendar does not know the year', async () => {
    const open = (effectiveAt: string): Promise<{ opened: string[] }> =>
      officer.post('/api/v1/duties', {
        kind: 'contract',
        entityId,
        purpose: 'supply',
        contract: 'gba_mo',
        effectiveAt,
        reference: 'GBA-1',
      });
    const [known = ''] = (await open('2026-11-02')).opened;
    expect(await detail(known)).toMatchObject({ ruleId: 'gba.file', calendarKnown: true, form: 'gba-filing' });
    expect((await detail(known)).dueAt).toBe('2026-11-16T15:59:59.999Z');
    expect((await detail(known)).left?.overdue).toBe(true);
    const [unknown = ''] = (await open('2031-03-03')).opened;
    expect(await detail(unknown)).toMatchObject({ calendarKnown: false, dueAt: '2031-03-13T15:59:59.999Z' });
    const { duties: listed, counts } = await officer.get<DutyList>('/api/v1/duties?state=open');
    expect(counts.overdue).toBeGreaterThan(0);
    expect(counts.open).toBe(listed.length);
    expect(listed.map((one) => one.dueAt)).toEqual(listed.map((one) => one.dueAt).sort());
  });
});

describe('a contract on record', () => {
  it('starts the clock of its filing, and the receipt on record ends it', async () => {
    const recipient = await addRecipient(officer, { jurisdiction: 'CN', city: 'CN-GD-ZH', kind: 'controller' });
    const record = async (over: object): Promise<void> => {
      await officer.post('/api/v1/records', {
        entityId,
        purpose: 'audit',
        categories: ['user.contact.phone_number'],
        recipientIds: [recipient.id],
        record: {
          bases: [],
          contracts: [],
          filings: [],
          assessments: [],
          necessary: false,
          facts: {},
          evidence: '',
          reference: '',
          effectiveAt: null,
          expiresAt: null,
          reuse: true,
          ...over,
        },
      });
    };
    await record({ contracts: ['gba_mo'], effectiveAt: today() });
    const filing = (await duties()).find((one) => one.ruleId === 'gba.file' && one.purpose === 'audit');
    expect(filing).toMatchObject({ about: 'record', state: 'open', left: { unit: 'working_days', amount: 10 } });
    await officer.post(`/api/v1/duties/${filing?.id}/complete`, { reference: 'R1', filedOn: today(), evidence: '' });
    expect((await detail(filing?.id ?? '')).state).toBe('done');
    const [receipt] = await database.sql('select filings, scope from legal_basis where duty_id = $1', [filing?.id]);
    expect(receipt).toMatchObject({ filings: ['dspdp_gba'], scope: { recipients: [{ id: recipient.id }] } });
  });
});

/** The database ends with the server. */
async function restart(): Promise<void> {
  await database.close();
  await server.restart();
  database = await openRunningDatabase(server.dataDirectory);
}

describe('a duty that becomes overdue', () => {
  it('is told to the audit log once', async () => {
    const told = async (): Promise<number> =>
      (await database.sql(`select 1 from audit_event where kind = 'duty.overdue'`)).length;
    await restart();
    const late = (await officer.get<DutyList>('/api/v1/duties')).counts.overdue;
    expect(late).toBeGreaterThan(0);
    await waitFor('the sweep', async () => ((await told()) >= late ? true : undefined));
    await restart();
    await new Promise((resolve) => setTimeout(resolve, 2000));
    expect(await told()).toBe(late);
  });
});

describe('who may do what', () => {
  it('lets auditors read, and senders nothing', async () => {
    const notice = await dutyOf('mo.notice');
    expect((await detail(notice.id, auditor)).may).toEqual({ complete: false, dismiss: false, reopen: false });
    await expect(auditor.post(`/api/v1/duties/${notice.id}/reopen`, {})).rejects.toMatchObject({ status: 403 });
    await expect(sender.get('/api/v1/duties')).rejects.toMatchObject({ status: 403 });
    await expect(detail('0198c0de-0000-7000-8000-000000000000')).rejects.toMatchObject({ code: 'duty.not_found' });
  });
});
