/** The queue of approvals, delegation, and everything that would make one officer count as two or let a sender approve what is his. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ApprovalQueue, DelegationList, WaitingApproval } from '../../src/model/api/approvals.ts';
import type { LogEventList } from '../../src/model/api/system.ts';
import type { TransferDetail } from '../../src/model/api/transfers.ts';
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

let server: TestServer;
let database: RunningDatabase;
let ines: Officer;
let lei: StaffClient;
let ho: StaffClient;
let sou: StaffClient;
let auditor: StaffClient;
const ids = new Map<StaffClient, string>();

beforeAll(async () => {
  server = await startServer();
  ines = await setUpOrganisation(server);
  lei = await inviteAndEnrol(ines, 'officer', 'Lei Kam Man');
  ho = await inviteAndEnrol(ines, 'sender', 'Ho Chi Keong');
  sou = await inviteAndEnrol(ines, 'sender', 'Sou Wai Fong');
  auditor = await inviteAndEnrol(ines, 'auditor', 'Rui Auditor');
  for (const one of [ines, lei, ho, sou, auditor]) ids.set(one, (await one.session()).person?.id ?? '');
  database = await openRunningDatabase(server.dataDirectory);
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

const idOf = (who: StaffClient): string => ids.get(who) ?? '';
const day = (ahead: number): string =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Macau', dateStyle: 'short' }).format(
    Date.now() + ahead * 86_400_000,
  );
const delegate = (
  from: Client,
  to: StaffClient,
  over: Partial<{ startsOn: string; endsOn: string; reason: string }> = {},
): Promise<{ id: string }> =>
  from.post('/api/v1/delegations', {
    toStaffId: idOf(to),
    startsOn: day(0),
    endsOn: day(2),
    reason: 'on leave',
    ...over,
  });
const answer = (
  who: Client,
  transferId: string,
  onBehalfOf: StaffClient | null = null,
  outcome: 'approved' | 'declined' = 'approved',
): Promise<{ state: string }> =>
  who.post(`/api/v1/transfers/${transferId}/approval`, {
    outcome,
    reason: 'checked',
    onBehalfOf: onBehalfOf === null ? null : idOf(onBehalfOf),
  });
const detail = (who: Client, transferId: string): Promise<TransferDetail> =>
  who.get<TransferDetail>(`/api/v1/transfers/${transferId}`);
const queue = async (who: Client): Promise<WaitingApproval[]> =>
  (await who.get<ApprovalQueue>('/api/v1/approvals')).waiting;
const seenBy = async (who: Client, transferId: string): Promise<WaitingApproval | undefined> =>
  (await queue(who)).find((one) => one.transferId === transferId);

/** For an authority: two officers have to agree. */
async function forTwoOfficers(sender: StaffClient = ho): Promise<string> {
  const recipient = await addRecipient(sender, { jurisdiction: 'MO', kind: 'authority_local' });
  const made = await submit(sender, { recipientIds: [recipient.id], purpose: 'regulatory' });
  expect(made.state).toBe('held');
  return made.transferId;
}

describe('the queue', () => {
  it('shows what waits, oldest first, with what is asked and who may answer', async () => {
    const first = await forTwoOfficers();
    const second = await forTwoOfficers(sou);
    const seen = await queue(ines);
    expect(seen.map((one) => one.transferId).slice(-2)).toEqual([first, second]);
    expect(await seenBy(ines, first)).toMatchObject({
      sender: 'Ho Chi Keong',
      asks: 'two_officer',
      missing: 2,
      destinations: ['MO'],
      own: false,
      answerAs: [{ officerId: null, name: 'Inês Ferreira' }],
    });
    // A sender sees his own and cannot answer it; an auditor sees all and answers nothing.
    expect(await seenBy(ho, first)).toMatchObject({ own: true, answerAs: [] });
    expect(await seenBy(ho, second)).toBeUndefined();
    expect(await seenBy(auditor, first)).toMatchObject({ answerAs: [] });
    expect((await answer(ines, first)).state).toBe('held');
    expect(await seenBy(lei, first)).toMatchObject({ missing: 1, approvals: [{ by: 'Inês Ferreira', counts: true }] });
    expect(await seenBy(ines, first)).toMatchObject({ missing: 1, answerAs: [] });
    expect((await answer(lei, first)).state).toBe('granted');
    expect(await seenBy(ines, first)).toBeUndefined();
  });

  it('tells what waits for officers from what somebody else may lift', async () => {
    const recipient = await addRecipient(ho, { jurisdiction: 'HK', kind: 'controller' });
    const { transferId } = await submit(ho, {
      recipientIds: [recipient.id],
      message: '李先生：聯絡電話 +853 6612 3456。',
      purpose: 'contract_performance',
    });
    expect((await detail(ho, transferId)).state).toBe('held');
    expect(await seenBy(ines, transferId)).toMatchObject({ asks: 'two_officer', required: false });
    expect(await seenBy(ines, await forTwoOfficers())).toMatchObject({ required: true });
  });
});

describe('a delegate', () => {
  it('answers in the name of the officer who let him, and every page and the log say so', async () => {
    const transferId = await forTwoOfficers();
    await expect(detail(sou, transferId)).rejects.toMatchObject({ status: 404 });
    await expect(answer(sou, transferId, ines)).rejects.toMatchObject({ status: 404 });
    const { id } = await delegate(ines, sou);
    expect(await seenBy(sou, transferId)).toMatchObject({
      answerAs: [{ officerId: idOf(ines), name: 'Inês Ferreira' }],
    });
    expect((await detail(sou, transferId)).may).toMatchObject({ approve: true, recordBasis: false, withdraw: false });
    expect((await answer(sou, transferId, ines)).state).toBe('held');
    expect((await detail(sou, transferId)).approvals).toMatchObject([
      { by: 'Sou Wai Fong', onBehalfOf: 'Inês Ferreira', counts: true },
    ]);
    expect((await answer(lei, transferId)).state).toBe('granted');
    const { events } = await ines.get<LogEventList>('/api/v1/log/events');
    expect(events.map((one) => one.kind)).toContain('delegation.given');
    const given = events.find((one) => one.kind === 'transfer.approved' && one.actor === 'Sou Wai Fong');
    expect(given).toMatchObject({ onBehalfOf: 'Inês Ferreira' });
    expect((await detail(ho, transferId)).timeline).toContainEqual(
      expect.objectContaining({ kind: 'transfer.approved', actor: 'Sou Wai Fong', onBehalfOf: 'Inês Ferreira' }),
    );
    await ines.post(`/api/v1/delegations/${id}/revoke`, {});
  });

  it('is one officer together with the one who let him, in either order', async () => {
    const { id } = await delegate(ines, sou);
    const one = await forTwoOfficers();
    await answer(ines, one);
    await expect(answer(sou, one, ines)).rejects.toMatchObject({ status: 404 });
    expect((await detail(ines, one)).state).toBe('held');
    const other = await forTwoOfficers();
    await answer(sou, other, ines);
    // The officer's own word takes the place of what was said in her name; it is still one officer.
    expect((await answer(ines, other)).state).toBe('held');
    expect(await seenBy(lei, other)).toMatchObject({ missing: 1 });
    await expect(answer(ines, other)).rejects.toMatchObject({ code: 'transfer.already_answered' });
    await ines.post(`/api/v1/delegations/${id}/revoke`, {});
  });

  it('of two officers is one person', async () => {
    const made = [await delegate(ines, sou), await delegate(lei, sou)];
    const transferId = await forTwoOfficers();
    expect((await answer(sou, transferId, ines)).state).toBe('held');
    await expect(answer(sou, transferId, lei)).rejects.toMatchObject({ code: 'transfer.already_answered' });
    expect((await answer(lei, transferId)).state).toBe('granted');
    for (const { id } of made) await ines.post(`/api/v1/delegations/${id}/revoke`, {});
  });

  it('does not answer for what he sent himself, nor for what the officer sent who let him', async () => {
    const toSender = await delegate(ines, ho);
    const own = await forTwoOfficers(ho);
    await expect(answer(ho, own, ines)).rejects.toMatchObject({ status: 403, code: 'transfer.self_approval' });
    await expect(answer(ho, own)).rejects.toMatchObject({ status: 403, code: 'transfer.self_approval' });
    const hers = await forTwoOfficers(ines);
    await expect(answer(ho, hers, ines)).rejects.toMatchObject({ status: 404 });
    await expect(answer(ines, hers)).rejects.toMatchObject({ code: 'transfer.self_approval' });
    // With another delegation he may look, and still not speak for the sender.
    const second = await delegate(lei, ho);
    await expect(answer(ho, hers, ines)).rejects.toMatchObject({ status: 403, code: 'transfer.self_approval' });
    expect((await answer(ho, hers, lei)).state).toBe('held');
    for (const { id } of [toSender, second]) await ines.post(`/api/v1/delegations/${id}/revoke`, {});
    expect(await database.sql('select 1 from approval where transfer_id = $1', [own])).toEqual([]);
  });

  it('has no word of his own, before the first day, after the last, and once it is revoked', async () => {
    const transferId = await forTwoOfficers();
    const { id } = await delegate(ines, sou);
    await expect(answer(sou, transferId)).rejects.toMatchObject({ status: 403, code: 'transfer.not_delegated' });
    await expect(answer(sou, transferId, lei)).rejects.toMatchObject({ code: 'transfer.not_delegated' });
    const shift = (hours: number): Promise<unknown> =>
      database.sql(
        `update delegation set starts_at = starts_at + $2 * interval '1 hour', ends_at = ends_at + $2 * interval '1 hour' where delegation_id = $1`,
        [id, hours],
      );
    for (const hours of [400, -800]) {
      await shift(hours);
      await expect(answer(sou, transferId, ines)).rejects.toMatchObject({ status: 404 });
      expect(await seenBy(sou, transferId)).toBeUndefined();
    }
    await shift(400);
    expect(await seenBy(sou, transferId)).toBeDefined();
    await lei.post(`/api/v1/delegations/${id}/revoke`, {});
    await expect(answer(sou, transferId, ines)).rejects.toMatchObject({ status: 404 });
    await expect(ines.post(`/api/v1/delegations/${id}/revoke`, {})).rejects.toMatchObject({ code: 'delegation.ended' });
  });

  it('speaks for nobody who is no longer an active officer', async () => {
    const leaving = await inviteAndEnrol(ines, 'officer', 'Chan Leaving');
    ids.set(leaving, (await leaving.session()).person?.id ?? '');
    await delegate(leaving, sou);
    const transferId = await forTwoOfficers();
    expect((await seenBy(sou, transferId))?.answerAs).toEqual([{ officerId: idOf(leaving), name: 'Chan Leaving' }]);
    await ines.post(`/api/v1/staff/${idOf(leaving)}/disable`, {});
    expect(await seenBy(sou, transferId)).toBeUndefined();
    await expect(answer(sou, transferId, leaving)).rejects.toMatchObject({ status: 404 });
  });

  it('answers once when two answers in the same name arrive at the same moment', async () => {
    const { id } = await delegate(ines, sou);
    const other = await delegate(ines, ho);
    const transferId = await forTwoOfficers(lei);
    const both = await Promise.allSettled([answer(sou, transferId, ines), answer(ho, transferId, ines)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await seenBy(ines, transferId)).toMatchObject({ missing: 1 });
    for (const one of [id, other.id]) await ines.post(`/api/v1/delegations/${one}/revoke`, {});
  });
});

describe('a delegation', () => {
  it('is given by officers, to active senders and officers, for at most thirty days from today on', async () => {
    const bad = { status: 400, code: 'delegation.bad_days' };
    await expect(delegate(ines, sou, { endsOn: day(30) })).rejects.toMatchObject(bad);
    await expect(delegate(ines, sou, { startsOn: day(-1) })).rejects.toMatchObject(bad);
    await expect(delegate(ines, sou, { startsOn: day(3) })).rejects.toMatchObject(bad);
    await expect(delegate(ines, sou, { startsOn: day(120), endsOn: day(121) })).rejects.toMatchObject(bad);
    await expect(delegate(ines, auditor)).rejects.toMatchObject({ code: 'delegation.not_possible' });
    await expect(delegate(ines, ines)).rejects.toMatchObject({ code: 'delegation.not_possible' });
    await expect(delegate(ho, sou)).rejects.toMatchObject({ status: 403, code: 'access.not_permitted' });
    await expect(delegate(auditor, sou)).rejects.toMatchObject({ status: 403 });
    await expect(delegate(ines, sou, { reason: ' ' })).rejects.toMatchObject({ status: 400 });
  });

  it('is seen by officers and by those whom it names', async () => {
    const { id } = await delegate(ines, sou, { startsOn: day(1), reason: '放年假' });
    const seen = async (who: Client) =>
      (await who.get<DelegationList>('/api/v1/delegations')).delegations.find((one) => one.id === id);
    expect(await seen(lei)).toMatchObject({ state: 'planned', reason: '放年假', mayRevoke: true });
    expect(await seen(sou)).toMatchObject({ from: { name: 'Inês Ferreira' }, mayRevoke: false });
    expect(await seen(ho)).toBeUndefined();
    expect(await seen(auditor)).toBeUndefined();
    const rows = await database.sql<{ row: string }>('select d::text as row from delegation d');
    expect(rows.map(({ row }) => row).join()).not.toContain('放年假');
    await ines.post(`/api/v1/delegations/${id}/revoke`, {});
  });
});

describe('an approval', () => {
  it('counts until its end, and can be given anew after it', async () => {
    const transferId = await forTwoOfficers();
    await answer(ines, transferId);
    await database.sql(`update approval set valid_until = now() - interval '1 minute' where transfer_id = $1`, [
      transferId,
    ]);
    expect(await seenBy(ines, transferId)).toMatchObject({ missing: 2, answerAs: [{ officerId: null }] });
    expect((await answer(lei, transferId)).state).toBe('held');
    expect((await answer(ines, transferId)).state).toBe('granted');
    expect((await detail(ines, transferId)).approvals.map((one) => one.counts)).toEqual([false, true, true]);
  });

  it('is void for other content, and does not keep the officer from looking again', async () => {
    const transferId = await forTwoOfficers();
    await answer(ines, transferId);
    await database.sql('update transfer set content_hash = sha256(content_hash) where transfer_id = $1', [transferId]);
    expect((await answer(lei, transferId)).state).toBe('held');
    expect((await answer(ines, transferId)).state).toBe('granted');
  });

  it('replayed changes nothing', async () => {
    const transferId = await forTwoOfficers();
    await answer(ines, transferId);
    const again = await Promise.allSettled([answer(ines, transferId), answer(ines, transferId)]);
    expect(again.map((one) => one.status)).toEqual(['rejected', 'rejected']);
    expect(await database.sql('select 1 from approval where transfer_id = $1', [transferId])).toHaveLength(1);
  });

  it('declined in the name of an officer ends the transfer', async () => {
    const { id } = await delegate(ines, sou);
    const transferId = await forTwoOfficers();
    expect((await answer(sou, transferId, ines, 'declined')).state).toBe('refused');
    await ines.post(`/api/v1/delegations/${id}/revoke`, {});
  });
});
