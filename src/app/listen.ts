/** The listening socket: TLS 1.3 by the server itself, or plain text on loopback or behind a configured proxy. */
import { readFileSync, watchFile, unwatchFile } from 'node:fs';
import { createServer as createHttpServer, type RequestListener, type Server } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { getRequestListener } from '@hono/node-server';
import { defineErrors } from '../base/errors.ts';
import { describeError, type Logger } from '../base/logger.ts';
import { MINUTE, SECOND } from '../base/units.ts';
import type { Config } from '../config.ts';
import type { App } from '../http/context.ts';

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

/**
 * INVARIANT: nothing but loopback is served without TLS unless every peer is expected to be a configured proxy.
 *
 * @throws `listen.not_protected`, `listen.half_tls`, `listen.port_taken`
 */
export async function listen(config: Config, app: App, logger: Logger): Promise<Listening> {
  const host = config['server.host'];
  const certificate = config['tls.certificate'];
  const key = config['tls.key'];
  if ((certificate === undefined) !== (key === undefined)) throw LISTEN.half_tls();
  const isLoopback = host === '127.0.0.1' || host === '::1' || host === 'localhost';
  if (certificate === undefined && !isLoopback && config['server.trusted_proxies'].length === 0)
    throw LISTEN.not_protected();
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const handle: RequestListener = (request, response) => {
    listener(request, response).catch((error: unknown) => {
      logger.error(describeError(error), 'a request could not be answered');
      response.destroy();
    });
  };
  const server =
    certificate === undefined || key === undefined
      ? createHttpServer(handle)
      : createTlsServer(certificate, key, handle, logger);
  limitTime(server);
  await bind(server, config['server.port'], host);
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : config['server.port'],
    stop: () => close(server),
  };
}

function createTlsServer(certificate: string, key: string, handle: RequestListener, logger: Logger): Server {
  const read = (): { cert: Buffer; key: Buffer } => ({ cert: readFileSync(certificate), key: readFileSync(key) });
  const server = createHttpsServer({ ...read(), minVersion: 'TLSv1.3' }, handle);
  // A renewed certificate takes effect for new connections; a broken one keeps the old.
  watchFile(certificate, { interval: MINUTE, persistent: false }, () => {
    try {
      server.setSecureContext({ ...read(), minVersion: 'TLSv1.3' });
      logger.info({}, 'the certificate was read again');
    } catch (error) {
      logger.error(describeError(error), 'the new certificate cannot be used; the old one stays');
    }
  });
  server.on('close', () => unwatchFile(certificate));
  return server;
}

/** Slow senders of headers are cut off; uploads take as long as they take, but never stand still. */
function limitTime(server: Server): void {
  server.headersTimeout = 30 * SECOND;
  server.requestTimeout = 0;
  server.keepAliveTimeout = 30 * SECOND;
  server.timeout = 2 * MINUTE;
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
