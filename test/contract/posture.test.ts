/** The check of the setup: what DingTalk answers, what people answer, what changed; on a real database, with a stand-in for the answers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeSha256 } from '../../src/audit-log/hash-node.ts';
import { fromUtf8, utf8 } from '../../src/base/bytes.ts';
import { testClock } from '../../src/base/clock.ts';
import { createIds } from '../../src/base/ids.ts';
import { systemRandom } from '../../src/base/random.ts';
import { DAY } from '../../src/base/units.ts';
import { scanForPersonalData } from '../../src/app/judgement.ts';
import { createEgressGuard } from '../../src/channels/egress-guard.ts';
import type { ControlRequest, Egress, HttpEgressAnswer } from '../../src/channels/port.ts';
import { openChannel } from '../../src/channels/registry.ts';
import { createTokenCache } from '../../src/channels/tokens.ts';
import { answerPosture } from '../../src/governance/posture/answer.ts';
import { CHECKS } from '../../src/governance/posture/checks.ts';
import type { PostureDeps } from '../../src/governance/posture/deps.ts';
import { readPosture } from '../../src/governance/posture/read.ts';
import { runPosture, runWeekly } from '../../src/governance/posture/run.ts';
import type { Posture } from '../../src/model/api/posture.ts';
import { CHECK_IDS, type CheckId } from '../../src/model/posture.ts';
import { insertOrganisation } from '../../src/store/tables/organisation.ts';
import type { Database } from '../../src/store/database.ts';
import { tx } from '../../src/store/transaction.ts';
import { withTestDatabase } from '../support/test-database.ts';

const orgId = '01920000-0000-7000-8000-000000000001';
const tenant = { orgId, organisation: 'Lótus', recordsRecipient: '' };
const OFFICER = { kind: 'staff', id: '01920000-0000-7000-8000-00000000000f', role: 'officer' } as const;
const clock = testClock(new Date('2026-11-20T00:00:00Z'));
const SECRET = 'appsecret-0123456789';
let database: Awaited<ReturnType<typeof withTestDatabase>>;
let db: Database;

/** What DingTalk is asked, and what it says: by path, and for counts by the body. */
const asked: { readonly path: string; readonly text: string }[] = [];
let answers: Record<string, { readonly status?: number; readonly body: unknown }> = {};

const egress: Egress = {
  http: async () => ({ kind: 'failed', why: 'unreachable', maybeSent: false }),
  smtp: async () => ({ kind: 'failed', why: 'unreachable', maybeSent: false }),
  control: async (request: ControlRequest): Promise<HttpEgressAnswer> => {
    const path = new URL(request.url).pathname;
    const text = request.body === undefined ? '' : fromUtf8(request.body);
    asked.push({ path, text: `${request.url} ${JSON.stringify(request.query)} ${text}` });
    const key = path === '/topapi/user/count' ? `${path} ${text}` : path;
    const { status = 200, body } = answers[key] ?? { status: 500, body: {} };
    return {
      kind: 'answered',
      status,
      headers: {},
      body: utf8(typeof body === 'string' ? body : JSON.stringify(body)),
    };
  },
};
const app = openChannel('dingtalk_app', { mode: 'work_notice', agentId: 42, appKey: 'dingkey0001', appSecret: SECRET });
const blocked: string[] = [];
const guarded = createEgressGuard({
  egress,
  allowedHosts: () => new Set(app.hosts),
  linkPrefixes: [],
  ownNames: () => [],
  scan: scanForPersonalData,
  record: { record: async () => {} },
  onBlocked: ({ why }) => void blocked.push(why),
});

const deps = (over: Partial<PostureDeps['installation']> = {}, channel: typeof app | undefined = app): PostureDeps =>
  ({
    db,
    clock,
    random: systemRandom,
    ids: createIds(clock, systemRandom),
    sha256: nodeSha256,
    log: { nudge: () => {} },
    fields: {
      seal: async (context: string, value: string | Uint8Array) =>
        typeof value === 'string' ? utf8(`${context}|${value}`) : value,
      open: async (context: string, sealed: Uint8Array) => {
        const text = fromUtf8(sealed);
        if (!text.startsWith(`${context}|`)) throw new Error('another place');
        return text.slice(context.length + 1);
      },
    },
    post: { egress: guarded, tokens: () => createTokenCache() },
    connections: async () => [
      {
        id: 'c-app',
        kind: 'dingtalk_app',
        label: 'App',
        source: 'added',
        state: 'active',
        channel,
        problem: undefined,
      },
    ],
    installation: { sandbox: false, gatewayTls: null, weekly: true, ...over },
  }) as unknown as PostureDeps;

const read = (over?: Partial<PostureDeps['installation']>): Promise<Posture> =>
  readPosture(deps(over), tenant, async (ids) => new Map(ids.map((id) => [id, 'Inês'])));
const check = async (id: CheckId): Promise<Posture['checks'][number]> => {
  const found = (await read()).checks.find((one) => one.id === id);
  if (found === undefined) throw new Error(id);
  return found;
};

const TOKEN = { '/v1.0/oauth2/accessToken': { body: { accessToken: 'token-1', expireIn: 7200 } } };
const GOOD = {
  ...TOKEN,
  '/topapi/user/listadmin': {
    body: {
      errcode: 0,
      result: [
        { userid: 'manager4711', sys_level: 1 },
        { userid: 'lei', sys_level: 2 },
      ],
    },
  },
  '/topapi/user/count {"only_active":false}': { body: { errcode: 0, result: { count: 100 } } },
  '/topapi/user/count {"only_active":true}': { body: { errcode: 0, result: { count: 97 } } },
  '/auth/scopes': {
    body: {
      errcode: 0,
      auth_user_field: ['name', 'userid'],
      auth_org_scopes: { authed_dept: [7, 8], authed_user: ['lei'] },
    },
  },
  '/microapp/list': {
    body: {
      errcode: 0,
      appList: [
        { name: 'CRM', appStatus: 1, isSelf: true },
        { name: 'X', appStatus: 0, isSelf: false },
      ],
    },
  },
  '/v1.0/exclusive/fileAuditLogs': { body: { list: [{ operatorName: '王小明', resource: '薪酬.xlsx' }] } },
};

beforeAll(async () => {
  database = await withTestDatabase();
  db = database.db;
  await tx(db, (trx) =>
    insertOrganisation(trx, { id: orgId, name: 'Lótus', locale: 'en', recordsRecipient: '' }, clock.now()),
  );
});
afterAll(() => database.close());

describe('the table of checks', () => {
  it('has every check with grounds and a source, but for what is read here', () => {
    expect(Object.keys(CHECKS).sort()).toEqual([...CHECK_IDS].sort());
    for (const [id, { source, grounds }] of Object.entries(CHECKS)) {
      expect([id, source === null]).toEqual([id, id.startsWith('own_')]);
      if (source !== null) expect(grounds.length, id).toBeGreaterThan(0);
    }
  });
});

describe('a run', () => {
  it('reads counts and switches, keeps nobody’s data, and says who ran it', async () => {
    answers = GOOD;
    await runPosture(deps(), tenant, OFFICER, 'c-app');
    expect(blocked).toEqual([]);
    const found = (id: CheckId) => check(id).then(({ standing, result, detail }) => ({ standing, result, detail }));
    expect(await found('admins')).toEqual({ standing: 'good', result: 'good', detail: { main: 1, others: 1 } });
    expect(await found('members_inactive')).toEqual({
      standing: 'good',
      result: 'good',
      detail: { members: 100, active: 97 },
    });
    expect((await found('app_scopes')).detail).toEqual({
      wholeOrganisation: false,
      departments: 2,
      persons: 1,
      contactFields: 0,
    });
    expect(await found('apps')).toEqual({
      standing: 'answer',
      result: 'asked',
      detail: { apps: 2, inUse: 1, notOwn: 1 },
    });
    expect((await found('audit_log')).detail).toEqual({ kept: true });
    const rows = await db.query.selectFrom('posture_finding').selectAll().execute();
    expect(JSON.stringify(rows)).not.toMatch(/manager4711|王小明|薪酬|lei|CRM/);
    const { runs } = await read();
    expect(runs[0]).toMatchObject({ by: 'Inês', connection: 'c-app' });
    expect(rows).toHaveLength(CHECK_IDS.length);
    const events = await db.query.selectFrom('audit_event').select('kind').execute();
    expect(events.map(({ kind }) => kind)).toEqual(['posture.run']);
    expect(asked.some(({ text }) => text.includes(SECRET) && !text.includes('oauth2'))).toBe(false);
  });

  it('finds what is too much, and says that it got worse', async () => {
    clock.advance(DAY);
    answers = {
      ...GOOD,
      '/topapi/user/listadmin': { body: { errcode: 0, result: Array.from({ length: 9 }, () => ({ sys_level: 2 })) } },
      '/topapi/user/count {"only_active":true}': { body: { errcode: 0, result: { count: 60 } } },
      '/auth/scopes': { body: { errcode: 0, auth_user_field: ['mobile'], auth_org_scopes: { authed_dept: [1] } } },
    };
    await runPosture(deps(), tenant, OFFICER, null);
    for (const id of ['admins', 'members_inactive', 'app_scopes'] as const)
      expect(await check(id)).toMatchObject({ standing: 'fix', changed: 'worse' });
    expect((await read()).checks[0]?.standing).toBe('fix');
    expect((await read()).checks.at(-1)?.standing).toBe('good');
  });

  it.each([
    [
      'not permitted',
      { body: { errcode: 88, sub_code: '60011', errmsg: 'no' } },
      'asked',
      { why: 'not_permitted', grant: 'qyapi_get_member' },
    ],
    [
      'another fault',
      { body: { errcode: 90018, errmsg: '13800138000' } },
      'unknown',
      { why: 'dingtalk.errcode_90018' },
    ],
    ['a page', { body: '<html>' }, 'unknown', { why: 'dingtalk.not_dingtalk' }],
    ['something else', { body: { errcode: 0, result: { list: [] } } }, 'unknown', { why: 'dingtalk.unknown_answer' }],
    [
      'far too much',
      { body: { errcode: 0, result: Array.from({ length: 10_001 }, () => ({ sys_level: 2 })) } },
      'unknown',
      { why: 'dingtalk.unknown_answer' },
    ],
    ['nobody', { body: { errcode: 0, result: [] } }, 'asked', { main: 0, others: 0 }],
  ])('asks a person when the answer is %s', async (_name, answer, result, detail) => {
    clock.advance(DAY);
    answers = { ...GOOD, '/topapi/user/listadmin': answer };
    await runPosture(deps(), tenant, OFFICER, null);
    expect(await check('admins')).toMatchObject({ standing: 'answer', result, detail });
  });

  it('asks for what has to be granted, in the words of the newer interface too', async () => {
    clock.advance(DAY);
    answers = {
      ...GOOD,
      '/v1.0/exclusive/fileAuditLogs': {
        status: 403,
        body: { code: 'Forbidden.AccessDenied.AccessTokenPermissionDenied' },
      },
    };
    await runPosture(deps(), tenant, OFFICER, null);
    expect((await check('audit_log')).detail).toEqual({ why: 'not_permitted', grant: 'Exclusive.FileAuditLog.Read' });
  });

  it('asks nobody in the sandbox, and nobody without an application', async () => {
    clock.advance(DAY);
    const before = asked.length;
    await runPosture(deps({ sandbox: true }), tenant, OFFICER, null);
    expect(await check('admins')).toMatchObject({ result: 'asked', detail: { why: 'no_application' } });
    expect(await check('own_sandbox')).toMatchObject({ standing: 'fix' });
    expect(asked.length).toBe(before);
    await expect(runPosture(deps(), tenant, OFFICER, 'c-other')).rejects.toMatchObject({
      code: 'posture.no_connection',
    });
  });

  it('looks at this installation', async () => {
    clock.advance(DAY);
    const door = (n: number, signed: boolean, changed: string) => ({
      org_id: orgId,
      door_id: `01920000-0000-7000-8000-0000000000d${n}`,
      kind: 'robot' as const,
      name_sealed: utf8(''),
      token_hash: utf8(`t${n}`),
      settings: JSON.stringify({ security: { signed } }),
      state: 'active' as const,
      owner_id: OFFICER.id,
      created_at: new Date(changed),
      changed_at: new Date(changed),
    });
    await tx(db, (trx) =>
      trx
        .insertInto('door')
        .values([door(1, false, '2026-11-01T00:00:00Z'), door(2, true, '2025-01-01T00:00:00Z')])
        .execute(),
    );
    await runPosture(deps({ gatewayTls: '1.2' }), tenant, OFFICER, null);
    expect(await check('own_unsigned_doors')).toMatchObject({ standing: 'fix', detail: { doors: 2, unsigned: 1 } });
    expect(await check('own_old_secrets')).toMatchObject({ standing: 'fix', detail: { doors: 1, connections: 0 } });
    expect(await check('own_gateway_tls')).toMatchObject({ standing: 'fix' });
    expect(await check('own_incidents')).toMatchObject({ standing: 'good' });
    expect(await check('own_record_closed')).toMatchObject({ standing: 'good' });
  });
});

describe('an answer', () => {
  it('counts for half a year, with its note sealed, and is asked again after that', async () => {
    await answerPosture(deps(), tenant, OFFICER, { checkId: 'file_sync', answer: 'good', note: '關閉了 <b>' });
    expect(await check('file_sync')).toMatchObject({
      standing: 'good',
      changed: 'better',
      answer: { note: '關閉了 <b>', by: 'Inês', expired: false },
    });
    await answerPosture(deps(), tenant, OFFICER, { checkId: 'file_sync', answer: 'bad', note: null });
    expect(await check('file_sync')).toMatchObject({ standing: 'fix', answer: { note: null } });
    await answerPosture(deps(), tenant, OFFICER, { checkId: 'region', answer: 'not_applicable', note: '' });
    expect(await check('region')).toMatchObject({ standing: 'not_applicable' });
    clock.advance(180 * DAY);
    expect(await check('region')).toMatchObject({ standing: 'answer', answer: { expired: true } });
  });

  it('does not outweigh what was read, and is not taken for what is read here', async () => {
    answers = { ...GOOD, '/auth/scopes': { body: { errcode: 0, auth_org_scopes: { authed_dept: [1] } } } };
    await runPosture(deps(), tenant, OFFICER, null);
    await answerPosture(deps(), tenant, OFFICER, { checkId: 'app_scopes', answer: 'good', note: null });
    expect(await check('app_scopes')).toMatchObject({ standing: 'fix' });
    await expect(
      answerPosture(deps(), tenant, OFFICER, { checkId: 'own_sandbox', answer: 'good', note: null }),
    ).rejects.toMatchObject({
      code: 'posture.read_here',
    });
  });
});

describe('every week', () => {
  it('it runs by itself when a week has passed, unless that is switched off', async () => {
    expect(await runWeekly(deps(), tenant)).toBe(false);
    clock.advance(7 * DAY);
    expect(await runWeekly(deps({ weekly: false }), tenant)).toBe(false);
    expect(await runWeekly(deps(), tenant)).toBe(true);
    expect(await runWeekly(deps(), tenant)).toBe(false);
    expect((await read()).runs[0]).toMatchObject({ by: null });
  });
});
