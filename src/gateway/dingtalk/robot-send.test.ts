/** The calls of custom robots against stand-ins of the feature: what is handed in, and what the caller hears. */
import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { createLogger } from '../../base/logger.ts';
import { systemRandom } from '../../base/random.ts';
import { createIds } from '../../base/ids.ts';
import { defineErrors } from '../../base/errors.ts';
import { doorSettingsSchema } from '../../model/door.ts';
import type { Arrival, Arrived } from '../../transfers/arrival.ts';
import type { FoundDoor, Refused } from '../../transfers/doors.ts';
import { CLIENT_CALLS } from '../../../test/support/dingtalk-clients.ts';
import type { GatewayDeps } from '../deps.ts';
import { createGatewayApp } from '../server.ts';
import { callKeyOf } from './accept.ts';
import { robotRoutes } from './robot-send.ts';
import { signOf } from './verify.ts';

const TOKEN = 'ab'.repeat(32);
const SECRET = `SEC${'cd'.repeat(32)}`;
const NOW = 1_795_306_092_443;
const ID = '018f0000-0000-7000-8000-00000000000d';
const TEST = defineErrors('robot_test', { away: [503, 'away', 'retryable'], no_route: [400, 'no route'] });

type Over = {
  readonly security?: object;
  readonly answers?: object;
  readonly mentionAll?: boolean;
  readonly state?: FoundDoor['state'];
  readonly arrived?: Partial<Arrived>;
  readonly fails?: Error;
  readonly limited?: boolean;
};

function gateway(over: Over = {}) {
  const arrivals: Arrival[] = [];
  const refusals: Refused[] = [];
  const lines: string[] = [];
  let isLost = false;
  const settings = doorSettingsSchema.parse({
    route: {
      entityId: ID,
      audienceId: ID,
      connectionId: 'dingtalk',
      locale: 'en',
      purpose: 'internal_report',
      mentionAll: over.mentionAll ?? true,
    },
    security: over.security ?? {},
    answers: over.answers ?? {},
  });
  const found: FoundDoor = {
    door: { id: ID, kind: 'robot', ownerId: ID, settings },
    state: over.state ?? 'active',
    secrets: [SECRET],
    lastCallAt: null,
  };
  const clock = { now: () => new Date(NOW) };
  const unused = (): never => {
    throw new Error('not for robots');
  };
  const deps = {
    clock,
    random: systemRandom,
    ids: createIds(clock, systemRandom),
    logger: createLogger({ level: 'debug', destination: { write: (line) => void lines.push(line) } }),
    tenant: () => Promise.resolve(undefined),
    intake: {
      accept: async (arrival: Arrival): Promise<Arrived> => {
        if (over.fails !== undefined) throw over.fails;
        arrivals.push(arrival);
        const base = { transferId: ID, reference: 'EN-AAAA-BBBB-CCCC', state: 'granted' as const, rules: [] };
        return { ...base, repeated: false, taskId: 1, queryKey: 'q', ...over.arrived };
      },
      close: () => Promise.resolve(),
    },
    doors: {
      byToken: async (token: string) => {
        if (isLost) throw TEST.away();
        return token === TOKEN ? found : undefined;
      },
      byApp: unused,
      byAccessToken: unused,
      issueToken: unused,
      countCall: () => Promise.resolve({ kind: over.limited === true ? ('limited' as const) : ('allowed' as const) }),
      noteCall: () => Promise.resolve(),
      noteRefusal: async (refused: Refused) => void refusals.push(refused),
    },
    mentions: {
      byPhones: (numbers: readonly string[]) =>
        Promise.resolve(numbers.includes('13800001111') ? ['recipient-by-phone'] : []),
      byProviderIds: (_vendor: string, ids: readonly string[]) =>
        Promise.resolve(ids.includes('staff1') ? ['recipient-by-id'] : []),
    },
    resolveClient: (peer: string | undefined) => ({ address: peer ?? 'unknown', viaProxy: false, scheme: null }),
    settings: { publicUrl: 'http://localhost:8080', gatewayUrl: 'http://localhost:8081' },
  };
  const app = createGatewayApp(deps as unknown as GatewayDeps, [robotRoutes]);
  const call = async (path: string, init: { method?: string; type?: string; body?: string; agent?: string } = {}) => {
    const body = Buffer.from(init.body ?? '');
    const incoming = Object.assign(Readable.from([body]), {
      url: path,
      rawHeaders: [],
      socket: { remoteAddress: '192.0.2.77' },
    });
    const headers = { 'content-type': init.type ?? 'application/json', 'user-agent': init.agent ?? 'axios/1.7' };
    const request = new Request(`http://gateway.test${path}`, { method: init.method ?? 'POST', headers });
    const answer = await app.fetch(request, { incoming, outgoing: {} });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
  };
  const lose = (): void => void (isLost = true);
  return { call, arrivals, refusals, lines, lose };
}

const signed = (token = TOKEN): string =>
  `/robot/send?access_token=${token}&timestamp=${NOW}&sign=${encodeURIComponent(signOf(String(NOW), SECRET))}`;
const TEXT = JSON.stringify({ msgtype: 'text', text: { content: 'disk full' } });
const OK = '{"errcode":0,"errmsg":"ok"}';

describe('a call that is accepted', () => {
  it.each(CLIENT_CALLS)('of $client becomes one message, and hears what this client waits for', async (call) => {
    const isSigned = /sign=[^&]/.test(call.query(TOKEN, SECRET, NOW));
    const { call: send, arrivals } = gateway({
      security: isSigned ? {} : { signed: false, networks: ['192.0.2.0/24'] },
    });
    const path = `/robot/send?${call.query(TOKEN, SECRET, NOW)}`;
    const answer = await send(path, { type: call.contentType, body: JSON.stringify(call.body) });
    expect(answer).toMatchObject({ status: 200, text: OK });
    expect(arrivals.map((one) => one.message.text)).toEqual([call.reads]);
    expect(arrivals[0]?.mentions).toEqual({
      recipients: [
        ...(call.phones.includes('13800001111') ? ['recipient-by-phone'] : []),
        ...(call.ids.includes('staff1') ? ['recipient-by-id'] : []),
      ],
      all: call.all,
    });
  });

  it('is answered with these two members exactly; reference and decision are in headers', async () => {
    const { call } = gateway();
    const answer = await call(signed(), { body: TEXT });
    expect(answer.text).toBe(OK);
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/);
    expect(answer.headers.get('x-entrepot-notice-id')).toBe('EN-AAAA-BBBB-CCCC');
    expect(answer.headers.get('x-entrepot-decision')).toBe('allow');
  });

  it('hands in a key that is bound to the door when the caller gave one', async () => {
    const { call, arrivals } = gateway();
    await call(signed(), { body: JSON.stringify({ msgtype: 'text', text: { content: 'a' }, msgUuid: 'u-1' }) });
    await call(signed(), { body: TEXT });
    expect(arrivals.map((one) => one.callKey)).toEqual([callKeyOf(ID, 'u-1'), undefined]);
    expect(callKeyOf(ID, 'u-1')).not.toEqual(callKeyOf('other', 'u-1'));
  });

  it('tells how many bytes the vendor would have been sent', async () => {
    const { call, arrivals } = gateway();
    await call(signed(), { body: TEXT });
    expect(arrivals[0]?.arrivedBytes).toBe(Buffer.byteLength(TEXT));
  });

  it('may be larger than the vendor takes, up to 1 MB, and not beyond', async () => {
    const { call, arrivals } = gateway();
    const body = (length: number): string => JSON.stringify({ msgtype: 'text', text: { content: 'x'.repeat(length) } });
    expect((await call(signed(), { body: body(1_000_000) })).text).toBe(OK);
    expect((await call(signed(), { body: body(1_100_000) })).text).toContain('"errcode":460101');
    expect(arrivals).toHaveLength(1);
  });

  it('calls everybody only where the door allows it', async () => {
    const { call, arrivals } = gateway({ mentionAll: false });
    await call(signed(), { body: JSON.stringify({ msgtype: 'text', text: { content: 'a' }, at: { isAtAll: true } }) });
    expect(arrivals[0]?.mentions.all).toBe(false);
  });

  it('reaches the same door with slashes too many', async () => {
    const { call } = gateway();
    expect((await call(`/${signed()}`, { body: TEXT })).text).toBe(OK);
    expect((await call(signed().replace('send?', 'send/?'), { body: TEXT })).text).toBe(OK);
  });
});

describe('the answer for a decision', () => {
  const held = { state: 'held', rules: ['mo.transfer'] } as const;
  const refused = { state: 'refused', rules: ['mo.transfer', 'org.policy'] } as const;

  it('that waits is ok, or 88 where the door says so', async () => {
    expect(await gateway({ arrived: held }).call(signed(), { body: TEXT })).toMatchObject({ status: 200, text: OK });
    const strict = await gateway({ arrived: held, answers: { held: 'told' } }).call(signed(), { body: TEXT });
    expect(strict.status).toBe(200);
    expect(JSON.parse(strict.text)).toEqual({ errcode: 88, errmsg: expect.stringContaining('EN-AAAA-BBBB-CCCC') });
    expect(strict.headers.get('x-entrepot-decision')).toBe('held');
  });

  it('that refuses names the rules and the reference, under the HTTP status of the door', async () => {
    const words = 'description:blocked by policy mo.transfer, org.policy;solution:see EN-AAAA-BBBB-CCCC;';
    for (const refusalStatus of [200, 403]) {
      const answer = await gateway({ arrived: refused, answers: { refusalStatus } }).call(signed(), { body: TEXT });
      expect(answer.status).toBe(refusalStatus);
      expect(JSON.parse(answer.text)).toEqual({ errcode: 310000, errmsg: words });
    }
  });

  it('that could not be made is the vendor\'s "busy", and no success for a client that looks at the status alone', async () => {
    const plain = await gateway({ fails: TEST.away() }).call(signed(), { body: TEXT });
    expect(plain).toMatchObject({ status: 200, text: '{"errcode":-1,"errmsg":"system busy"}' });
    const strict = await gateway({ fails: new Error('x'), answers: { refusalStatus: 403 } }).call(signed(), {
      body: TEXT,
    });
    expect(strict).toMatchObject({ status: 503, text: '{"errcode":-1,"errmsg":"system busy"}' });
  });

  it('is not success for such a client either while the database is away, once its door was known', async () => {
    for (const [refusalStatus, status] of [
      [200, 200],
      [403, 503],
    ]) {
      const { call, lose } = gateway({ answers: { refusalStatus } });
      await call(signed(), { body: TEXT });
      lose();
      const answer = await call(signed(), { body: TEXT });
      expect(answer).toMatchObject({ status, text: '{"errcode":-1,"errmsg":"system busy"}' });
    }
  });

  it('that the route makes impossible is not answered as something to be tried again', async () => {
    const answer = await gateway({ fails: TEST.no_route() }).call(signed(), { body: TEXT });
    expect(answer.text).toContain('"errcode":310000');
  });
});

describe('a call that is turned away', () => {
  const cases: readonly (readonly [string, Over, string, object, number, string])[] = [
    ['without a token', {}, '/robot/send', {}, 40035, 'missing_parameter'],
    ['with an empty token', {}, '/robot/send?access_token=', {}, 40035, 'missing_parameter'],
    ['with a token of nobody', {}, signed('ef'.repeat(32)), {}, 300005, 'unknown_token'],
    ['to a door that is paused', { state: 'paused' }, signed(), {}, 400102, 'door_paused'],
    ['without signature', {}, `/robot/send?access_token=${TOKEN}`, {}, 310000, 'sign_not_match'],
    ['from another network', { security: { networks: ['10.0.0.0/8'] } }, signed(), {}, 310000, 'ip_not_in_whitelist'],
    ['without a keyword', { security: { keywords: ['alert'] } }, signed(), {}, 310000, 'keywords_not_in_content'],
    ['as a form', {}, signed(), { type: 'application/x-www-form-urlencoded' }, 43004, 'not_json'],
    ['with broken JSON', {}, signed(), { body: '{' }, 40035, 'missing_parameter'],
    ['with a picture', {}, signed(), { body: '{"msgtype":"image","image":{}}' }, 400105, 'unsupported_type'],
    ['too often', { limited: true }, signed(), {}, 130101, 'too_fast'],
  ];
  it.each(cases)(
    "%s hears the vendor's own code under HTTP 200 and is counted",
    async (_name, over, path, init, errcode, reason) => {
      const { call, arrivals, refusals } = gateway(over);
      const answer = await call(path, { body: TEXT, ...init });
      expect(answer.status).toBe(200);
      expect(JSON.parse(answer.text)).toEqual({ errcode, errmsg: expect.any(String) });
      expect(arrivals).toEqual([]);
      const door = path.includes(TOKEN) ? ID : null;
      expect(refusals).toEqual([
        { endpoint: 'POST /robot/send', reason, doorId: door, network: '192.0.2.0/24', agent: 'axios' },
      ]);
    },
  );

  const atDoor = cases.filter(([, , path]) => path.includes(TOKEN));
  it.each(atDoor)(
    '%s is no success for a client that looks at the status alone',
    async (_name, over, path, init, errcode) => {
      const answers = { refusalStatus: 403 };
      const answer = await gateway({ ...over, answers }).call(path, { body: TEXT, ...init });
      expect(answer.status).toBe(403);
      expect(JSON.parse(answer.text)).toEqual({ errcode, errmsg: expect.any(String) });
    },
  );

  it('says the words that clients look for', async () => {
    const words = async (over: Over, path: string): Promise<string> =>
      (await gateway(over).call(path, { body: TEXT })).text;
    expect(await words({}, signed('ef'.repeat(32)))).toBe('{"errcode":300005,"errmsg":"token is not exist"}');
    expect(await words({}, `/robot/send?access_token=${TOKEN}`)).toContain('sign not match');
    expect(await words({ security: { networks: ['10.0.0.0/8'] } }, signed())).toContain(
      'ip 192.0.2.77 not in whitelist',
    );
    expect(await words({ limited: true }, signed())).toContain('send too fast, exceed 600 times per minute');
  });

  it('by GET is told to POST', async () => {
    const { call } = gateway();
    for (const method of ['GET', 'PUT', 'DELETE'])
      expect(JSON.parse((await call(signed(), { method })).text)).toMatchObject({ errcode: 43002 });
  });

  it('for an endpoint that is not offered is told so in the manner of its interface, and counted', async () => {
    const { call, refusals } = gateway();
    const old = await call(`/topapi/attendance/list?access_token=${TOKEN}`, { body: '{}' });
    expect(JSON.parse(old.text)).toEqual({ errcode: 404, errmsg: expect.any(String) });
    const v1 = await call('/v1.0/calendar/users/chan/calendars/primary/events', { body: '{}' });
    expect(v1.status).toBe(404);
    expect(JSON.parse(v1.text)).toEqual({
      code: expect.any(String),
      message: expect.any(String),
      requestid: expect.any(String),
    });
    expect(refusals.map((one) => [one.endpoint, one.reason])).toEqual([
      ['POST /topapi/attendance/list', 'unknown_endpoint'],
      ['POST /v1.0/calendar/users/*/calendars/*/events', 'unknown_endpoint'],
    ]);
  });

  it('with an address that has grown past 16 KB hears 414 and what to do', async () => {
    const { call, arrivals, refusals } = gateway();
    const answer = await call(`${signed()}${'&timestamp=1&sign=x'.repeat(900)}`, { body: TEXT });
    expect(answer.status).toBe(414);
    expect(answer.text).toContain('restart that program');
    expect(arrivals).toEqual([]);
    // Such programs log the status alone: the administrator has to hear of it otherwise.
    expect(refusals).toEqual([
      { endpoint: 'POST /robot/send', reason: 'head_too_long', doorId: null, network: '192.0.2.0/24', agent: 'axios' },
    ]);
  });
});

describe('the log', () => {
  it('has a line for each call, and in none of them an address, a token, a signature or a word of the message', async () => {
    const { call, lines } = gateway({ fails: new Error(`boom ${TOKEN}`) });
    await call(signed(), { body: JSON.stringify({ msgtype: 'text', text: { content: 'mariposa 13800001111' } }) });
    await call(`/topapi/x?access_token=${TOKEN}&mariposa=1`, { body: '{}' });
    await call(signed('ef'.repeat(32)), { body: TEXT, agent: 'mariposa/1' });
    expect(lines.length).toBeGreaterThanOrEqual(4);
    const all = lines.join('');
    const sign = signOf(String(NOW), SECRET);
    for (const secret of [
      TOKEN,
      SECRET,
      sign,
      encodeURIComponent(sign),
      'mariposa',
      '13800001111',
      'access_token',
      'robot/send?',
    ])
      expect(all.includes(secret), secret).toBe(false);
  });
});
