/** Doors and calls to the gateway of a running server (server.ts), byte by byte as programs make them. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { type IncomingHttpHeaders, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { join } from 'node:path';
import type { CreateDoorRequest, DoorCreated } from '../../src/model/api/doors.ts';
import { addRecipient, type Client } from './flows.ts';
import { environmentOf, freePort, type TestServer } from './server.ts';
import { signOf } from '../../src/gateway/dingtalk/verify.ts';

const ROOT = join(import.meta.dirname, '../..');

export type RobotDoor = {
  readonly id: string;
  readonly token: string;
  readonly secret: string;
  readonly audienceId: string;
  readonly recipientIds: readonly string[];
};

export type DoorOver = {
  readonly route?: Partial<CreateDoorRequest['route']>;
  readonly security?: CreateDoorRequest['security'];
  readonly answers?: CreateDoorRequest['answers'];
  readonly recipientIds?: readonly string[];
};

/** A door of a robot, and an audience of one recipient in Hong Kong behind it. */
export async function addRobotDoor(officer: Client, over: DoorOver = {}): Promise<RobotDoor> {
  const recipientIds = over.recipientIds ?? [(await addRecipient(officer)).id];
  const { id: audienceId } = await officer.post<{ id: string }>('/api/v1/audiences', { name: 'On call', recipientIds });
  const route = {
    entityId: (await officer.session()).entities[0]?.id ?? '',
    audienceId,
    connectionId: 'dingtalk',
    locale: 'en',
    purpose: 'internal_report',
    ...over.route,
  };
  const body = { kind: 'robot', name: 'Monitoring', app: null, route, security: over.security, answers: over.answers };
  const { id, credentials } = await officer.post<DoorCreated>('/api/v1/doors', body);
  if (credentials.kind !== 'robot') throw new Error('no robot');
  return { id, token: credentials.token, secret: credentials.secret, audienceId, recipientIds };
}

export type RawAnswer = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly text: string };

export type RawCall = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** Sent without a length, in two pieces. */
  readonly chunked?: boolean;
  readonly tls?: { readonly ca: string; readonly maxVersion?: 'TLSv1.2' | 'TLSv1.3'; readonly servername?: string };
};

/** One request with exactly this path; nothing is escaped, sorted or followed. */
export function rawCall(base: string, path: string, call: RawCall = {}): Promise<RawAnswer> {
  const { protocol, hostname, port } = new URL(base);
  const body = Buffer.from(call.body ?? '');
  const headers: Record<string, string> = { 'content-type': 'application/json', ...call.headers };
  if (call.chunked !== true) headers['content-length'] = String(body.length);
  const options = { hostname, port, path, method: call.method ?? 'POST', headers, agent: false, ...call.tls };
  return new Promise((resolve, reject) => {
    const sent = (protocol === 'https:' ? httpsRequest : httpRequest)(options, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('error', reject);
      answer.on('end', () =>
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          text: Buffer.concat(parts).toString(),
        }),
      );
    });
    sent.on('error', reject);
    const half = Math.ceil(body.length / 2);
    if (call.chunked === true) sent.write(body.subarray(0, half));
    sent.end(call.chunked === true ? body.subarray(half) : body);
  });
}

/** The address of a call to a door, signed as the vendor documents it. */
export function signedPath(door: Pick<RobotDoor, 'token' | 'secret'>, now = Date.now()): string {
  const sign = encodeURIComponent(signOf(String(now), door.secret));
  return `/robot/send?access_token=${door.token}&timestamp=${now}&sign=${sign}`;
}

export function textBody(content: string, more: object = {}): string {
  return JSON.stringify({ msgtype: 'text', text: { content }, ...more });
}

export type GatewayProcess = {
  readonly url: string;
  readonly output: () => string;
  readonly stop: () => Promise<number | null>;
};

/** A process with the role `gateway` alone, attached to a running server. */
export async function startGatewayProcess(
  server: TestServer,
  over: Readonly<Record<string, string>> = {},
): Promise<GatewayProcess> {
  const port = await freePort();
  const env = { ...environmentOf(server), ENTREPOT_GATEWAY_PORT: String(port), ENTREPOT_LOG_LEVEL: 'debug', ...over };
  const child = spawn(join(ROOT, 'node_modules/.bin/node'), [join(ROOT, 'src/main.ts'), 'serve', '--role', 'gateway'], {
    cwd: '/tmp',
    env,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream?.on('data', (part: Buffer) => void (output += part.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const stop = (): Promise<number | null> => {
    child.kill('SIGTERM');
    return ended;
  };
  const deadline = Date.now() + 90_000;
  while (!output.includes('Ctrl-C')) {
    if (child.exitCode !== null || Date.now() > deadline) {
      await stop();
      throw new Error(`the gateway did not start:\n${output.slice(-2000)}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const scheme = over['ENTREPOT_GATEWAY_TLS_CERTIFICATE'] === undefined ? 'http' : 'https';
  return { url: `${scheme}://localhost:${port}`, output: () => output, stop };
}

export type CompanyCa = {
  readonly caFile: string;
  readonly certificate: string;
  readonly key: string;
  readonly remove: () => void;
};

/** A company's own CA and a certificate of it for names: the commands of docs/gateway.md. */
export function makeCompanyCa(names: readonly string[]): CompanyCa {
  const directory = mkdtempSync('/tmp/entrepot-ca-');
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { cwd: directory, stdio: 'pipe' });
  const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  openssl('req', '-x509', ...curve, '-keyout', 'ca.key', '-out', 'ca.crt', '-days', '3650', '-subj', '/CN=Company CA');
  openssl('req', ...curve, '-keyout', 'gateway.key', '-out', 'gateway.csr', '-subj', `/CN=${names[0] ?? ''}`);
  const alt = `subjectAltName=${names.map((name) => `DNS:${name}`).join(',')}`;
  execFileSync(
    'bash',
    [
      '-c',
      `openssl x509 -req -in gateway.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 397 -extfile <(printf '%s\\nextendedKeyUsage=serverAuth' '${alt}') -out gateway.crt`,
    ],
    { cwd: directory, stdio: 'pipe' },
  );
  const at = (name: string): string => join(directory, name);
  return {
    caFile: at('ca.crt'),
    certificate: at('gateway.crt'),
    key: at('gateway.key'),
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
