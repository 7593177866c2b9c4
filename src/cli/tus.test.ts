/** A server that breaks connections: what was acknowledged is never sent again, and every byte arrives once. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runHere, scratch } from '../../test/support/command.ts';
import { codeOf } from '../base/errors.ts';
import { createServerClient, serverOrigin } from './server-client.ts';
import { uploadFile } from './tus.ts';

const MIB = 1024 * 1024;
const ID = '01890000-0000-7000-8000-000000000001';
const CONTENT = Uint8Array.from({ length: 20 * MIB }, (_, i) => (i * 7 + (i >> 12)) & 0xff);

let server: Server;
let url: string;
let received: Buffer;
/** Bytes after which the next PATCH loses its connection. */
let breaks: number[];
let seen: string[];
let location: string;

const session = {
  stage: 'ready',
  csrf: 'csrf-token',
  sandbox: true,
  secure: false,
  version: '0',
  organisation: null,
  person: null,
  entities: [],
  levelNames: {},
};

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  seen.push(`${request.method ?? ''} ${String(request.headers['upload-offset'] ?? '')}`.trim());
  if (request.url === '/api/v1/session') return void response.end(JSON.stringify(session));
  if (request.headers['x-entrepot-csrf'] !== 'csrf-token') return void response.writeHead(403).end();
  if (request.method === 'POST') return void response.writeHead(201, { location }).end();
  if (request.method === 'HEAD') return void response.writeHead(200, { 'upload-offset': received.length }).end();
  if (Number(request.headers['upload-offset']) !== received.length) return void response.writeHead(409).end();
  const limit = breaks.shift();
  let taken = 0;
  for await (const piece of request) {
    const part = limit === undefined ? piece : piece.subarray(0, Math.max(0, limit - taken));
    received = Buffer.concat([received, part]);
    taken += part.length;
    if (limit !== undefined && taken >= limit) return void request.socket.destroy();
  }
  response.writeHead(204, { 'upload-offset': received.length }).end();
}

beforeEach(async () => {
  [received, breaks, seen, location] = [Buffer.alloc(0), [], [], `/api/v1/uploads/${ID}`];
  server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const io = { signal: new AbortController().signal, environment: {} };
const send = (signal = io.signal): Promise<string> =>
  uploadFile({
    client: createServerClient(url, { ...io, signal }),
    file: { size: CONTENT.length, read: async (offset, length) => CONTENT.slice(offset, offset + length) },
    name: '名 list.txt',
    signal,
    onProgress: () => undefined,
  });

describe('an upload', () => {
  it('goes in pieces of 16 MiB', async () => {
    expect(await send()).toBe(ID);
    expect(received.equals(CONTENT)).toBe(true);
    expect(seen.filter((one) => one.startsWith('PATCH'))).toEqual(['PATCH 0', `PATCH ${16 * MIB}`]);
  });

  it('goes on where the server says after broken connections', async () => {
    breaks = [3 * MIB, 0, 5 * MIB];
    expect(await send()).toBe(ID);
    expect(received.equals(CONTENT)).toBe(true);
    expect(seen.filter((one) => one === 'HEAD')).toHaveLength(3);
  }, 60_000);

  it('stops when it is told to', async () => {
    breaks = [0, 0, 0, 0, 0, 0, 0, 0, 0];
    const stopping = new AbortController();
    setTimeout(() => stopping.abort(), 300);
    expect(codeOf(await send(stopping.signal).catch((error: unknown) => error))).toBe('cli.cancelled');
  });

  it.each(['https://evil.example/api/v1/uploads/01890000-0000-7000-8000-000000000001', '/elsewhere', ''])(
    'never follows the server to %j',
    async (elsewhere) => {
      location = elsewhere;
      expect(codeOf(await send().catch((error: unknown) => error))).toBe('cli.server_answer');
      expect(received).toHaveLength(0);
    },
  );
});

describe('a server’s address', () => {
  it.each(['http://example.org', 'http://10.0.0.1:8080', 'http://localhost.example.org'])(
    '%s is refused in plain text',
    (text) => {
      expect(() => serverOrigin(text)).toThrow(expect.objectContaining({ code: 'cli.not_protected' }));
    },
  );
  it.each(['ftp://localhost', 'localhost:8080', '', 'https://user:pw@example.org'])('%j is none', (text) => {
    expect(() => serverOrigin(text)).toThrow(expect.objectContaining({ code: 'cli.bad_server_url' }));
  });
  it.each([
    ['https://example.org/console/x?y', 'https://example.org'],
    ['http://localhost:8080/', 'http://localhost:8080'],
    ['http://[::1]:8080', 'http://[::1]:8080'],
  ])('%s is taken', (text, origin) => {
    expect(serverOrigin(text)).toBe(origin);
  });
});

describe('the session file', () => {
  it('is for this account only, and a session goes only to the server that gave it', async () => {
    const folder = scratch();
    try {
      const environment = { XDG_CONFIG_HOME: folder.directory };
      mkdirSync(folder.path('entrepot'));
      const path = folder.path('entrepot/session.json');
      writeFileSync(path, JSON.stringify({ server: 'https://home.example', cookies: { a: 'b' } }));
      const elsewhere = await runHere(['send', path, '--to', 'a@b.example', '--yes', '--server', url], { environment });
      expect(elsewhere).toMatchObject({ code: 1 });
      expect(elsewhere.err).toContain('cli.signed_out');
      expect(seen).toEqual([]);
      writeFileSync(path, '{"server": 1}');
      expect((await runHere(['send', path, '--to', 'a@b.example', '--yes'], { environment })).err).toContain(
        'cli.bad_session_file',
      );
      expect((await runHere(['sign-out'], { environment })).code).toBe(0);
      expect(() => readFileSync(path)).toThrow('ENOENT');
      const { saveSession } = await import('./session-file.ts');
      await saveSession({ environment }, { server: url, cookies: { a: 'b' } });
      expect(statSync(path).mode & 0o077).toBe(0);
    } finally {
      folder.remove();
    }
  });

  it('needs a terminal or the environment to sign in', async () => {
    const result = await runHere(['sign-in', '--server', url]);
    expect(result).toMatchObject({ code: 2 });
    expect(result.err).toContain('ENTREPOT_EMAIL');
  });
});
