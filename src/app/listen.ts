/** The listening socket: TLS 1.3 by the server itself, or plain text on loopback or behind a configured proxy. */
import { readFileSync, watchFile, unwatchFile } from 'node:fs';
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
} from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { getRequestListener } from '@hono/node-server';
import { defineErrors } from '../base/errors.ts';
import { describeError, type Logger } from '../base/logger.ts';
import { KIB, MINUTE, SECOND } from '../base/units.ts';
import type { Config } from '../config.ts';

export const LISTEN = defineErrors('listen', {
  not_protected: [500, 'an address other than loopback needs tls or a trusted proxy', 'fatal'],
  half_tls: [500, 'tls needs both a certificate and a key', 'fatal'],
  port_taken: [500, 'the port is taken by another program', 'fatal'],
});

export type Listening = { readonly port: number; readonly stop: () => Promise<void> };

/** Whether people reach this server over TLS: its own or the proxy's. */
export function isSecure(config: Config): boolean {
  return config['tls.certificate'] !== undefined || (config['server.public_url'] ?? '').startsWith('https://');
}

export type ListenOptions = {
  readonly host: string;
  readonly port: number;
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  readonly minTls: 'TLSv1.2' | 'TLSv1.3';
  /** Any: a proxy in front ends TLS. */
  readonly trustedProxies: readonly string[];
  readonly limits: Limits;
  /** Other protocols over the same port (WebSocket). Without it a request to change the protocol is closed. */
  readonly onUpgrade?: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
};

export type Limits = {
  readonly headerBytes: number;
  /** Time for the headers, and for the whole request; 0: as long as it moves. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** How long a connection may be still. */
  readonly idleMs: number;
  /** What a caller hears whose headers are too large. */
  readonly headersHelp?: string;
};

/** Slow senders of headers are cut off; uploads take as long as they take, but never stand still. */
const PEOPLE: Limits = { headerBytes: 16 * KIB, headersMs: 30 * SECOND, requestMs: 0, idleMs: 2 * MINUTE };

/** Where people reach the server. */
export function mainListener(config: Config): ListenOptions {
  return {
    host: config['server.host'],
    port: config['server.port'],
    certificate: config['tls.certificate'],
    key: config['tls.key'],
    minTls: 'TLSv1.3',
    trustedProxies: config['server.trusted_proxies'],
    limits: PEOPLE,
  };
}

type Fetch = Parameters<typeof getRequestListener>[0];

/**
 * INVARIANT: nothing but loopback is served without TLS unless every peer is expected to be a configured proxy.
 *
 * @throws `listen.not_protected`, `listen.half_tls`, `listen.port_taken`
 */
export async function listen(
  options: ListenOptions,
  app: { readonly fetch: Fetch },
  logger: Logger,
): Promise<Listening> {
  const { host, certificate, key } = options;
  if ((certificate === undefined) !== (key === undefined)) throw LISTEN.half_tls();
  const isLoopback = host === '127.0.0.1' || host === '::1' || host === 'localhost';
  if (certificate === undefined && !isLoopback && options.trustedProxies.length === 0) throw LISTEN.not_protected();
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const handle: RequestListener = (request, response) => {
    listener(request, response).catch((error: unknown) => {
      logger.error(describeError(error), 'a request could not be answered');
      response.destroy();
    });
  };
  const limits = { maxHeaderSize: options.limits.headerBytes, connectionsCheckingInterval: 5 * SECOND };
  const server =
    certificate === undefined || key === undefined
      ? createHttpServer(limits, handle)
      : createTlsServer({ certificate, key, minVersion: options.minTls }, limits, handle, logger);
  limitTime(server, options.limits);
  if (options.onUpgrade !== undefined) server.on('upgrade', options.onUpgrade);
  await bind(server, options.port, host);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    stop: () => close(server),
  };
}

type TlsFiles = { readonly certificate: string; readonly key: string; readonly minVersion: 'TLSv1.2' | 'TLSv1.3' };

function createTlsServer(files: TlsFiles, limits: ServerOptions, handle: RequestListener, logger: Logger): Server {
  const { certificate, key, minVersion } = files;
  const read = (): { cert: Buffer; key: Buffer } => ({ cert: readFileSync(certificate), key: readFileSync(key) });
  const server = createHttpsServer({ ...limits, ...read(), minVersion }, handle);
  // A renewed certificate takes effect for new connections; a broken one keeps the old.
  const renew = (): void => {
    try {
      server.setSecureContext({ ...read(), minVersion });
      logger.info({}, 'the certificate was read again');
    } catch (error) {
      logger.error(describeError(error), 'the new certificate cannot be used; the old one stays');
    }
  };
  watchFile(certificate, { interval: MINUTE, persistent: false }, renew);
  // Two listeners may share one file: each takes away its own watcher.
  server.on('close', () => unwatchFile(certificate, renew));
  return server;
}

function limitTime(server: Server, limits: Limits): void {
  server.headersTimeout = limits.headersMs;
  server.requestTimeout = limits.requestMs;
  server.keepAliveTimeout = 30 * SECOND;
  server.timeout = limits.idleMs;
  const { headersHelp } = limits;
  if (headersHelp === undefined) return;
  server.on('clientError', (error, socket) => {
    if (!socket.writable) return;
    const isLarge = 'code' in error && error.code === 'HPE_HEADER_OVERFLOW';
    const status = isLarge ? '431 Request Header Fields Too Large' : '400 Bad Request';
    const body = isLarge ? headersHelp : '';
    const head = `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: text/plain; charset=utf-8`;
    socket.end(`${head}\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  });
}

function bind(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject('code' in error && error.code === 'EADDRINUSE' ? LISTEN.port_taken({ port }) : error),
    );
    server.listen(port, host, () => resolve());
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
    // What still streams gets a moment, then the connection ends; an upload goes on where it was acknowledged.
    setTimeout(() => server.closeAllConnections(), 3 * SECOND).unref();
  });
}
