/** The organisation's levels on a running server: the policy, its trial over past transfers, explanations, and exceptions. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ExceptionList, LevelsView, TrialPage } from '../../src/model/api/levels.ts';
import type { PreviewResponse, TransferDetail } from '../../src/model/api/transfers.ts';
import { type LevelPolicy, SHIPPED_POLICY } from '../../src/model/level-policy.ts';
import {
  addRecipient,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
  submit,
  upload,
  waitForUpload,
} from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

const LEVELS = '/api/v1/levels';
const PHONE = 'Please ring +853 6612 3456 about the pallets.';
const CARD = '身份證 A123456(3)';

let server: TestServer;
let officer: Officer;
let second: StaffClient;
let sender: StaffClient;
let auditor: StaffClient;
let recipientId: string;
let database: RunningDatabase;

beforeAll(async () => {
  server = await startServer();
  officer = await setUpOrganisation(server);
  second = await inviteAndEnrol(officer, 'officer', 'Ho Iat');
  sender = await inviteAndEnrol(officer, 'sender');
  auditor = await inviteAndEnrol(officer, 'auditor');
  recipientId = (await addRecipient(sender, { jurisdiction: 'MO' })).id;
  database = await openRunningDatabase(server.dataDirectory);
}, 180_000);
afterAll(async () => {
  await database?.close();
  await server?.stop();
});
beforeEach(async () => {
  await database.sql('delete from rate_counter');
  await database.sql('update rate_bucket set tokens = -1');
});

const send = (message: string, uploadIds: readonly string[] = []) =>
  submit(sender, { recipientIds: [recipientId], message, uploadIds: [...uploadIds] });
const detailOf = (id: string, who: StaffClient = officer) => who.get<TransferDetail>(`/api/v1/transfers/${id}`);
const view = (): Promise<LevelsView> => officer.get<LevelsView>(LEVELS);
const set = async (policy: LevelPolicy, reason = 'agreed with the board'): Promise<LevelsView> =>
  officer.post<LevelsView>(LEVELS, { policy, version: (await view()).current.version, reason });
const preview = async (message: string, who: StaffClient = sender): Promise<PreviewResponse> => {
  const { entities } = await who.session();
  return who.post<PreviewResponse>('/api/v1/transfers/preview', {
    entityId: entities[0]?.id,
    recipientIds: [],
    message,
    uploadIds: [],
    purpose: 'internal_report',
    basis: null,
    noticeLocale: 'en',
    limits: { expiresInDays: 7, opensMax: 5 },
  });
};
const kinds = async (): Promise<readonly string[]> =>
  (await database.sql<{ kind: string }>('select kind from audit_event order by event_id')).map((row) => row.kind);

const STRICT_PHONES: LevelPolicy = {
  ...SHIPPED_POLICY,
  types: { ...SHIPPED_POLICY.types, phone: { level: 'restricted', from: 50 } },
  names: { restricted: { en: 'Board only', 'zh-Hant': '董事專用' } },
};

describe('the policy of levels', () => {
  let before: string;

  it('says of a transfer why it has its level, and never what the value is', async () => {
    const { transferId } = await send(PHONE);
    before = transferId;
    const { classification } = await detailOf(transferId);
    expect(classification).toMatchObject({
      level: 'confidential',
      policyVersion: 0,
      raised: [{ rule: 'type', level: 'confidential', subjects: ['phone'], n: 1 }],
      findings: [{ type: 'phone', part: 0, index: 0, check: expect.any(String), pack: expect.any(String) }],
    });
    expect(JSON.stringify(classification)).not.toMatch(/6612|evidence|tag/);
  });

  it('is tried on past transfers without changing any, with the decisions that would be others', async () => {
    const trial = await officer.post<TrialPage>(`${LEVELS}/trial`, { policy: STRICT_PHONES, after: null });
    expect(trial).toMatchObject({
      total: 1,
      looked: 1,
      same: 0,
      cannotTell: 0,
      obligations: expect.any(Number),
      next: null,
    });
    expect(trial.moves).toMatchObject([{ from: 'confidential', to: 'restricted', n: 1, examples: [{ id: before }] }]);
    expect(trial.outcomes.every(({ from, to }) => from !== to)).toBe(true);
    expect((await detailOf(before)).classification.level).toBe('confidential');
    expect((await view()).current.version).toBe(0);
  });

  it('cannot be said of a transfer from before all was kept, unless it could not be read', async () => {
    await database.sql(
      `update transfer set classification = classification - 'evidence' where transfer_id = '${before}'`,
    );
    expect(await officer.post<TrialPage>(`${LEVELS}/trial`, { policy: STRICT_PHONES, after: null })).toMatchObject({
      cannotTell: 1,
      moves: [],
    });
  });

  it('counts for every classification after it was set, also of a file that was uploaded before, and is in the log', async () => {
    const uploadId = await upload(sender, new TextEncoder().encode(PHONE), 'call.txt');
    expect((await waitForUpload(sender, uploadId)).classification?.level).toBe('confidential');
    const changed = await set(STRICT_PHONES);
    expect(changed.current).toMatchObject({ version: 1, reason: 'agreed with the board' });
    expect(changed.history.map(({ version }) => version)).toEqual([1, 0]);
    const { transferId } = await send('Good morning.', [uploadId]);
    expect((await detailOf(transferId)).classification).toMatchObject({
      level: 'restricted',
      policyVersion: 1,
      parts: 2,
    });
    expect((await preview(PHONE)).classification).toMatchObject({ level: 'restricted', policyVersion: 1 });
    expect(await kinds()).toContain('levels.changed');
    expect((await sender.session()).levelNames.restricted?.en).toBe('Board only');
  });

  it('is written over the version that was seen, by officers alone, and never below a floor', async () => {
    const stale = { policy: SHIPPED_POLICY, version: 0, reason: 'too late' };
    await expect(officer.post(LEVELS, stale)).rejects.toMatchObject({ code: 'levels.changed_meanwhile' });
    await expect(sender.get(LEVELS)).rejects.toMatchObject({ status: 403 });
    expect((await auditor.get<LevelsView>(LEVELS)).mayEdit).toBe(false);
    await expect(auditor.post(LEVELS, stale)).rejects.toMatchObject({ status: 403 });
    const low = {
      ...SHIPPED_POLICY,
      types: { ...SHIPPED_POLICY.types, passport: { level: 'public' as const, from: 50 } },
    };
    await expect(set(low)).rejects.toMatchObject({ code: 'levels.below_floor' });
    const both = await Promise.allSettled([
      officer.post(LEVELS, { policy: SHIPPED_POLICY, version: 1, reason: 'first of two' }),
      second.post(LEVELS, { policy: SHIPPED_POLICY, version: 1, reason: 'second of two' }),
    ]);
    expect(both.filter((one) => one.status === 'fulfilled')).toHaveLength(1);
  });

  it('goes back by setting a former version again, and explains the law beside it', async () => {
    const { current, history, legal, withoutClass } = await view();
    expect(current.version).toBe(2);
    expect(history[1]?.policy?.types.phone?.level).toBe('restricted');
    expect((await preview(PHONE)).classification).toMatchObject({ level: 'confidential', policyVersion: 2 });
    const of = (type: string, jurisdiction: string) =>
      legal.find((one) => one.type === type && one.jurisdiction === jurisdiction);
    expect(of('health', 'MO')).toMatchObject({ article: 'Law 8/2005 art. 7', now: true });
    expect(of('cn_resident_id', 'CN')).toMatchObject({ to: '2025-10-31', now: false });
    expect(of('bank_account', 'MO')).toBeUndefined();
    expect(withoutClass).toContain('HK');
  });

  it('makes everything the strictest level while the stored one cannot be read', async () => {
    await database.sql(`update level_policy set policy = '{"types": 7}' where version = 2`);
    await second.post(`${LEVELS}/exceptions`, {
      finding: { kind: 'text', text: 'ring +853 6677 8899', type: 'phone', start: 5, end: 19 },
      reason: 'reads the levels again',
      days: 1,
    });
    expect((await preview('Good morning.')).classification.level).toBe('restricted');
    expect((await view()).current.policy).toBeNull();
    await set(SHIPPED_POLICY, 'set right again');
    expect((await preview('Good morning.')).classification.level).toBe('internal');
  });
});

describe('a wrong finding', () => {
  const list = (who: StaffClient = officer) => who.get<ExceptionList>(`${LEVELS}/exceptions`);
  const oneOf = async (id: string) => (await list()).exceptions.find((one) => one.id === id);
  let id: string;

  it('is suggested by the sender, and counts until an officer sets the exception', async () => {
    const { transferId } = await send(PHONE);
    const { classification } = await detailOf(transferId, sender);
    const finding = { kind: 'transfer', id: transferId, index: classification.findings[0]?.index ?? -1 };
    const made = await sender.post<{ id: string; state: string }>(`${LEVELS}/exceptions/suggest`, {
      finding,
      reason: 'the number of our own switchboard',
    });
    ({ id } = made);
    expect(made.state).toBe('suggested');
    expect((await preview(PHONE)).classification.level).toBe('confidential');
    await expect(
      sender.post(`${LEVELS}/exceptions`, { finding, reason: 'I would like to', days: 10 }),
    ).rejects.toMatchObject({ status: 403 });
    await expect(
      officer.post(`${LEVELS}/exceptions`, { finding, reason: 'twice the same', days: 10 }),
    ).rejects.toMatchObject({ code: 'levels.exception_exists' });
    await officer.post(`${LEVELS}/exceptions/${id}/accept`, { reason: 'indeed our own', days: 90 });
  });

  it('does not count then, in whatever form the value stands, and the classification says whose exception that is', async () => {
    expect((await preview('Ring ＋８５３ 66123456 please.')).classification).toMatchObject({
      level: 'internal',
      persons: 0,
      counts: {},
    });
    const { transferId } = await send(PHONE);
    const { classification } = await detailOf(transferId, sender);
    expect(classification).toMatchObject({ level: 'internal', excepted: [{ id, type: 'phone', n: 1 }] });
    expect(classification.excepted[0]?.by).toBe((await officer.session()).person?.name);
    expect((await preview('Ring +853 6612 3457 please.')).classification.level).toBe('confidential');
  });

  it('says how often it was applied, in transfers and not in drafts', async () => {
    await send(`${PHONE} ${PHONE}`);
    expect(await oneOf(id)).toMatchObject({ state: 'active', applied: 3, type: 'phone' });
  });

  it('needs two officers for a document whose check digit holds', async () => {
    const finding = { kind: 'text', text: CARD, type: 'hkid', start: 4, end: 14 };
    const made = await officer.post<{ id: string; state: string }>(`${LEVELS}/exceptions`, {
      finding,
      reason: 'the specimen of the public leaflet',
      days: 30,
    });
    expect(made.state).toBe('waiting');
    expect((await preview(CARD)).classification.level).toBe('restricted');
    const confirm = { reason: 'seen the leaflet too' };
    await expect(officer.post(`${LEVELS}/exceptions/${made.id}/confirm`, confirm)).rejects.toMatchObject({
      code: 'levels.second_officer',
    });
    await second.post(`${LEVELS}/exceptions/${made.id}/confirm`, confirm);
    expect((await preview(CARD)).classification.level).toBe('internal');
    await second.post(`${LEVELS}/exceptions/${made.id}/end`, {});
    expect((await preview(CARD)).classification.level).toBe('restricted');
    await expect(second.post(`${LEVELS}/exceptions/${made.id}/end`, {})).rejects.toMatchObject({
      code: 'levels.exception_state',
    });
  });

  it('ends by itself, and with the database alone nobody can say what it was about', async () => {
    const rows = await database.sql<{ row: unknown }>(
      'select to_jsonb(finding_exception) as row from finding_exception',
    );
    expect(JSON.stringify(rows)).not.toMatch(/6612|A123456/);
    await database.sql(
      `update finding_exception set expires_at = now() - interval '1 second' where exception_id = '${id}'`,
    );
    // Reads the exceptions again.
    await set({ ...SHIPPED_POLICY, persons: [{ over: 99, level: 'restricted' }] });
    expect((await oneOf(id))?.state).toBe('expired');
    expect((await preview(PHONE)).classification.level).toBe('confidential');
    expect(await kinds()).toEqual(
      expect.arrayContaining(['exception.suggested', 'exception.set', 'exception.confirmed', 'exception.ended']),
    );
  });

  it('cannot be claimed of a text that does not have it, nor in a transfer of somebody else', async () => {
    const { transferId } = await submit(officer, { recipientIds: [recipientId], message: 'Ring +853 6655 4433.' });
    const suggest = (finding: object) =>
      sender.post(`${LEVELS}/exceptions/suggest`, { finding, reason: 'not what it seems' });
    await expect(suggest({ kind: 'transfer', id: transferId, index: 0 })).rejects.toMatchObject({ status: 404 });
    await expect(suggest({ kind: 'text', text: 'Good morning', type: 'hkid', start: 0, end: 4 })).rejects.toMatchObject(
      { code: 'levels.finding_not_found' },
    );
  });
});
