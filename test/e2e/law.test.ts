/**
 * Three transfers as the law page tells them, from the first submission to the filed duty: a payroll list to a processor in Hangzhou, a client
 * contract to a partner in Zhuhai under the Greater Bay Area contract, and a menu that is about nobody.
 */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DutyDetail, DutyList, FormPreview } from '../../src/model/api/duties.ts';
import type { Recipient } from '../../src/model/api/recipients.ts';
import type { RegisterPage } from '../../src/model/api/register.ts';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import {
  addRecipient,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
  submit,
  type Submitted,
  upload,
  waitForUpload,
} from '../support/flows.ts';
import { startServer, type TestServer } from '../support/server.ts';

let server: TestServer;
let officer: Officer;
let second: StaffClient;
let sender: StaffClient;

beforeAll(async () => {
  server = await startServer();
  officer = await setUpOrganisation(server);
  [second, sender] = [await inviteAndEnrol(officer, 'officer'), await inviteAndEnrol(officer, 'sender')];
});
afterAll(() => server?.stop());

const sample = (path: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../samples/${path}`, import.meta.url)));

async function send(path: string, recipient: Recipient, over: object): Promise<Submitted> {
  const uploadId = await upload(sender, sample(path), path.split('/').at(-1) ?? 'file');
  await waitForUpload(sender, uploadId);
  return submit(sender, { message: '', uploadIds: [uploadId], recipientIds: [recipient.id], ...over });
}
const detail = (id: string): Promise<TransferDetail> => officer.get(`/api/v1/transfers/${id}`);
const rulesOf = async (id: string): Promise<string[]> =>
  ((await detail(id)).decision?.objections ?? []).map(({ ruleId }) => ruleId);
const record = (id: string, over: object): Promise<{ state: string }> =>
  sender.post(`/api/v1/transfers/${id}/basis`, {
    bases: [],
    filings: [],
    necessary: false,
    evidence: 'file 2026/118',
    ...over,
  });
const approve = (who: StaffClient, id: string): Promise<{ state: string }> =>
  who.post(`/api/v1/transfers/${id}/approval`, { outcome: 'approved', reason: 'looked at' });
const dutiesOf = async (transferId: string): Promise<DutyList['duties']> =>
  (await officer.get<DutyList>('/api/v1/duties')).duties.filter((one) => one.transfer?.id === transferId);
const registerOf = async (reference: string): Promise<RegisterPage['entries']> =>
  (await officer.get<RegisterPage>(`/api/v1/register?text=${encodeURIComponent(reference)}`)).entries;

async function drawn(dutyId: string, format: 'docx' | 'pdf', locale: string): Promise<Uint8Array> {
  const answer = await officer.request('POST', `/api/v1/duties/${dutyId}/form`, {
    headers: { 'content-type': 'application/json', 'x-entrepot-csrf': await officer.csrf() },
    body: JSON.stringify({
      form: (await officer.get<DutyDetail>(`/api/v1/duties/${dutyId}`)).forms[0]?.form,
      locale,
      format,
    }),
  });
  expect(answer.status).toBe(200);
  return new Uint8Array(await answer.arrayBuffer());
}

describe('a payroll list from Macau to a processor in Hangzhou', () => {
  it('is held until contract, basis, the notice to the bureau and an officer are there, and is for viewing only until a second one agrees; filing the duty lifts its objection', async () => {
    const processor = await addRecipient(sender, { jurisdiction: 'CN', city: null, kind: 'processor' });
    const {
      transferId: id,
      reference,
      state,
    } = await send('sheets/payroll.zh-Hant.csv', processor, {
      purpose: 'payroll',
    });
    expect(state).toBe('held');
    expect(await rulesOf(id)).toEqual(
      expect.arrayContaining(['mo.xfer.default', 'mo.processor', 'org.restricted.approval']),
    );

    await record(id, { contracts: ['dpa'] });
    expect(await rulesOf(id)).not.toContain('mo.processor');
    await record(id, { bases: ['consent.unambiguous'] });
    const rules = await rulesOf(id);
    expect(rules).toContain('mo.xfer.20-1');
    expect(rules).not.toContain('mo.xfer.default');

    const notice = (await dutiesOf(id)).find((one) => one.form === 'dspdp-art20');
    expect(notice).toMatchObject({ pack: 'mo-pdpa', state: 'open', place: 'MO' });
    const preview = await officer.get<FormPreview>(`/api/v1/duties/${notice?.id}/form?form=dspdp-art20&locale=zh-Hant`);
    expect(JSON.stringify(preview.document)).toContain('Lótus Commercial Limitada');
    for (const [format, magic] of [
      ['docx', 'PK'],
      ['pdf', '%PDF'],
    ] as const) {
      const bytes = await drawn(notice?.id ?? '', format, 'zh-Hant');
      expect(Buffer.from(bytes.subarray(0, magic.length)).toString()).toBe(magic);
    }
    await officer.post(`/api/v1/duties/${notice?.id}/complete`, {
      reference: '0001/2026/DSPDP',
      filedOn: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
      evidence: 'receipt in file 2026/118',
    });
    expect(await rulesOf(id)).not.toContain('mo.xfer.20-1');

    expect((await detail(id)).state).toBe('held');
    expect(await approve(officer, id)).toEqual({ state: 'granted' });
    // Pay is restricted: one officer lets it be looked at, a second one lets it be taken along.
    const permissions = async (): Promise<string[]> => (await detail(id)).grants.map((grant) => grant.permission);
    expect(await permissions()).toEqual(['view']);
    expect(await approve(second, id)).toEqual({ state: 'granted' });
    expect(await permissions()).toEqual(['download']);
    expect((await detail(id)).decision?.obligations.map((one) => one.kind)).not.toContain('view_only');
    const [entry] = await registerOf(reference);
    expect(entry).toMatchObject({
      origin: 'MO',
      destination: 'CN',
      purpose: 'payroll',
      outcome: 'allow',
      state: 'granted',
    });
    expect(JSON.stringify(entry)).toContain('mo_art20_notice');
  });
});

describe('a client contract to a partner in Zhuhai under the Greater Bay Area contract', () => {
  it('goes with the contract, its assessment and an officer, and has to be filed within ten working days', async () => {
    const partner = await addRecipient(sender, { jurisdiction: 'CN', city: 'CN-GD-ZH', kind: 'controller' });
    const { transferId: id, reference } = await send('documents/employment-contract.zh-Hant.docx', partner, {
      purpose: 'contract_performance',
    });
    expect(await rulesOf(id)).toContain('mo.xfer.default');
    await record(id, { contracts: ['gba_mo'], facts: { informed: true, important_data: 'no' }, reuse: true });
    const rules = await rulesOf(id);
    expect(rules).toEqual(expect.arrayContaining(['mo.xfer.gba', 'gba.before.pia']));
    expect(rules).not.toContain('mo.xfer.default');
    await record(id, { assessments: ['gba'], reuse: true });
    await approve(officer, id);
    const { state } = await detail(id);
    if (state === 'held') await approve(second, id);
    expect((await detail(id)).state).toBe('granted');

    const { duties } = await officer.get<DutyList>('/api/v1/duties');
    const filing = duties.find((one) => one.ruleId === 'gba.file');
    expect(filing).toMatchObject({ state: 'open', term: { amount: 10, unit: 'working_days' }, form: 'gba-filing' });
    await officer.post(`/api/v1/duties/${filing?.id}/complete`, {
      reference: 'GBA-2026-7',
      filedOn: new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10),
      evidence: 'receipt',
    });
    expect((await officer.get<DutyDetail>(`/api/v1/duties/${filing?.id}`)).state).toBe('done');
    expect((await registerOf(reference))[0]).toMatchObject({ destination: 'CN', outcome: 'allow' });

    // The standing contract serves the next transfer of the same scope; an officer still confirms it.
    const next = await send('documents/employment-contract.zh-Hant.docx', partner, { purpose: 'contract_performance' });
    const again = await rulesOf(next.transferId);
    expect(again).not.toContain('mo.xfer.default');
    expect(again).not.toContain('gba.before.pia');
  });
});

describe('a menu without personal data', () => {
  it('goes at once, is in the register, and starts no clock', async () => {
    const partner = await addRecipient(sender, { jurisdiction: 'CN', city: null, kind: 'controller' });
    const sent = await send('harmless/menu.pdf', partner, { purpose: 'supply' });
    expect(sent.state).toBe('granted');
    expect(await dutiesOf(sent.transferId)).toEqual([]);
    expect((await registerOf(sent.reference))[0]).toMatchObject({ outcome: 'allow', persons: 0 });
  });
});
