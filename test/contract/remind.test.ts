/** Reminders of approvals: within working time only, one a day, with nothing in them but a number and a link. */
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/audit-log/hash-node.ts';
import { fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { testClock } from '../../src/base/clock.ts';
import { createIds } from '../../src/base/ids.ts';
import { systemRandom } from '../../src/base/random.ts';
import { createEgressGuard } from '../../src/channels/egress-guard.ts';
import type { SandboxMessage } from '../../src/channels/port.ts';
import { createTokenCache } from '../../src/channels/tokens.ts';
import { openChannel } from '../../src/channels/registry.ts';
import { createSandboxEgress } from '../../src/channels/sandbox.ts';
import { scanForPersonalData } from '../../src/app/judgement.ts';
import { insertDelegation } from '../../src/store/tables/delegations.ts';
import type { Database } from '../../src/store/database.ts';
import { tx } from '../../src/store/transaction.ts';
import type { TransferDeps } from '../../src/transfers/deps.ts';
import { remindApprovers, reminderState } from '../../src/transfers/remind.ts';
import { type Post, sendDue } from '../../src/transfers/send-outbox.ts';
import { testWords } from '../support/channel-drafts.ts';
import { withTestDatabase } from '../support/test-database.ts';

const orgId = '01920000-0000-7000-8000-000000000001';
const tenant = { orgId, organisation: '濠江貿易有限公司', recordsRecipient: '' };
const id = (n: number): string => `01920000-0000-7000-8000-${String(n).padStart(12, '0')}`;
const [OFFICER, SECOND, SENDER, AUDITOR, GONE] = [id(11), id(12), id(13), id(14), id(15)];
/** A Wednesday in Macau, 10:30. */
const WEDNESDAY = new Date('2026-11-25T02:30:00Z');
const clock = testClock(WEDNESDAY);

let database: Awaited<ReturnType<typeof withTestDatabase>>;
let db: Database;
let settings = { reminders: true, mail: true };
const warned: object[] = [];
const left: SandboxMessage[] = [];

const deps = (): TransferDeps =>
  ({
    db,
    clock,
    random: systemRandom,
    ids: createIds(clock, systemRandom),
    sha256: nodeSha256,
    logger: { debug: () => {}, info: () => {}, error: () => {}, warn: (fields: object) => void warned.push(fields) },
    fields: {
      seal: async (_context: string, value: string | Uint8Array) => (typeof value === 'string' ? utf8(value) : value),
      open: async (_context: string, sealed: Uint8Array) => fromUtf8(sealed),
    },
    channels: {
      connections: () => (settings.mail ? [{ id: 'email', kind: 'email', jurisdiction: 'MO', sandbox: true }] : []),
    },
    jobs: { enqueue: async () => {} },
    log: { nudge: () => {} },
    settings: { publicUrl: 'https://gate.example.mo', reminders: settings.reminders, timeZone: 'Asia/Macau' },
  }) as unknown as TransferDeps;

const mail = openChannel('email', { host: 'mail.example.mo', from: 'gate@example.mo' });
const post: Post = {
  channel: () => mail,
  tokens: () => createTokenCache(),
  egress: createEgressGuard({
    egress: createSandboxEgress({ store: async (message) => (left.push(message), 'stored') }),
    allowedHosts: () => new Set(mail.hosts),
    linkPrefixes: ['https://gate.example.mo/n/', 'https://gate.example.mo/approvals'],
    ownNames: () => [tenant.organisation],
    scan: scanForPersonalData,
    record: { record: async () => {} },
  }),
  words: testWords(),
  takeToken: async () => ({ ok: true }),
  pause: async () => {},
};

async function addStaff(staffId: string, role: 'officer' | 'sender' | 'auditor', active = true): Promise<void> {
  await tx(db, (trx) =>
    trx
      .insertInto('staff')
      .values({
        org_id: orgId,
        staff_id: staffId,
        auth_user_id: null,
        name_sealed: utf8('王小明'),
        email_sealed: utf8(`p${staffId.slice(-2)}@lotus.example`),
        email_index: utf8(staffId),
        role,
        state: active ? 'active' : 'disabled',
        created_at: clock.now(),
      })
      .execute(),
  );
}

/** A held transfer that asks for approval, submitted so many hours ago. */
async function addHeld(n: number, senderId: string, hours: number, remedies: string[]): Promise<void> {
  const at = new Date(WEDNESDAY.getTime() - hours * 3_600_000);
  const objection = { ruleId: 'org.level.restricted', pack: 'org-policy', remedies };
  const decision = { outcome: 'held', remedies, objections: [objection], obligations: [], evidence: [], unknown: [] };
  await tx(db, async (trx) => {
    await trx
      .insertInto('policy_decision')
      .values({
        org_id: orgId,
        decision_id: id(1000 + n),
        transfer_id: id(500 + n),
        recipient_id: null,
        event: 'send',
        outcome: 'held',
        facts: '{}',
        decision: JSON.stringify({
          ...decision,
          trail: [],
          packs: [],
          deadline: null,
          effect: null,
          event: 'send',
          at,
        }),
        at,
      })
      .execute();
    await trx
      .insertInto('transfer')
      .values({
        org_id: orgId,
        transfer_id: id(500 + n),
        reference: `EN-0000-0000-000${n}`,
        entity_id: id(2),
        sender_id: senderId,
        state: 'held',
        level: 'restricted',
        classification: '{}',
        purpose: 'audit',
        connection: 'dingtalk',
        notice_locale: 'en',
        expires_days: 7,
        opens_max: 5,
        content_hash: utf8('content'),
        decision_id: id(1000 + n),
        created_at: at,
        granted_at: null,
        expires_at: null,
        ended_at: null,
      })
      .execute();
  });
}

const queued = async (): Promise<{ staff_id: string | null; state: string; last_error: string | null }[]> =>
  db.query.selectFrom('outbox').select(['staff_id', 'state', 'last_error']).orderBy('staff_id').execute();

beforeAll(async () => {
  database = await withTestDatabase();
  db = database.db;
  await tx(db, async (trx) => {
    const organisation = { org_id: orgId, name: tenant.organisation, locale: 'en', records_recipient: '' };
    await trx
      .insertInto('organisation')
      .values({ ...organisation, created_at: clock.now() })
      .execute();
    const entity = { org_id: orgId, entity_id: id(2), name: tenant.organisation, jurisdiction: 'MO', city: null };
    await trx
      .insertInto('legal_entity')
      .values({ ...entity, profile: '{}', created_at: clock.now() })
      .execute();
  });
  await addStaff(OFFICER, 'officer');
  await addStaff(SECOND, 'officer');
  await addStaff(SENDER, 'sender');
  await addStaff(AUDITOR, 'auditor');
  await addStaff(GONE, 'officer', false);
  await addHeld(1, SENDER, 30, ['approval:officer']);
  await addHeld(2, OFFICER, 48, ['approval:two_officer']);
  await addHeld(3, SENDER, 3, ['approval:officer']);
  await addHeld(4, SENDER, 60, ['approval:two_officer', 'basis:consent.unambiguous']);
});
afterAll(() => database.close());
beforeEach(async () => {
  clock.set(WEDNESDAY);
  settings = { reminders: true, mail: true };
  warned.length = 0;
  left.length = 0;
  await tx(db, async (trx) => {
    await trx.deleteFrom('outbox').execute();
    await trx.deleteFrom('delegation').execute();
  });
});

describe('reminders of approvals', () => {
  it('go to active officers who may answer, once a day, and say only how many there are and where', async () => {
    expect(await remindApprovers(deps(), tenant)).toBe(2);
    expect(await Promise.all([remindApprovers(deps(), tenant), remindApprovers(deps(), tenant)])).toEqual([0, 0]);
    expect((await queued()).map((row) => row.staff_id)).toEqual([OFFICER, SECOND]);
    await sendDue(deps(), post, tenant);
    expect(left.map((one) => [one.kind, one.headers['to']])).toEqual([
      ['reminder', 'p11@lotus.example'],
      ['reminder', 'p12@lotus.example'],
    ]);
    const [first, second] = await Promise.all(left.map((one) => PostalMime.parse(new Uint8Array(one.body))));
    // What the first officer sent herself is not hers to decide; what a record lifts and what is not a day old waits for nobody.
    expect(first?.text).toMatch(/^1 transfer has been waiting/);
    expect(second?.text).toMatch(/^2 transfers have been waiting/);
    expect(first?.text).toContain('https://gate.example.mo/approvals');
    const whole = left.map((one) => fromUtf8(one.body)).join() + JSON.stringify([first, second]);
    for (const secret of ['EN-0000', '王小明', 'audit', OFFICER, id(501), 'restricted'])
      expect(whole).not.toContain(secret);
    const events = await db.query.selectFrom('audit_event').select('kind').execute();
    expect(events.map((one) => one.kind)).toEqual(['reminder.sent', 'reminder.sent']);
    clock.set(new Date('2026-11-26T02:30:00Z'));
    expect(await remindApprovers(deps(), tenant)).toBe(2);
  });

  it('go to a delegate for what he may answer', async () => {
    await tx(db, (trx) =>
      insertDelegation(trx, {
        org_id: orgId,
        delegation_id: id(900),
        from_staff: SECOND,
        to_staff: SENDER,
        starts_at: new Date('2026-11-24T00:00:00Z'),
        ends_at: new Date('2026-11-27T00:00:00Z'),
        reason_sealed: utf8('x'),
        created_at: clock.now(),
        revoked_at: null,
        revoked_by: null,
      }),
    );
    expect(await remindApprovers(deps(), tenant)).toBe(3);
    const drafts = await db.query
      .selectFrom('outbox')
      .select('draft_sealed')
      .where('staff_id', '=', SENDER)
      .executeTakeFirstOrThrow();
    // Of the two only the one that he did not send himself.
    expect(JSON.parse(fromUtf8(drafts.draft_sealed ?? new Uint8Array()))).toMatchObject({ count: 1 });
  });

  it.each([
    ['before work', '2026-11-25T00:30:00Z'],
    ['after work', '2026-11-25T11:00:00Z'],
    ['on a Saturday', '2026-11-28T02:30:00Z'],
    ['on a holiday (8 December)', '2026-12-08T02:30:00Z'],
  ])('are not made %s', async (_when, at) => {
    clock.set(new Date(at));
    expect(await remindApprovers(deps(), tenant)).toBe(0);
    expect(warned).toEqual([]);
  });

  it('are not made in a year of which no calendar is known, and the log and the page say so', async () => {
    clock.set(new Date('2031-03-05T02:30:00Z'));
    expect(await remindApprovers(deps(), tenant)).toBe(0);
    expect(warned).toEqual([{ place: 'MO' }]);
    expect(await reminderState(deps(), tenant)).toBe('no_calendar');
  });

  it('are not made without mail, nor when they are switched off', async () => {
    expect(await reminderState(deps(), tenant)).toBe('on');
    settings.mail = false;
    expect([await remindApprovers(deps(), tenant), await reminderState(deps(), tenant)]).toEqual([0, 'no_mail']);
    settings = { reminders: false, mail: true };
    expect([await remindApprovers(deps(), tenant), await reminderState(deps(), tenant)]).toEqual([0, 'off']);
    expect(await queued()).toEqual([]);
  });

  it('that could not leave in time are not sent in the evening', async () => {
    clock.set(new Date('2026-11-25T09:30:00Z'));
    expect(await remindApprovers(deps(), tenant)).toBe(2);
    clock.set(new Date('2026-11-25T10:30:00Z'));
    await sendDue(deps(), post, tenant);
    expect(left).toEqual([]);
    expect((await queued()).map((row) => [row.state, row.last_error])).toEqual([
      ['dead', 'not_allowed_now'],
      ['dead', 'not_allowed_now'],
    ]);
  });
});
