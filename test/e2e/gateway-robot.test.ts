/** Programs that believe they talk to DingTalk's custom robot: what each sends becomes one transfer at home, and it hears what it waits for. */
import { readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DoorDetail, DoorRefusalList, DoorRotated } from '../../src/model/api/doors.ts';
import { signOf } from '../../src/gateway/dingtalk/verify.ts';
import { CLIENT_CALLS } from '../support/dingtalk-clients.ts';
import { type Officer, sandboxMessages, setUpOrganisation, waitFor } from '../support/flows.ts';
import {
  addRobotDoor,
  type CompanyCa,
  type GatewayProcess,
  makeCompanyCa,
  rawCall,
  type RobotDoor,
  signedPath,
  startGatewayProcess,
  textBody,
} from '../support/gateway.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { environmentOf, runEntrepot, startServer, type TestServer } from '../support/server.ts';

const OK = '{"errcode":0,"errmsg":"ok"}';

let server: TestServer;
let database: RunningDatabase | undefined;
let officer: Officer;
let door: RobotDoor;

beforeAll(async () => {
  server = await startServer({ ENTREPOT_LOG_LEVEL: 'debug' });
  officer = await setUpOrganisation(server);
  database = await openRunningDatabase(server.dataDirectory);
  door = await addRobotDoor(officer, { route: { mentionAll: true } });
}, 180_000);
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

const sql: RunningDatabase['sql'] = (statement, values) => {
  if (database === undefined) throw new Error('the database is closed');
  return database.sql(statement, values);
};

async function transfersOf(doorId: string): Promise<number> {
  return (await sql('select transfer_id from transfer where door_id = $1', [doorId])).length;
}

const errcodeOf = (text: string): number => (JSON.parse(text) as { errcode: number }).errcode;

describe('a call of a known client', () => {
  let open: RobotDoor;
  beforeAll(async () => {
    open = await addRobotDoor(officer, { security: { signed: false, networks: ['127.0.0.0/8', '::1'] } });
  });

  it.each(CLIENT_CALLS)('of $client becomes exactly one transfer and is answered as it expects', async (call) => {
    const isSigned = /sign=[^&]/.test(call.query('t', 's', 1));
    const used = isSigned ? door : open;
    const before = await transfersOf(used.id);
    const path = `/robot/send?${call.query(used.token, used.secret, Date.now())}`;
    const answer = await rawCall(server.gatewayUrl, path, {
      headers: { 'content-type': call.contentType },
      body: JSON.stringify(call.body),
    });
    expect(answer).toMatchObject({ status: 200, text: OK });
    expect(answer.headers['x-entrepot-notice-id']).toMatch(/^EN-/);
    expect(await transfersOf(used.id)).toBe(before + 1);
  });

  it("leaves nothing of what it said, and nobody's number, in what leaves", async () => {
    await waitFor('notices to the group', async () => ((await sandboxMessages(officer)).length > 0 ? true : undefined));
    const left = (await sandboxMessages(officer)).map((one) => one.body).join('\n');
    for (const word of ['DiskFull', 'KumaTestMsg', '13800001111', '13900002222', 'grafana.example', '任务'])
      expect(left.includes(word), word).toBe(false);
  });
});

describe('the wire', () => {
  it('takes a body in chunks, closes when asked to, and keeps a connection otherwise', async () => {
    const before = await transfersOf(door.id);
    const chunked = await rawCall(server.gatewayUrl, signedPath(door), {
      chunked: true,
      body: textBody('磁盤將滿 🔴'),
    });
    expect(chunked.text).toBe(OK);
    const closed = await rawCall(server.gatewayUrl, signedPath(door), {
      headers: { connection: 'close' },
      body: textBody('closing'),
    });
    expect([closed.text, closed.headers.connection]).toEqual([OK, 'close']);
    expect(await transfersOf(door.id)).toBe(before + 2);
  });

  it('takes more than the vendor does, and says so in his words past 1 MB', async () => {
    const large = await rawCall(server.gatewayUrl, signedPath(door), { body: textBody('x'.repeat(300_000)) });
    expect(large.text).toBe(OK);
    for (const chunked of [false, true]) {
      const past = await rawCall(server.gatewayUrl, signedPath(door), {
        chunked,
        body: textBody('x'.repeat(3_000_000)),
      });
      expect(errcodeOf(past.text)).toBe(460101);
    }
  });

  it("answers hostile bodies with the vendor's codes, stores nothing, and goes on", async () => {
    const before = await transfersOf(door.id);
    const send = async (body: string | Uint8Array): Promise<number> =>
      errcodeOf((await rawCall(server.gatewayUrl, signedPath(door), { body })).text);
    expect(await send('')).toBe(40035);
    expect(await send('{"msgtype":"text","text":{"content":"')).toBe(40035);
    expect(await send('['.repeat(500_000))).toBe(40035);
    expect(await send(new Uint8Array([0x7b, 0x22, 0xff, 0xfe, 0x22, 0x7d]))).toBe(40035);
    expect(await send('{"msgtype":"file","file":{"mediaId":"@x"}}')).toBe(400105);
    expect(await send(JSON.stringify({ msgtype: '__proto__', constructor: { prototype: 1 } }))).toBe(400105);
    expect(await transfersOf(door.id)).toBe(before);
    expect((await rawCall(server.gatewayUrl, signedPath(door), { body: textBody('after') })).text).toBe(OK);
  });

  it('answers an address that has grown too long with 414 and what to do', async () => {
    for (const length of [17_000, 50_000]) {
      const answer = await rawCall(server.gatewayUrl, `${signedPath(door)}&x=${'a'.repeat(length)}`, { body: '{}' });
      expect(answer.status).toBe(414);
      expect(answer.text).toContain('restart that program');
    }
    const beyond = await rawCall(server.gatewayUrl, `${signedPath(door)}&x=${'a'.repeat(90_000)}`, { body: '{}' });
    expect(beyond.status).toBe(431);
  });

  it('ends a connection that does not speak HTTP, without a word about itself', async () => {
    const { port } = new URL(server.gatewayUrl);
    const said = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), 'localhost', () => socket.end('\u0016\u0003\u0001 hello\r\n\r\n'));
      let text = '';
      socket.on('data', (part: Buffer) => void (text += part.toString()));
      socket.on('close', () => resolve(text));
      socket.on('error', () => resolve(text));
    });
    expect(said).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nconnection: close/);
  });
});

describe('a repeat', () => {
  it('with the same msgUuid is answered as the first and changes nothing, also when they come at once', async () => {
    const before = await transfersOf(door.id);
    const body = textBody('disk full', { msgUuid: 'alert-17' });
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => rawCall(server.gatewayUrl, signedPath(door), { body })),
    );
    answers.push(await rawCall(server.gatewayUrl, signedPath(door), { body }));
    expect(answers.map((one) => one.text)).toEqual(Array.from({ length: 6 }, () => OK));
    expect(new Set(answers.map((one) => one.headers['x-entrepot-notice-id'])).size).toBe(1);
    expect(await transfersOf(door.id)).toBe(before + 1);
    const other = await addRobotDoor(officer);
    await rawCall(server.gatewayUrl, signedPath(other), { body });
    expect(await transfersOf(other.id)).toBe(1);
  });

  it('without one is another message, even with the same signature', async () => {
    const before = await transfersOf(door.id);
    const path = signedPath(door);
    for (let i = 0; i < 3; i += 1) await rawCall(server.gatewayUrl, path, { body: textBody('same') });
    expect(await transfersOf(door.id)).toBe(before + 3);
  });
});

describe('the credentials of a door', () => {
  it('are replaced without downtime: the old go on, each with its own secret, until they are ended', async () => {
    const old = await addRobotDoor(officer);
    const call = async (used: Pick<RobotDoor, 'token' | 'secret'>): Promise<number> =>
      errcodeOf((await rawCall(server.gatewayUrl, signedPath(used), { body: textBody('a') })).text);
    const { credentials } = await officer.post<DoorRotated>(`/api/v1/doors/${old.id}/rotate`, { oldForHours: 24 });
    if (credentials.kind !== 'robot') throw new Error('no robot');
    expect([await call(old), await call(credentials)]).toEqual([0, 0]);
    await officer.post(`/api/v1/doors/${old.id}/rotate`, { oldForHours: 0 });
    expect([await call(old), await call(credentials)]).toEqual([300005, 300005]);
  });

  it('do nothing while the door is paused', async () => {
    const paused = await addRobotDoor(officer);
    await officer.post(`/api/v1/doors/${paused.id}/pause`, {});
    const answer = await rawCall(server.gatewayUrl, signedPath(paused), { body: textBody('a') });
    expect(errcodeOf(answer.text)).toBe(400102);
    expect(await transfersOf(paused.id)).toBe(0);
  });

  it('are counted as used', async () => {
    const found = await officer.get<DoorDetail>(`/api/v1/doors/${door.id}`);
    expect(JSON.stringify(found)).toMatch(/"lastCallAt":"2/);
  });
});

describe('the limit of a door', () => {
  it("is kept by all processes together, and answered in the vendor's words under HTTP 200", async () => {
    const limited = await addRobotDoor(officer, { security: { perMinute: 3 } });
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => rawCall(server.gatewayUrl, signedPath(limited), { body: textBody('a') })),
    );
    const refused = answers.filter((one) => errcodeOf(one.text) === 130101);
    // At most two windows of a minute.
    expect(refused.length).toBeGreaterThanOrEqual(2);
    expect(refused.every((one) => one.status === 200 && one.text.includes('send too fast, exceed 3 times'))).toBe(true);
    expect(await transfersOf(limited.id)).toBe(8 - refused.length);
  });
});

describe('what is turned away', () => {
  it('is listed by endpoint and reason, counted, with no address, token or identifier of the caller', async () => {
    const headers = { 'user-agent': 'curl/8.5.0 (alice)' };
    const path = `/topapi/attendance/list/13800001111?access_token=${door.token}&secret=mariposa`;
    for (let i = 0; i < 3; i += 1) {
      const answer = await rawCall(server.gatewayUrl, path, { headers, body: '{"who":"mariposa"}' });
      expect(errcodeOf(answer.text)).toBe(404);
    }
    const v1 = await rawCall(server.gatewayUrl, '/v1.0/drive/spaces/7/files', { headers, body: '{}' });
    expect(v1.status).toBe(404);
    expect(Object.keys(JSON.parse(v1.text) as object).sort()).toEqual(['code', 'message', 'requestid']);
    const list = await officer.get<DoorRefusalList>('/api/v1/doors/refusals');
    const text = JSON.stringify(list);
    expect(text).toContain('POST /topapi/attendance/list/*');
    expect(text).toContain('"count":3');
    for (const secret of [door.token, 'mariposa', '13800001111', 'alice', '127.0.0.1"'])
      expect(text.includes(secret), secret).toBe(false);
  });

  it('stays out of the log, as every address, token, signature and body does, at the level debug too', () => {
    const output = server.output();
    expect(output).toContain('gateway call');
    const words = [
      door.token,
      door.secret,
      'access_token',
      'robot/send?',
      'KumaTestMsg',
      'DiskFull',
      '13800001111',
      'mariposa',
    ];
    for (const word of words) expect(output.includes(word), word).toBe(false);
  });
});

describe('a gateway in a process of its own', () => {
  let ca: CompanyCa;
  let modern: GatewayProcess;
  let old: GatewayProcess;
  const tlsSettings = (): Record<string, string> => ({
    ENTREPOT_GATEWAY_TLS_CERTIFICATE: ca.certificate,
    ENTREPOT_GATEWAY_TLS_KEY: ca.key,
  });
  const call = (to: GatewayProcess, maxVersion: 'TLSv1.2' | 'TLSv1.3', servername = 'oapi.dingtalk.com') =>
    rawCall(to.url, signedPath(door), {
      body: textBody('by tls'),
      headers: { host: servername },
      tls: { ca: readFileSync(ca.caFile, 'utf8'), maxVersion, servername },
    });

  beforeAll(async () => {
    ca = makeCompanyCa(['oapi.dingtalk.com', 'api.dingtalk.com']);
    [modern, old] = await Promise.all([
      startGatewayProcess(server, tlsSettings()),
      startGatewayProcess(server, { ...tlsSettings(), ENTREPOT_GATEWAY_TLS_MIN: '1.2' }),
    ]);
  }, 120_000);
  afterAll(async () => {
    await modern?.stop();
    await old?.stop();
    ca?.remove();
  });

  it("takes calls in for the installation that another process keeps, under the vendor's own name by a company's CA", async () => {
    const before = await transfersOf(door.id);
    const answer = await call(modern, 'TLSv1.3');
    expect(answer.text).toBe(OK);
    expect(await transfersOf(door.id)).toBe(before + 1);
    const reference = String(answer.headers['x-entrepot-notice-id']);
    // The integrator of the other process has it in the log, and the worker there tells the group.
    const [transfer] = await sql<{ transfer_id: string }>('select transfer_id from transfer where reference = $1', [
      reference,
    ]);
    await waitFor('its events in the log', async () => {
      const waiting = await sql(
        'select 1 from audit_outbox o join audit_event e using (org_id, event_id) where e.transfer_id = $1',
        [transfer?.transfer_id],
      );
      return waiting.length === 0 ? true : undefined;
    });
    await waitFor('its notice', async () => {
      const told = await sql('select 1 from notice_item where transfer_id = $1 and notice_id is not null', [
        transfer?.transfer_id,
      ]);
      return told.length > 0 ? true : undefined;
    });
  });

  it('speaks TLS 1.3, and 1.2 only where that is set', async () => {
    await expect(call(modern, 'TLSv1.2')).rejects.toThrow();
    expect((await call(old, 'TLSv1.2')).text).toBe(OK);
    expect((await call(old, 'TLSv1.3')).text).toBe(OK);
  });

  it('is not believed under another name', async () => {
    await expect(call(modern, 'TLSv1.3', 'evil.example')).rejects.toThrow(/altnames|certificate/i);
  });

  it('counts a door together with the others', async () => {
    const limited = await addRobotDoor(officer, { security: { perMinute: 4 } });
    const tls = { ca: readFileSync(ca.caFile, 'utf8'), servername: 'oapi.dingtalk.com' };
    const send = (i: number) =>
      i % 2 === 0
        ? rawCall(server.gatewayUrl, signedPath(limited), { body: textBody('a') })
        : rawCall(modern.url, signedPath(limited), {
            body: textBody('a'),
            headers: { host: 'oapi.dingtalk.com' },
            tls,
          });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => send(i)));
    expect(answers.filter((one) => errcodeOf(one.text) === 0).length).toBeLessThanOrEqual(8);
    expect(answers.filter((one) => errcodeOf(one.text) === 130101).length).toBeGreaterThanOrEqual(4);
  });

  it('leaves nothing of a call in its own log', () => {
    for (const word of [door.token, door.secret, 'by tls', 'access_token', signOf('1', door.secret)])
      expect(modern.output().includes(word), word).toBe(false);
    expect(modern.output()).toContain('gateway call');
  });

  it('is joined by no second process with a role that is there once', async () => {
    const env = environmentOf(server);
    for (const role of ['http', 'worker', 'integrator']) {
      const refused = await runEntrepot(['serve', '--role', role], { env });
      expect([role, refused.code, refused.err]).toEqual([role, 2, expect.stringContaining('store.data_in_use')]);
    }
    const unknown = await runEntrepot(['serve', '--role=renderer'], { env });
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringContaining('serve.unknown_role')]);
    expect((await runEntrepot(['serve', 'gateway'], { env })).code).toBe(2);
  });

  it('outlives its keeper: it says "busy" while the database is away, and goes on by itself', async () => {
    await database?.close();
    database = undefined;
    await server.halt();
    const away = await call(modern, 'TLSv1.3');
    expect(away).toMatchObject({ status: 200, text: '{"errcode":-1,"errmsg":"system busy"}' });
    await server.restart();
    const back = await waitFor('the gateway', async () => {
      const answer = await call(modern, 'TLSv1.3');
      return answer.text === OK ? answer : undefined;
    });
    expect(back.headers['x-entrepot-notice-id']).toMatch(/^EN-/);
  });
});
