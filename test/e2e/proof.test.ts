/** The egress proof, its command, the figures for Prometheus and the check of the setup, over HTTP against a real server. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { METRICS } from '../../src/governance/metrics/table.ts';
import type { Posture } from '../../src/model/api/posture.ts';
import type { Proof, ProofCheck } from '../../src/model/api/proof.ts';
import type { LogEventList, Meter } from '../../src/model/api/system.ts';
import {
  addRecipient,
  askForCode,
  inviteAndEnrol,
  type Officer,
  setUpOrganisation,
  type StaffClient,
  submit,
  waitFor,
  waitForNotice,
} from '../support/flows.ts';
import { openRunningDatabase, type RunningDatabase } from '../support/running-database.ts';
import { environmentOf, runEntrepot, startServer, type TestServer } from '../support/server.ts';

const CANARY = '氹仔嘅秘密';
let server: TestServer;
let database: RunningDatabase;
let officer: Officer;
let auditor: StaffClient;
let email: string;

beforeAll(async () => {
  server = await startServer({ ENTREPOT_METRICS_TOKEN: 'scrape-0123456789' });
  officer = await setUpOrganisation(server);
  auditor = await inviteAndEnrol(officer, 'auditor');
  const recipient = await addRecipient(officer, { jurisdiction: 'MO', name: CANARY });
  ({ email } = recipient);
  const { transferId } = await submit(officer, {
    recipientIds: [recipient.id],
    message: `${CANARY} ${'x'.repeat(9000)}`,
  });
  await askForCode(officer, await waitForNotice(officer, transferId), email);
  database = await openRunningDatabase(server.dataDirectory);
});
afterAll(async () => {
  await database?.close();
  await server?.stop();
});

const entrepot = (args: readonly string[]) => runEntrepot(args, { env: environmentOf(server) });

describe('the proof', () => {
  it('agrees with the meter and names nobody', async () => {
    const proof = await auditor.get<Proof>('/api/v1/proof');
    const meter = await officer.get<Meter>('/api/v1/meter');
    expect(proof.total.granted.bytes).toBe(meter.contentBytes);
    expect(proof.total.sandbox.bytes + proof.total.crossed.bytes).toBe(meter.crossedBytes);
    expect(proof.total.crossed.bytes).toBe(0);
    expect(proof.total.personal).toBe(0);
    expect(proof.total.notices).toBe(1);
    expect(JSON.stringify(proof)).not.toContain(CANARY);
  });

  it('refuses a period that ends before it begins, and what is no day', async () => {
    for (const query of ['from=2026-02-02&to=2026-02-01', 'from=2026-13-01', 'door=x', 'connection=../x'])
      await expect(officer.get(`/api/v1/proof?${query}`)).rejects.toMatchObject({ code: 'base.invalid_request' });
  });

  it('is the same from the command beside the server, which checks it too', async () => {
    const proof = await officer.get<Proof>('/api/v1/proof');
    const { code, out } = await entrepot(['egress', '--json', '--verify']);
    expect(code).toBe(0);
    const { check, log, ...rest } = JSON.parse(out) as Proof & { readonly check: ProofCheck; readonly log: string[] };
    expect(rest).toEqual(proof);
    expect(log).toEqual([]);
    expect(check).toMatchObject({ outcome: 'holds', personal: { recorded: 0, bodiesWithFindings: 0 } });
    expect(check.personal.bodiesRead).toBeGreaterThan(0);
    expect((await entrepot(['egress', '--from', 'yesterday'])).code).toBe(2);
  });

  it('gives a list that names each notice’s event in the audit log', async () => {
    const lines = await waitFor('the event to be signed', async () => {
      const answer = await officer.request('GET', '/api/v1/proof/export?format=csv');
      const text = await answer.text();
      return /notice,\d+,[0-9a-f]{64},0,true,\d+\r\n/.test(text) ? text : undefined;
    });
    const index = Number(/notice,\d+,[0-9a-f]{64},0,true,(\d+)\r\n/.exec(lines)?.[1]);
    const { events } = await officer.get<LogEventList>('/api/v1/log/events');
    expect(events.find((event) => event.index === index)?.kind).toBe('notice.sent');
    const out = join(server.dataDirectory, 'list.json');
    expect((await entrepot(['egress', '--out', out, '--format', 'json'])).code).toBe(0);
    expect(JSON.parse(readFileSync(out, 'utf8'))).toMatchObject({ format: 'entrepot-egress-1', digests: [] });
  });

  it('shows, on the page, by the command and by fsck, that a record was taken away after its day was closed', async () => {
    // Yesterday, so that the day is over.
    await database.sql("update egress set at = at - interval '1 day'");
    await database.close();
    await server.restart();
    database = await openRunningDatabase(server.dataDirectory);
    await waitFor('the day to be closed', async () =>
      (await officer.get<Proof>('/api/v1/proof')).closedUntil === null ? undefined : true,
    );
    expect(await officer.get<ProofCheck>('/api/v1/proof/check')).toMatchObject({ outcome: 'holds', recordsOpen: 0 });
    await database.sql(
      "delete from egress where kind = 'code' or egress_id = (select max(egress_id::text)::uuid from egress)",
    );
    const check = await officer.get<ProofCheck>('/api/v1/proof/check');
    expect(check.outcome).toBe('refused');
    expect(check.digests.map(({ problem }) => problem)).toEqual(['missing']);
    const command = await entrepot(['egress', '--verify']);
    expect([command.code, /REFUSED/.test(command.out)]).toEqual([1, true]);
    const fsck = await entrepot(['fsck', '--quick', '--json']);
    expect(fsck.code).toBe(1);
    expect(fsck.out).toContain('"fsck.egress_digest"');
  });
});

describe('the figures for Prometheus', () => {
  it('hold every metric, count what happened, and name nobody', async () => {
    const answer = await fetch(`${server.url}/metrics`);
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    const text = await answer.text();
    for (const name of Object.keys(METRICS)) expect(text).toContain(`# TYPE ${name} `);
    expect(text).toMatch(
      /entrepot_messages_sent_total\{connection="dingtalk",connection_kind="dingtalk",kind="notice"\} 1\n/,
    );
    expect(text).toMatch(/entrepot_content_kept_bytes_total\{door=""\} 90\d\d\n/);
    expect(text).toMatch(/entrepot_personal_data_crossed_total 0\n/);
    expect(text).toMatch(/process_resident_memory_bytes \d{7,}\n/);
    expect(text).not.toContain(CANARY);
    expect(text).not.toContain(email);
  });

  it('are not there for whoever comes through a proxy, unless he has the token', async () => {
    const headers = { 'x-forwarded-for': '203.0.113.9' };
    expect((await fetch(`${server.url}/metrics`, { headers })).status).toBe(404);
    const token = { ...headers, authorization: 'Bearer scrape-0123456789' };
    expect((await fetch(`${server.url}/metrics`, { headers: token })).status).toBe(200);
  });
});

describe('the check of the setup', () => {
  it('runs, takes an answer, and is in the audit log; an auditor reads and changes nothing', async () => {
    expect((await auditor.get<Posture>('/api/v1/posture')).runs).toEqual([]);
    await officer.post('/api/v1/posture/run', { connection: null });
    await officer.post('/api/v1/posture/answer', { checkId: 'watermark', answer: 'bad', note: CANARY });
    const posture = await auditor.get<Posture>('/api/v1/posture');
    expect(posture.checks[0]).toMatchObject({ standing: 'fix' });
    expect(posture.checks.find(({ id }) => id === 'watermark')).toMatchObject({
      standing: 'fix',
      answer: { note: CANARY },
    });
    expect(posture.checks.find(({ id }) => id === 'own_sandbox')).toMatchObject({ result: 'bad' });
    const { events } = await officer.get<LogEventList>('/api/v1/log/events');
    expect(events.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['posture.run', 'posture.answered']));
    await expect(auditor.post('/api/v1/posture/run', { connection: null })).rejects.toMatchObject({ status: 403 });
    await expect(officer.post('/api/v1/posture/run', { connection: 'nobody' })).rejects.toMatchObject({
      code: 'posture.no_connection',
    });
    await expect(
      officer.post('/api/v1/posture/answer', { checkId: 'own_sandbox', answer: 'good', note: null }),
    ).rejects.toMatchObject({ code: 'posture.read_here' });
    await expect(
      officer.post('/api/v1/posture/answer', { checkId: 'moon', answer: 'good', note: null }),
    ).rejects.toMatchObject({ status: 400 });
  });
});
