/**
 * A server for the recipient page that says whatever a test wants: states that are hard to bring about for real. It serves the
 * built bundle under the page's own security policy and counts what it is asked.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';

const BUNDLE = join(import.meta.dirname, '../../dist/open');

/** As the server sends it with the page. */
export const PAGE_CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'none'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types entrepot-open";

export const HANDLE = 'Ab3-Cd4_Ef5Gh6Ij7Kl8Mn';

export type Reply = { readonly status?: number; readonly body: unknown; readonly afterMs?: number };
export type Script = {
  code: (body: Record<string, unknown>) => Reply;
  verify: (body: Record<string, unknown>) => Reply;
  session: (body: Record<string, unknown>) => Reply;
  open: (body: Record<string, unknown>) => Reply;
  /** Undefined sends a file. */
  download: (form: URLSearchParams) => Reply | undefined;
};
export type Asked = { readonly path: string; readonly body: string; readonly csrf: string };

export type OpenMock = {
  readonly origin: string;
  readonly url: string;
  readonly script: Script;
  readonly asked: Asked[];
  readonly close: () => Promise<void>;
};

export const failed = (status: number, code: string): Reply => ({
  status,
  body: { error: { code, message: 'x', requestId: 'rq7Yx2', details: {} } },
});

export const MESSAGE_ID = '01930000-0000-7000-8000-000000000001';
export const FILE_ID = '01930000-0000-7000-8000-000000000002';
export const VIEW_ID = '01930000-0000-7000-8000-000000000003';
export const OPENING_ID = '01930000-0000-7000-8000-0000000000aa';

const OF = { reference: 'EN-7K3M-Q2XD-9FHT', sentAt: '2026-10-05T01:30:00.000Z' };

export function sampleSession(more: Record<string, unknown> = {}) {
  return {
    csrf: 'csrf-token',
    reference: 'EN-7K3M-Q2XD-9FHT',
    organisation: '蓮峰貿易有限公司',
    sender: '何詠欣 Inês Ho',
    expiresAt: new Date(Date.now() + 6.5 * 86_400_000).toISOString(),
    state: 'granted',
    objects: [
      {
        id: MESSAGE_ID,
        kind: 'message',
        name: 'message.txt',
        size: 412,
        mediaType: 'text/plain',
        permission: 'download',
        opensLeft: 5,
        ...OF,
      },
      {
        id: FILE_ID,
        kind: 'file',
        name: '2026 年第三季 供應商付款明細（珠海）最終版.xlsx',
        size: 1_438_212,
        mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        permission: 'download',
        opensLeft: 3,
        ...OF,
      },
      {
        id: VIEW_ID,
        kind: 'file',
        name: 'Contrato \u202efdp.exe',
        size: 88_000,
        mediaType: 'application/pdf',
        permission: 'view',
        opensLeft: 2,
        ...OF,
      },
    ],
    ...more,
  };
}

export function released(text: string | null, more: Record<string, unknown> = {}) {
  return {
    outcome: 'released',
    openingId: OPENING_ID,
    opensLeft: 2,
    until: new Date(Date.now() + 600_000).toISOString(),
    logIndex: 18_204,
    text,
    view: null,
    ...more,
  };
}

export async function startOpenMock(): Promise<OpenMock> {
  const script: Script = {
    code: () => ({ body: { minutesValid: 5, resendInSeconds: 60 } }),
    verify: ({ code }) => (code === '123456' ? { body: sampleSession() } : failed(403, 'access.code_not_accepted')),
    session: () => failed(401, 'access.session_ended'),
    open: ({ objectId }) => ({ body: released(objectId === MESSAGE_ID ? 'text' : null) }),
    download: () => undefined,
  };
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    void answer(request, response, script, asked);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    url: `${origin}/n/${HANDLE}`,
    script,
    asked,
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  script: Script,
  asked: Asked[],
): Promise<void> {
  const path = request.url ?? '/';
  if (request.method === 'GET' && path.startsWith('/n/')) {
    const headers = {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': PAGE_CSP,
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
    };
    response.writeHead(200, headers).end(readFileSync(join(BUNDLE, 'index.html')));
    return;
  }
  const asset = readdirSync(join(BUNDLE, 'assets')).find((name) => path === `/open/assets/${name}`);
  if (asset !== undefined) {
    response.writeHead(200, { 'content-type': TYPES[asset.split('.').at(-1) ?? ''] ?? '' });
    response.end(readFileSync(join(BUNDLE, 'assets', asset)));
    return;
  }
  let body = '';
  for await (const piece of request) body += String(piece);
  asked.push({ path, body, csrf: String(request.headers['x-entrepot-csrf'] ?? '') });
  const reply = path === '/open/download' ? script.download(new URLSearchParams(body)) : apiReply(path, body, script);
  await new Promise((resolve) => setTimeout(resolve, reply?.afterMs ?? 0));
  if (reply === undefined) sendFile(response);
  else
    response
      .writeHead(reply.status ?? 200, { 'content-type': 'application/json', 'x-frame-options': 'DENY' })
      .end(JSON.stringify(reply.body));
}

function apiReply(path: string, body: string, script: Script): Reply {
  const step = (['code', 'verify', 'session', 'open'] as const).find((one) => path === `/open/api/${one}`);
  return step === undefined ? failed(404, 'base.not_found') : script[step](JSON.parse(body));
}

function sendFile(response: ServerResponse): void {
  response.writeHead(200, {
    'content-type': 'application/octet-stream',
    'content-disposition': `attachment; filename="_.xlsx"; filename*=UTF-8''${encodeURIComponent('付款明細.xlsx')}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
  });
  response.end('the bytes of the file');
}
