/**
 * A real server in a process of its own, and people who talk to it over HTTP.
 *
 *   const server = await startServer();                    // free port, own data directory, sandbox on
 *   const officer = await setUpOrganisation(server);       // signed in with two factors
 *   const recipient = await addRecipient(officer);
 *   const uploadId = await upload(officer, bytes, 'a.txt');
 *   await waitForUpload(officer, uploadId);
 *   const { transferId } = await submit(officer, { recipientIds: [recipient.id], uploadIds: [uploadId] });
 *   const handle = await waitForNotice(officer, transferId);
 *   const code = await askForCode(officer, handle, recipient.email);
 *   const opener = await openAsRecipient(server, handle, recipient.email, code);
 *   await server.stop();                                   // always, also after kill9()
 *
 * The flows (from `setUpOrganisation` on) are in flows.ts.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { copyTemplate } from './template-data.ts';

const ROOT = join(import.meta.dirname, '../..');
const NODE = join(ROOT, 'node_modules/.bin/node');
const START_LIMIT_MS = 90_000;
const STOP_LIMIT_MS = 30_000;

export type TestServer = {
  readonly url: string;
  /** Where the gateway listens, without TLS unless `env` says otherwise. */
  readonly gatewayUrl: string;
  /** One-time token of the set-up link; empty once the organisation is set up and the server was started again. */
  readonly setupToken: () => string;
  readonly dataDirectory: string;
  /** Everything the server wrote, for messages of failing tests. */
  readonly output: () => string;
  /** Ends the server cleanly, then its database if one was left over, then removes the data directory. May be called twice. */
  readonly stop: () => Promise<void>;
  /** Ends the server as a power cut would; the database may live on until `restart` or `stop`. */
  readonly kill9: () => Promise<void>;
  /** Ends the server cleanly if it still runs and starts it again on the same data and port. */
  readonly restart: () => Promise<void>;
  /** Ends the server cleanly and keeps the data, for commands that work without a server. */
  readonly halt: () => Promise<void>;
};

/** Starts a server and waits until it is well. `over` adds settings, e.g. `{ ENTREPOT_SANDBOX: 'false' }`. */
export async function startServer(over: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const directory = mkdtempSync('/tmp/entrepot-server-');
  // The database runs under an account of its own, which must be able to pass through.
  chmodSync(directory, 0o711);
  const dataDirectory = join(directory, 'data');
  const port = await freePort();
  const gatewayPort = Number(over['ENTREPOT_GATEWAY_PORT'] ?? (await freePort()));
  const env = { ENTREPOT_GATEWAY_PORT: String(gatewayPort), ...over };
  const url = `http://localhost:${port}`;
  // Another database, or other programs of it, make a cluster of their own.
  if (!Object.keys(over).some((name) => /^(?:DATABASE_|ENTREPOT_(?:PG|DATABASE))/.test(name)))
    await copyTemplate(dataDirectory, startOnce);
  let running = launch(dataDirectory, port, env);
  const remove = (): void => {
    endDatabase(dataDirectory);
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  };
  const start = async (): Promise<void> => {
    try {
      await waitUntilWell(running, url);
    } catch (error) {
      await endProcess(running.child, 'SIGKILL');
      remove();
      throw error;
    }
  };
  await start();
  return {
    url,
    gatewayUrl: `http://localhost:${gatewayPort}`,
    setupToken: () => /\/setup#([A-Za-z0-9_-]+)/.exec(running.output())?.[1] ?? '',
    dataDirectory,
    output: () => running.output(),
    stop: async () => {
      await endProcess(running.child, 'SIGTERM');
      remove();
    },
    kill9: () => endProcess(running.child, 'SIGKILL'),
    restart: async () => {
      await endProcess(running.child, 'SIGTERM');
      running = launch(dataDirectory, port, env);
      await start();
    },
    halt: () => endProcess(running.child, 'SIGTERM'),
  };
}

/** A server that is started and stopped again. */
async function startOnce(dataDirectory: string, whileRunning: () => Promise<void>): Promise<void> {
  const port = await freePort();
  const running = launch(dataDirectory, port, { ENTREPOT_GATEWAY_PORT: String(await freePort()) });
  try {
    await waitUntilWell(running, `http://localhost:${port}`);
    await whileRunning();
  } finally {
    await endProcess(running.child, 'SIGTERM');
    endDatabase(dataDirectory);
  }
}

/** The environment in which a command of its own reads the same settings as the server. */
export function environmentOf(server: Pick<TestServer, 'dataDirectory' | 'url'>): NodeJS.ProcessEnv {
  return settings(server.dataDirectory, Number(new URL(server.url).port), {});
}

export type CommandResult = { readonly code: number; readonly out: string; readonly err: string };

/** Runs `entrepot ...args` in a process of its own, without a terminal. */
export function runEntrepot(
  args: readonly string[],
  options: { readonly env?: NodeJS.ProcessEnv; readonly input?: string; readonly cwd?: string } = {},
): Promise<CommandResult> {
  const child = spawn(NODE, [join(ROOT, 'src/main.ts'), ...args], {
    cwd: options.cwd ?? ROOT,
    env: options.env ?? process.env,
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const [out, err] = [collect(child.stdout), collect(child.stderr)];
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.input ?? '');
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? -1, out: out(), err: err() }));
  });
}

type Running = { readonly child: ChildProcess; readonly output: () => string };

function launch(dataDirectory: string, port: number, env: Readonly<Record<string, string>>): Running {
  const child = spawn(NODE, [join(ROOT, 'src/main.ts'), 'serve'], {
    // No entrepot.toml of the checkout may play a part.
    cwd: '/tmp',
    env: settings(dataDirectory, port, env),
    // The channel ends with the test process, and the server with the channel: nothing outlives a crashed test.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  const [out, err] = [collect(child.stdout), collect(child.stderr)];
  return { child, output: () => out() + err() };
}

function settings(dataDirectory: string, port: number, env: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('ENTREPOT_') && name !== 'DATABASE_URL');
  return {
    ...Object.fromEntries(own),
    ENTREPOT_DATA: dataDirectory,
    ENTREPOT_PORT: String(port),
    ENTREPOT_LOG_LEVEL: 'warn',
    // Pictures take seconds each; what recognition does is tested where it stands.
    ENTREPOT_OCR: 'false',
    ...env,
  };
}

function collect(stream: NodeJS.ReadableStream | null): () => string {
  const parts: string[] = [];
  stream?.setEncoding('utf8');
  stream?.on('data', (part: string) => parts.push(part));
  return () => parts.join('');
}

async function waitUntilWell(running: Running, url: string): Promise<void> {
  const deadline = Date.now() + START_LIMIT_MS;
  while (Date.now() < deadline) {
    if (running.child.exitCode !== null) break;
    const isWell = await fetch(`${url}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    );
    // The set-up link is printed after the socket listens.
    if (isWell && running.output().includes('Ctrl-C')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`the server did not start:\n${running.output().slice(-4000)}`);
}

async function endProcess(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const late = setTimeout(() => child.kill('SIGKILL'), STOP_LIMIT_MS);
  await ended;
  clearTimeout(late);
}

/** A killed server leaves its database running, by design: the next start adopts it. Here it is ended. */
function endDatabase(dataDirectory: string): void {
  let pid: number;
  try {
    pid = Number(readFileSync(join(dataDirectory, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
    process.kill(pid, 'SIGINT');
  } catch {
    return;
  }
  const deadline = Date.now() + 10_000;
  while (Date.now() < deadline) {
    try {
      process.kill(pid, 0);
    } catch {
      return;
    }
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 50);
  }
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error()),
      );
    });
  });
}
