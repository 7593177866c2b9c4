/** WebSocket connections on the gateway's own listener: `GET /connect?ticket=`, with a ticket that counts once. */
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import { type ClientResolver, clientSubject } from '../../access/client.ts';
import type { RateLimiter, RateRule } from '../../access/rate-limit.ts';
import { describeError, type Logger } from '../../base/logger.ts';
import { MINUTE } from '../../base/units.ts';
import type { StreamSocket } from './connection.ts';
import type { StreamClient, StreamHub } from './hub.ts';
import { MAX_FRAME_BYTES } from './protocol.ts';

export const CONNECT_PATH = '/connect';
const CONNECTS_PER_CLIENT: RateRule = { name: 'stream connect client', limit: 300, windowMs: MINUTE };

export type UpgradeDeps = {
  readonly hub: StreamHub;
  /** Uses a ticket up. */
  readonly openTicket: (ticket: string) => Promise<StreamClient | undefined>;
  readonly resolveClient: ClientResolver;
  readonly limiter: RateLimiter;
  readonly logger: Logger;
};

export type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** For the upgrade requests of a server. Whatever is not a connection with a good ticket is answered and cut. */
export function streamUpgrade(deps: UpgradeDeps): UpgradeListener {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    clientTracking: false,
  });
  return (request, socket, head) => {
    // A peer that goes away in the middle is no fault of ours.
    socket.on('error', () => socket.destroy());
    void open(deps, sockets, request, socket, head);
  };
}

async function open(
  deps: UpgradeDeps,
  sockets: WebSocketServer,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  try {
    const outcome = await answer(deps, request);
    if (outcome.kind === 'refused') {
      refuse(socket, outcome.status);
      return;
    }
    sockets.handleUpgrade(request, socket, head, (opened) => {
      // Too many: RFC 6455, code 1013, try again later.
      if (!deps.hub.accept(outcome.client, asStreamSocket(opened))) opened.close(1013, 'too many connections');
    });
  } catch (error) {
    deps.logger.error(describeError(error), 'a connection of a program could not be opened');
    refuse(socket, '500 Internal Server Error');
  }
}

type Outcome =
  | { readonly kind: 'client'; readonly client: StreamClient }
  | { readonly kind: 'refused'; readonly status: string };

async function answer(deps: UpgradeDeps, request: IncomingMessage): Promise<Outcome> {
  const url = request.url ?? '';
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  if (path !== CONNECT_PATH) return { kind: 'refused', status: '404 Not Found' };
  const ticket = at < 0 ? null : new URLSearchParams(url.slice(at + 1)).get('ticket');
  if (ticket === null || ticket.length > 256) return { kind: 'refused', status: '401 Unauthorized' };
  const header = (name: string): string | null => {
    const value = request.headers[name];
    return typeof value === 'string' ? value : null;
  };
  const { address } = deps.resolveClient(request.socket.remoteAddress, { get: header });
  const verdict = await deps.limiter.take(CONNECTS_PER_CLIENT, clientSubject(address));
  if (verdict.kind === 'limited') return { kind: 'refused', status: '429 Too Many Requests' };
  const client = await deps.openTicket(ticket);
  return client === undefined ? { kind: 'refused', status: '401 Unauthorized' } : { kind: 'client', client };
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

function asStreamSocket(socket: WebSocket): StreamSocket {
  // What goes wrong (a frame too long, broken UTF-8, a reset) ends the connection; 'close' follows.
  socket.on('error', () => socket.terminate());
  return {
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    send: (text) => socket.send(text),
    ping: () => socket.ping(),
    close: (code, reason) => socket.close(code, reason),
    terminate: () => socket.terminate(),
    onText: (heard) => void socket.on('message', (data, isBinary) => (isBinary ? undefined : heard(textOf(data)))),
    onBinary: (heard) => void socket.on('message', (_data, isBinary) => (isBinary ? heard() : undefined)),
    onPong: (heard) => void socket.on('pong', heard),
    onClose: (ended) => void socket.once('close', ended),
  };
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return data instanceof ArrayBuffer ? Buffer.from(data).toString('utf8') : data.toString('utf8');
}
