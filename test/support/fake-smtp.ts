/** A real SMTP peer on this machine. Recipients say what becomes of a mail: `rcpt550@…`, `rcpt451@…`, `data554@…`, `data452@…`, `hang@…`. */
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export type TakenMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: Buffer;
  readonly overTls: boolean;
  readonly user: string | undefined;
};

export type FakeSmtp = {
  readonly port: number;
  readonly taken: readonly TakenMail[];
  readonly close: () => Promise<void>;
};

export type FakeSmtpOptions = {
  /** PEM; without it STARTTLS is not offered. */
  readonly certificate?: { readonly key: string; readonly cert: string };
  readonly login?: { readonly user: string; readonly password: string };
};

function refuse(address: string, stage: string): Error | undefined {
  const found = new RegExp(`^${stage}(\\d{3})@`).exec(address);
  return found === null
    ? undefined
    : Object.assign(new Error('refused by the stand-in'), { responseCode: Number(found[1]) });
}

export async function startFakeSmtp(options: FakeSmtpOptions = {}): Promise<FakeSmtp> {
  const taken: TakenMail[] = [];
  const server = new SMTPServer({
    ...options.certificate,
    disabledCommands: options.certificate === undefined ? ['STARTTLS'] : [],
    authOptional: options.login === undefined,
    allowInsecureAuth: true,
    closeTimeout: 100,
    onAuth: (auth, _session, done) => {
      const right = auth.username === options.login?.user && auth.password === options.login?.password;
      if (right) done(null, { user: auth.username });
      else done(new Error('wrong password'));
    },
    onMailFrom: (address, _session, done) => done(refuse(address.address, 'from')),
    onRcptTo: (address, _session, done) => done(refuse(address.address, 'rcpt')),
    onData: (stream, session, done) => {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const to = session.envelope.rcptTo.map((recipient) => recipient.address);
        if (to[0]?.startsWith('hang@') === true) return;
        const refusal = refuse(to[0] ?? '', 'data');
        const { mailFrom } = session.envelope;
        if (refusal === undefined) {
          const from = mailFrom === false ? '' : mailFrom.address;
          taken.push({ from, to, raw: Buffer.concat(parts), overTls: session.secure, user: session.user });
        }
        done(refusal);
      });
    },
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { port, taken, close: () => new Promise((resolve) => server.close(() => resolve())) };
}
