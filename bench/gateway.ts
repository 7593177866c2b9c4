/**
 * Calls to the gateway through the whole real server: verified, classified, decided, sealed, recorded in the audit log and queued, answered
 * after the commit. Beside it, in the same run and on the same database, a bare Hono endpoint with one insert. Then a quarter of an hour of
 * a small company's traffic with reports and files: the share of bytes that stayed.
 * Options: `seconds` (12), `connections` (32), `pace` per second (300), `members` of the audience (1).
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { connectToRunning } from '../src/store/postgres/connection-file.ts';
import { addRecipient, setUpOrganisation, type StaffClient } from '../test/support/flows.ts';
import { startServer, type TestServer } from '../test/support/server.ts';
import type { BenchOptions } from './run.ts';
import { type Call, closedLoop, type LoadResult, steadyPace } from './support/load.ts';
import { messageOf } from './support/messages.ts';

const TARGETS = { perSecond: 300, p99Ms: 150, keptShare: 0.99 };
const GATEWAY_PORT = 18_481;
const BARE_PORT = 18_482;

export type GatewayBench = {
  /** Calls a second when every connection sends again as soon as it is answered; milliseconds. */
  readonly closed: LoadResult;
  /** At a steady pace. */
  readonly steady: LoadResult;
  readonly bare: LoadResult;
  /** Gateway to bare endpoint, calls per second. */
  readonly ratio: number;
  readonly keptShare: number | null;
  readonly personalDataCrossed: number;
  readonly notices: number;
  readonly messages: number;
  readonly targets: typeof TARGETS & { readonly met: boolean };
};

export async function run(options: BenchOptions): Promise<GatewayBench> {
  const seconds = Number(options['seconds'] ?? 12);
  const connections = Number(options['connections'] ?? 32);
  const pace = Number(options['pace'] ?? TARGETS.perSecond);
  const server = await startServer({
    ENTREPOT_GATEWAY: 'true',
    ENTREPOT_GATEWAY_PORT: String(GATEWAY_PORT),
    ENTREPOT_LOG_LEVEL: 'error',
  });
  try {
    const officer = await setUpOrganisation(server);
    const url = await openDoor(officer, Number(options['members'] ?? 1));
    const next = counter(url);
    await closedLoop(next, connections, 4);
    const steady = await steadyPace(next, pace, seconds);
    const closed = await closedLoop(next, connections, seconds);
    const bare = await measureBare(server, connections, Math.min(seconds, 8));
    await quiet(officer);
    const meter = await readMeter(officer);
    const messages = steady.calls + closed.calls;
    const met =
      closed.perSecond >= TARGETS.perSecond &&
      steady.p99 <= TARGETS.p99Ms &&
      (meter.keptShare ?? 0) >= TARGETS.keptShare;
    return {
      closed,
      steady,
      bare,
      ratio: closed.perSecond / bare.perSecond,
      keptShare: meter.keptShare,
      personalDataCrossed: meter.personalDataCrossed,
      notices: meter.notices,
      messages,
      targets: { ...TARGETS, met: met && closed.failed === 0 && steady.failed === 0 },
    };
  } finally {
    await server.stop();
  }
}

function counter(url: string): () => Call {
  let n = 0;
  return () => {
    n += 1;
    return { url, body: messageOf(n) };
  };
}

/** An audience at home, so that every call is allowed: what is measured is the whole way, not a refusal. */
async function openDoor(officer: StaffClient, members: number): Promise<string> {
  const recipientIds: string[] = [];
  for (let i = 0; i < members; i += 1)
    recipientIds.push((await addRecipient(officer, { jurisdiction: 'MO', kind: 'processor' })).id);
  const audience = await officer.post<{ id: string }>('/api/v1/audiences', { name: 'Operations', recipientIds });
  const session = await officer.session();
  const door = await officer.post<{ credentials: { url: string } }>('/api/v1/doors', {
    kind: 'robot',
    name: 'Monitoring',
    route: {
      entityId: session.entities[0]?.id,
      audienceId: audience.id,
      connectionId: 'dingtalk',
      locale: 'zh-Hant',
      purpose: 'internal_report',
    },
    security: { signed: false, networks: ['127.0.0.0/8', '::1/128'], perMinute: 60_000 },
  });
  return door.credentials.url;
}

async function measureBare(server: TestServer, connections: number, seconds: number): Promise<LoadResult> {
  const connection = await connectToRunning(server.dataDirectory);
  if (connection === undefined) throw new Error('the database of the server was not found');
  const child = spawn(
    process.execPath,
    [new URL('./support/bare-endpoint.ts', import.meta.url).pathname, String(BARE_PORT), JSON.stringify(connection)],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  try {
    await ready(child);
    const next = counter(`http://127.0.0.1:${BARE_PORT}/robot/send`);
    await closedLoop(next, connections, 1);
    return await closedLoop(next, connections, seconds);
  } finally {
    child.kill();
  }
}

function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.stdout?.once('data', () => resolve());
    child.once('exit', () => reject(new Error('the bare endpoint did not start')));
  });
}

type Meter = { readonly keptShare: number | null; readonly personalDataCrossed: number; readonly notices: number };

function readMeter(officer: StaffClient): Promise<Meter> {
  return officer.get<Meter>('/api/v1/meter');
}

/** Until no more notices leave. */
async function quiet(officer: StaffClient): Promise<void> {
  let before = -1;
  for (let i = 0; i < 20; i += 1) {
    const { notices } = await readMeter(officer);
    if (notices === before && notices > 0) return;
    before = notices;
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}
