/** From the first decision to the notice and to its failures, against stand-ins for DingTalk and the mail server. */
import { sleep } from '../../src/base/retry.ts';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
import type { FakeDingtalkOptions } from '../support/fake-dingtalk.ts';
import {
  addRecipient,
  type Client,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
  submit,
  waitFor,
} from '../support/flows.ts';
import { type Outside, startOutside } from '../support/outside.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { startServer, type TestServer } from '../support/server.ts';

/** Read by the stand-in at every request. */
const dingtalk: { -readonly [K in keyof FakeDingtalkOptions]: FakeDingtalkOptions[K] } = {};
const TOKEN = 'robottoken0000';

let outside: Outside;
let server: TestServer;
let database: RunningDatabase;
let officer: Officer;
let second: StaffClient;
let sender: StaffClient;

beforeAll(async () => {
  outside = await startOutside(dingtalk);
  server = await startServer(outside.settings(TOKEN));
  officer = await setUpOrganisation(server);
  second = await inviteAndEnrol(officer, 'officer');
  sender = await inviteAndEnrol(officer, 'sender');
  database = await openRunningDatabase(server.dataDirectory);
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
  await outside.close();
});
beforeEach(() => release());

/** No notice leaves until `release`, as when the vendor asked for a pause. */
async function hold(): Promise<void> {
  await database.sql(
    `insert into rate_bucket (org_id, bucket, tokens, at) select org_id, 'dingtalk', -1, now() from organisation on conflict do nothing`,
  );
  await database.sql(`update rate_bucket set paused_until = now() + interval '1 hour'`);
}

async function release(): Promise<void> {
  await database.sql('update rate_bucket set paused_until = null, tokens = -1');
  await database.sql(`update outbox set next_at = now() where state = 'pending'`);
}

const detail = (transferId: string, who: Client = sender): Promise<TransferDetail> =>
  who.get<TransferDetail>(`/api/v1/transfers/${transferId}`);
const lift = (transferId: string, bases: readonly string[], filings: readonly string[]): Promise<{ state: string }> =>
  sender.post(`/api/v1/transfers/${transferId}/basis`, { bases, filings, necessary: true, evidence: 'file 7' });
const answer = (
  who: Client,
  transferId: string,
  outcome: 'approved' | 'declined' = 'approved',
): Promise<{ state: string }> => who.post(`/api/v1/transfers/${transferId}/approval`, { outcome, reason: 'checked' });
const rules = async (transferId: string): Promise<string[]> =>
  ((await detail(transferId)).decision?.objections ?? []).map((one) => one.ruleId);

/** The partner's telephone number to Hong Kong: article 19 has something to say. */
async function crossing(): Promise<{ transferId: string; reference: string }> {
  const recipient = await addRecipient(sender, { jurisdiction: 'HK', kind: 'controller' });
  const made = await submit(sender, {
    recipientIds: [recipient.id],
    message: '李先生：聯絡電話 +853 6612 3456。',
    purpose: 'contract_performance',
  });
  expect(made.state).toBe('held');
  return made;
}

/** For an authority: two officers have to agree. */
async function forTwoOfficers(): Promise<{ transferId: string; reference: string }> {
  const recipient = await addRecipient(sender, { jurisdiction: 'MO', kind: 'authority_local' });
  const made = await submit(sender, { recipientIds: [recipient.id], purpose: 'regulatory' });
  expect(made.state).toBe('held');
  return made;
}

const noticesOf = (reference: string): number =>
  outside.dingtalk.delivered.filter((one) => JSON.stringify(one.body).includes(reference)).length;
const outboxOf = async (transferId: string): Promise<Record<string, unknown>[]> =>
  database.sql('select state, last_error, attempt, draft_sealed is null as wiped from outbox where transfer_id = $1', [
    transferId,
  ]);
const grantsOf = async (transferId: string): Promise<number> =>
  (await database.sql('select 1 from object_grant where transfer_id = $1', [transferId])).length;
const waitForOutbox = (transferId: string, state: string): Promise<Record<string, unknown>> =>
  waitFor(`an outbox row that is ${state}`, async () =>
    (await outboxOf(transferId)).find((row) => row['state'] === state),
  );

describe('a held transfer', () => {
  it('is granted when the basis and the notice to the bureau are on record, and not a step earlier', async () => {
    const { transferId, reference } = await crossing();
    expect(await rules(transferId)).toContain('mo.xfer.default');
    expect([await grantsOf(transferId), await outboxOf(transferId)]).toEqual([0, []]);
    expect((await lift(transferId, ['consent.unambiguous'], [])).state).toBe('held');
    expect(await rules(transferId)).not.toContain('mo.xfer.default');
    expect(await rules(transferId)).toContain('mo.xfer.20-1');
    expect([await grantsOf(transferId), await outboxOf(transferId), noticesOf(reference)]).toEqual([0, [], 0]);
    expect((await lift(transferId, [], ['mo_art20_notice'])).state).toBe('granted');
    await waitForOutbox(transferId, 'sent');
    expect(noticesOf(reference)).toBe(1);
    const { timeline } = await detail(transferId);
    const order = timeline.map((one) => one.kind);
    expect(order.filter((kind) => kind === 'transfer.decided')).toHaveLength(3);
    expect(order.indexOf('transfer.granted')).toBeGreaterThan(order.lastIndexOf('basis.recorded'));
    expect(order.indexOf('notice.sent')).toBeGreaterThan(order.indexOf('transfer.granted'));
  });

  it('is refused for good when an officer declines, and nothing of it is left to open', async () => {
    const { transferId, reference } = await crossing();
    expect((await answer(officer, transferId, 'declined')).state).toBe('refused');
    await expect(answer(second, transferId)).rejects.toMatchObject({ status: 409, code: 'transfer.wrong_state' });
    await expect(lift(transferId, ['consent.unambiguous'], ['mo_art20_notice'])).rejects.toMatchObject({ status: 409 });
    expect([await grantsOf(transferId), await outboxOf(transferId), noticesOf(reference)]).toEqual([0, [], 0]);
  });

  it('can be withdrawn by its sender, and then by nobody be lifted', async () => {
    const { transferId, reference } = await crossing();
    expect((await detail(transferId)).may.withdraw).toBe(true);
    await expect(sender.post(`/api/v1/transfers/${transferId}/revoke`, {})).rejects.toMatchObject({ status: 409 });
    await sender.post(`/api/v1/transfers/${transferId}/withdraw`, {});
    expect((await detail(transferId)).state).toBe('withdrawn');
    await expect(lift(transferId, ['consent.unambiguous'], ['mo_art20_notice'])).rejects.toMatchObject({
      code: 'transfer.wrong_state',
    });
    await expect(answer(officer, transferId)).rejects.toMatchObject({ code: 'transfer.wrong_state' });
    expect([await grantsOf(transferId), noticesOf(reference)]).toEqual([0, 0]);
  });

  it('needs two different officers where the rule says two', async () => {
    const { transferId } = await forTwoOfficers();
    expect((await answer(officer, transferId)).state).toBe('held');
    await expect(answer(officer, transferId)).rejects.toMatchObject({ status: 409, code: 'transfer.already_answered' });
    expect((await answer(second, transferId)).state).toBe('granted');
  });

  it('counts only approvals of exactly this content', async () => {
    const { transferId } = await forTwoOfficers();
    await answer(officer, transferId);
    await database.sql('update approval set content_hash = sha256(content_hash) where transfer_id = $1', [transferId]);
    expect((await answer(second, transferId)).state).toBe('held');
    const third = await inviteAndEnrol(officer, 'officer');
    expect((await answer(third, transferId)).state).toBe('granted');
  });

  it('is decided once when two officers answer at the same moment', async () => {
    const { transferId, reference } = await forTwoOfficers();
    const states = await Promise.all([answer(officer, transferId), answer(second, transferId)]);
    expect(states.map((one) => one.state).sort()).toEqual(['granted', 'held']);
    await waitForOutbox(transferId, 'sent');
    expect([await outboxOf(transferId), noticesOf(reference)]).toMatchObject([[{ state: 'sent' }], 1]);
  });

  it('is decided by its strictest recipient', async () => {
    const near = await addRecipient(sender, { jurisdiction: 'MO', kind: 'controller' });
    const far = await addRecipient(sender, { jurisdiction: 'CN', kind: 'controller' });
    const what = {
      message: '李先生：聯絡電話 +853 6612 3456。',
      purpose: 'contract_performance' as const,
      basis: { bases: ['consent.unambiguous' as const], filings: [], necessary: true, evidence: '' },
    };
    expect((await submit(sender, { ...what, recipientIds: [near.id] })).state).toBe('granted');
    const both = await submit(sender, { ...what, recipientIds: [near.id, far.id] });
    expect([both.state, await grantsOf(both.transferId)]).toEqual(['held', 0]);
  });
});

/** Long enough for the sweep to have looked twice: what rests is not even claimed. */
async function stillWaiting(transferId: string): Promise<void> {
  await sleep(2500);
  expect(await outboxOf(transferId)).toMatchObject([{ state: 'pending', attempt: 0 }]);
}

describe('a notice that waits', () => {
  it('is never sent when its transfer was revoked meanwhile', async () => {
    await hold();
    const recipient = await addRecipient(sender);
    const { transferId, reference } = await submit(sender, { recipientIds: [recipient.id] });
    await stillWaiting(transferId);
    await sender.post(`/api/v1/transfers/${transferId}/revoke`, {});
    const requests = outside.dingtalk.requests();
    await release();
    const after = await submit(sender, { recipientIds: [recipient.id] });
    await waitForOutbox(after.transferId, 'sent');
    expect(await outboxOf(transferId)).toMatchObject([{ state: 'dead', last_error: 'transfer.ended', wiped: true }]);
    expect([outside.dingtalk.requests() - requests, noticesOf(reference)]).toEqual([1, 0]);
    await expect(sender.post(`/api/v1/transfers/${transferId}/resend`, {})).rejects.toMatchObject({ status: 409 });
  });

  it('is decided again at its moment', async () => {
    await hold();
    const { transferId, reference } = await forTwoOfficers();
    await answer(officer, transferId);
    expect((await answer(second, transferId)).state).toBe('granted');
    // What allowed it is gone: nothing in the product does this, but a rule that begins to apply would look the same.
    await database.sql('delete from approval where transfer_id = $1', [transferId]);
    await database.sql(
      `update transfer set level = 'restricted', classification = jsonb_set(classification, '{level}', '"restricted"') where transfer_id = $1`,
      [transferId],
    );
    await release();
    expect(await waitForOutbox(transferId, 'dead')).toMatchObject({ last_error: 'not_allowed_now' });
    expect(noticesOf(reference)).toBe(0);
    expect((await detail(transferId)).timeline.map((one) => one.kind)).toContain('notice.failed');
  });
});

describe('DingTalk says no', () => {
  it('310000: the notice is a dead letter with its reason, and is sent when somebody repaired the robot and asks again', async () => {
    dingtalk.keyword = '沒有這個詞';
    const recipient = await addRecipient(sender);
    const { transferId, reference } = await submit(sender, { recipientIds: [recipient.id] });
    expect(await waitForOutbox(transferId, 'dead')).toMatchObject({
      last_error: 'dingtalk.security_keyword',
      attempt: 1,
      wiped: true,
    });
    const failed = await detail(transferId);
    expect([failed.state, failed.may.resend, failed.notices[0]?.lastError]).toEqual([
      'granted',
      true,
      'dingtalk.security_keyword',
    ]);
    delete dingtalk.keyword;
    expect(await sender.post(`/api/v1/transfers/${transferId}/resend`, {})).toEqual({ notices: 1 });
    await waitForOutbox(transferId, 'sent');
    expect(noticesOf(reference)).toBe(1);
    expect(await sender.post(`/api/v1/transfers/${transferId}/resend`, {})).toEqual({ notices: 0 });
  });

  it('130101: the notice waits, and so do all others of the robot, without another request', async () => {
    const body = JSON.stringify({ msgtype: 'text', text: { content: 'x' } });
    const headers = { 'content-type': 'application/json' };
    for (let i = 0; i < 21; i += 1) {
      const flood = await fetch(`${outside.dingtalk.baseUrl}/robot/send?access_token=${TOKEN}`, {
        method: 'POST',
        headers,
        body,
      });
      await flood.arrayBuffer();
    }
    const recipient = await addRecipient(sender);
    const first = await submit(sender, { recipientIds: [recipient.id] });
    await waitFor('the refusal', async () =>
      (await outboxOf(first.transferId)).find((row) => row['last_error'] === 'dingtalk.too_fast'),
    );
    const [bucket] = await database.sql<{ minutes: number }>(
      `select extract(epoch from paused_until - now())::float / 60 as minutes from rate_bucket where bucket = 'dingtalk'`,
    );
    expect(bucket?.minutes).toBeGreaterThan(9);
    const requests = outside.dingtalk.requests();
    const other = await submit(sender, { recipientIds: [recipient.id] });
    await stillWaiting(other.transferId);
    expect(outside.dingtalk.requests()).toBe(requests);
    expect(await outboxOf(other.transferId)).toMatchObject([{ state: 'pending', attempt: 0, wiped: false }]);
    // Eleven minutes later.
    dingtalk.now = () => Date.now() + 11 * 60_000;
    await release();
    await waitForOutbox(first.transferId, 'sent');
    await waitForOutbox(other.transferId, 'sent');
    expect([noticesOf(first.reference), noticesOf(other.reference)]).toEqual([1, 1]);
  });
});
