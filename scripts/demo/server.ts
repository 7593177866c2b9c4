/** The real server in a process of its own, with a data directory that is thrown away. */
import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type DemoServer = {
  readonly url: string;
  readonly setupToken: string;
  readonly directory: string;
  readonly stop: () => Promise<void>;
};

export async function startDemoServer(): Promise<DemoServer> {
  const parent = await mkdtemp(join(tmpdir(), 'entrepot-demo-'));
  // The embedded database runs under an account of its own, which has to pass through.
  await chmod(parent, 0o711);
  const directory = join(parent, 'data');
  const port = await freePort();
  const child = spawn(process.execPath, [join(import.meta.dirname, '../../bin/entrepot.mjs'), 'serve'], {
    cwd: parent,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ENTREPOT_DATA: directory,
      ENTREPOT_PORT: String(port),
      ENTREPOT_GATEWAY_PORT: String(await freePort()),
      ENTREPOT_SANDBOX: 'true',
      // The demo compares the bytes: without marks the file arrives as it was sent.
      ENTREPOT_DOWNLOADS_MARK_FROM: 'never',
      // Two of its documents are scans, which would take most of the time.
      ENTREPOT_OCR: 'false',
      ENTREPOT_LOG_LEVEL: 'warn',
      DATABASE_URL: '',
    },
  });
  const link = await setupLink(child);
  return {
    url: `http://localhost:${port}`,
    setupToken: link.split('#')[1] ?? '',
    directory,
    stop: async () => {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(parent, { recursive: true, force: true });
    },
  };
}

function setupLink(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    const timer = setTimeout(() => reject(new Error(`the server did not start in time:\n${output}`)), 120_000);
    const read = (chunk: Buffer): void => {
      output += chunk.toString();
      const found = /Set up here, once: (\S+)\n[^]*Ctrl-C/.exec(output);
      if (found?.[1] === undefined) return;
      clearTimeout(timer);
      resolve(found[1]);
    };
    child.stdout?.on('data', read);
    child.stderr?.on('data', read);
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}:\n${output}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
