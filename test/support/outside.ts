/** The world outside for a server whose sandbox is off: a stand-in for DingTalk and a mail server, each with every byte on its wire. */
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import PostalMime from 'postal-mime';
import { type FakeDingtalk, type FakeDingtalkOptions, startFakeDingtalk } from './fake-dingtalk.ts';
import { type FakeSmtp, startFakeSmtp } from './fake-smtp.ts';
import { waitFor } from './flows.ts';

export type Outside = {
  readonly dingtalk: FakeDingtalk;
  readonly smtp: FakeSmtp;
  /** Every byte that came in, by wire. */
  readonly wires: () => ReadonlyMap<string, Buffer>;
  /** Settings of a server that sends here. `token` may be a sentinel of the stand-in. */
  readonly settings: (token?: string) => Readonly<Record<string, string>>;
  /** Handle of the link in the notice with this reference. */
  readonly handle: (reference: string) => Promise<string>;
  /** Handle of the newest notice, which may tell of several transfers and then names none of them. */
  readonly newestHandle: () => string;
  /** Code in the newest mail to this address that came after `after` mails. */
  readonly code: (address: string, after: number) => Promise<string>;
  readonly close: () => Promise<void>;
};

/** In a link as it is, or within another one. */
const HANDLE = /(?:\/|%2F)n(?:\/|%2F)([A-Za-z0-9_-]{22})/;

export async function startOutside(options: FakeDingtalkOptions = {}): Promise<Outside> {
  const dingtalk = await startFakeDingtalk(options);
  const smtp = await startFakeSmtp();
  const tap = await startTap(smtp.port);
  return {
    dingtalk,
    smtp,
    wires: () =>
      new Map([
        ['dingtalk', Buffer.from(dingtalk.wire(), 'latin1')],
        ['smtp', tap.bytes()],
      ]),
    settings: (token = 'robottoken0000') => ({
      ENTREPOT_SANDBOX: 'false',
      ENTREPOT_DINGTALK_BASE_URL: dingtalk.baseUrl,
      ENTREPOT_DINGTALK_TOKEN: token,
      ENTREPOT_SMTP_HOST: '127.0.0.1',
      ENTREPOT_SMTP_PORT: String(tap.port),
      ENTREPOT_SMTP_SECURITY: 'plain-loopback',
      ENTREPOT_MAIL_FROM: 'entrepot@lotus.example',
    }),
    handle: (reference) =>
      waitFor(`the notice ${reference}`, async () => {
        const bodies = dingtalk.delivered.map((one) => JSON.stringify(one.body));
        const own = bodies.find((body) => body.includes(reference));
        return own === undefined ? undefined : HANDLE.exec(own)?.[1];
      }),
    newestHandle: () => HANDLE.exec(JSON.stringify(dingtalk.delivered.at(-1)?.body))?.[1] ?? '',
    code: (address, after) =>
      waitFor('the code', async () => {
        const mail = smtp.taken.slice(after).findLast((one) => one.to.includes(address));
        if (mail === undefined) return undefined;
        const { text } = await PostalMime.parse(mail.raw);
        return /(?<!\d)\d{6}(?!\d)/.exec(text ?? '')?.[0];
      }),
    close: async () => {
      await tap.close();
      await Promise.all([dingtalk.close(), smtp.close()]);
    },
  };
}

/** Passes connections on and keeps what the client said. */
async function startTap(port: number): Promise<{ port: number; bytes: () => Buffer; close: () => Promise<void> }> {
  const chunks: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const target = connect(port, '127.0.0.1');
    for (const socket of [client, target]) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('data', (chunk: Buffer) => chunks.push(chunk));
    client.pipe(target);
    target.pipe(client);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    bytes: () => Buffer.concat(chunks),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}
