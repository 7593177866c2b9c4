/** Records that serve later transfers, facts that people state, and what neither of them may do. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  CreateRecord,
  EntityList,
  RecordDetail,
  RecordList,
  StandingRecord,
} from '../../src/model/api/records.ts';
import type { PreviewResponse, SubmitTransferRequest, TransferDetail } from '../../src/model/api/transfers.ts';
import {
  addRecipient,
  type Client,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
  submit,
} from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const MESSAGE = '李先生：聯絡電話 +853 6612 3456。';
const PURPOSE = 'contract_performance';

let server: TestServer;
let database: RunningDatabase;
let officer: Officer;
let sender: StaffClient;
let other: StaffClient;
let auditor: StaffClient;
let entityId: string;

beforeAll(async () => {
  server = await startServer();
  officer = await setUpOrganisation(server);
  sender = await inviteAndEnrol(officer, 'sender');
  other = await inviteAndEnrol(officer, 'sender');
  auditor = await inviteAndEnrol(officer, 'auditor');
  entityId = (await officer.session()).entities[0]?.id ?? '';
  database = await openRunningDatabase(server.dataDirectory);
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

const partner = async (): Promise<string> =>
  (await addRecipient(sender, { jurisdiction: 'HK', city: null, kind: 'controller' })).id;
const send = (recipientId: string, over: Partial<SubmitTransferRequest> = {}, who: StaffClient = sender) =>
  submit(who, { recipientIds: [recipientId], message: MESSAGE, purpose: PURPOSE, ...over });
const detail = (transferId: string, who: Client = officer): Promise<TransferDetail> =>
  who.get<TransferDetail>(`/api/v1/transfers/${transferId}`);
const consent = {
  bases: ['consent.unambiguous' as const],
  filings: ['mo_art20_notice' as const],
  necessary: true,
  evidence: '機密證據 HR-1',
};

function record(recipientIds: string[], over: Partial<CreateRecord['record']> = {}): unknown {
  const categories = ['user.name', 'user.contact'];
  return { record: { ...consent, reuse: true, ...over }, entityId, purpose: PURPOSE, categories, recipientIds };
}

const add = (recipientIds: string[], over: Partial<CreateRecord['record']> = {}) =>
  officer.post<{ id: string; granted: number }>('/api/v1/records', record(recipientIds, over));
const listed = async (id: string, who: Client = officer): Promise<StandingRecord | undefined> =>
  (await who.get<RecordList>('/api/v1/records')).records.find((one) => one.id === id);

describe('a standing record', () => {
  it('lets go what waits for it and serves what comes later, until it is withdrawn', async () => {
    const recipientId = await partner();
    const waiting = await send(recipientId);
    expect(waiting.state).toBe('held');
    const { id, granted } = await add([recipientId]);
    expect([granted, (await detail(waiting.transferId)).state]).toEqual([1, 'granted']);
    const later = await send(recipientId, {}, other);
    expect(later.state).toBe('granted');
    expect(await listed(id)).toMatchObject({ state: 'in_force', used: 2, granted: 2, reference: '' });
    expect((await detail(later.transferId)).bases).toMatchObject([{ id, standing: true }]);

    const seen = async (who: Client) => (await who.get<RecordDetail>(`/api/v1/records/${id}`)).transfers;
    expect((await seen(auditor)).map((one) => one.id)).toEqual([later.transferId, waiting.transferId]);
    // A sender is told how many there are, and reads only those that are his.
    expect((await seen(sender)).map((one) => one.id)).toEqual([waiting.transferId]);

    await officer.post(`/api/v1/records/${id}/withdraw`, {});
    await expect(officer.post(`/api/v1/records/${id}/withdraw`, {})).rejects.toMatchObject({
      code: 'record.withdrawn',
    });
    expect((await send(recipientId)).state).toBe('held');
    expect(await listed(id)).toMatchObject({ state: 'withdrawn', used: 2 });
    expect((await detail(later.transferId)).state).toBe('granted');
  });

  it('serves no other purpose, no other data, no other recipient', async () => {
    const recipientId = await partner();
    await add([recipientId]);
    expect((await send(recipientId)).state).toBe('granted');
    expect((await send(recipientId, { purpose: 'audit' })).state).toBe('held');
    expect((await send(recipientId, { message: `${MESSAGE}病歷：糖尿病，需長期服藥。患者：李小明` })).state).toBe(
      'held',
    );
    expect((await send(await partner())).state).toBe('held');
  });

  it('does not follow a recipient who moves, and says so', async () => {
    const recipientId = await partner();
    const { id } = await add([recipientId]);
    await database.sql(`update recipient set jurisdiction = 'CN', city = 'CN-GD-ZH' where recipient_id = $1`, [
      recipientId,
    ]);
    expect((await send(recipientId)).state).toBe('held');
    expect(await listed(id)).toMatchObject({
      state: 'outgrown',
      recipients: [{ jurisdiction: 'HK', movedTo: 'CN-GD-ZH' }],
    });
  });

  it('counts from its day until its day', async () => {
    const at = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
    const [planned, soon, expired] = [await partner(), await partner(), await partner()];
    const ids = [
      (await add([planned], { effectiveAt: at(5) })).id,
      (await add([soon], { expiresAt: at(10) })).id,
      (await add([expired], { effectiveAt: at(-20), expiresAt: at(-10) })).id,
    ];
    const states = await Promise.all(ids.map(async (id) => (await listed(id))?.state));
    expect(states).toEqual(['planned', 'soon', 'expired']);
    const sent = [await send(planned), await send(soon), await send(expired)];
    expect(sent.map((one) => one.state)).toEqual(['held', 'granted', 'held']);
  });

  it('is made by officers only, names something, and lies sealed in the database', async () => {
    const recipientId = await partner();
    for (const who of [sender, auditor])
      await expect(who.post('/api/v1/records', record([recipientId]))).rejects.toMatchObject({ status: 403 });
    const empty = { bases: [], filings: [], necessary: false };
    await expect(add([recipientId], empty)).rejects.toMatchObject({ status: 400, code: 'record.empty' });
    const { id } = await add([recipientId], { reference: '機密編號 7' });
    await expect(sender.post(`/api/v1/records/${id}/withdraw`, {})).rejects.toMatchObject({ status: 403 });
    expect(await listed(id, auditor)).toMatchObject({ reference: '機密編號 7', evidence: '機密證據 HR-1' });
    const rows = await database.sql<{ row: string }>('select b::text as row from legal_basis b');
    expect(rows.map(({ row }) => row).join()).not.toMatch(/機密/);
  });

  it('is made from a single transfer when somebody says so', async () => {
    const recipientId = await partner();
    const { transferId } = await send(recipientId);
    const state = await sender.post(`/api/v1/transfers/${transferId}/basis`, { ...consent, reuse: true });
    expect(state).toEqual({ state: 'granted' });
    expect((await send(recipientId)).state).toBe('granted');
    const [row] = await database.sql<{ id: string }>('select basis_id as id from legal_basis where transfer_id = $1', [
      transferId,
    ]);
    expect(await listed(row?.id ?? '')).toMatchObject({ used: 2, granted: 2 });
  });
});

describe('stated facts', () => {
  it('about one content are not carried over to the next', async () => {
    const recipientId = await partner();
    const facts = { n: 900, minor14: true, informed: true };
    const first = await send(recipientId, { basis: { ...consent, facts, reuse: true } });
    const next = await send(recipientId);
    const factsOf = async (transferId: string) =>
      (
        await database.sql<{ facts: Record<string, unknown> }>(
          'select facts from policy_decision where transfer_id = $1 order by at desc limit 1',
          [transferId],
        )
      )[0]?.facts;
    expect(await factsOf(first.transferId)).toMatchObject({ n: 900, minor14: true, informed: true });
    expect(await factsOf(next.transferId)).toMatchObject({ n: 1, informed: true });
    expect(await factsOf(next.transferId)).not.toHaveProperty('minor14');
  });

  it('of fewer persons than were counted are for an officer, and a preview leaves them out', async () => {
    const recipientId = await partner();
    const fewer = { ...consent, facts: { n: 0 } };
    await expect(send(recipientId, { basis: fewer })).rejects.toMatchObject({
      status: 403,
      code: 'record.fewer_persons',
    });
    const { transferId } = await send(recipientId);
    const basis = `/api/v1/transfers/${transferId}/basis`;
    await expect(sender.post(basis, fewer)).rejects.toMatchObject({ code: 'record.fewer_persons' });
    const limits = { expiresInDays: 7, opensMax: 3 };
    const asked = { entityId, recipientIds: [recipientId], message: MESSAGE, uploadIds: [], purpose: PURPOSE, limits };
    const preview = (who: Client) =>
      who.post<PreviewResponse>('/api/v1/transfers/preview', { ...asked, basis: fewer, noticeLocale: 'en' });
    expect((await preview(sender)).decision?.outcome).toBe('allow');
    await officer.post(basis, fewer);
    expect((await detail(transferId)).bases).toMatchObject([{ facts: { n: 0 } }]);
  });

  it('about an entity are stated by officers and decide again what waits', async () => {
    const profile = { org: { mo_ci_operator: false, size: 80 }, held: { pi: 4000 } };
    await expect(sender.post(`/api/v1/entities/${entityId}/profile`, profile)).rejects.toMatchObject({ status: 403 });
    await officer.post(`/api/v1/entities/${entityId}/profile`, profile);
    const { entities } = await auditor.get<EntityList>('/api/v1/entities');
    expect(entities).toMatchObject([{ id: entityId, profile }]);
  });
});
