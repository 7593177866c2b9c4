/** A browser without a window: cookies, origin and CSRF token as a real one has them. */
import { createHmac } from 'node:crypto';

export class Browser {
  readonly #url: string;
  readonly #cookies = new Map<string, string>();
  csrf: string | null = null;

  constructor(url: string) {
    this.#url = url;
  }

  async request(
    method: string,
    path: string,
    body?: RequestInit['body'],
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await fetch(this.#url + path, {
      method,
      redirect: 'manual',
      headers: {
        origin: this.#url,
        'accept-language': 'en',
        cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...(this.csrf === null ? {} : { 'x-entrepot-csrf': this.csrf }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    for (const line of response.headers.getSetCookie()) {
      const pair = line.split(';')[0] ?? '';
      this.#cookies.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
    return response;
  }

  /** The JSON of a successful answer. */
  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.request(
      method,
      path,
      body === undefined ? undefined : JSON.stringify(body),
      body === undefined ? {} : { 'content-type': 'application/json' },
    );
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return JSON.parse(text) as T;
  }

  /** Uploads by tus in two pieces, as a phone on a poor line would, and returns the upload's id. */
  async upload(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<string> {
    const tus = { 'tus-resumable': '1.0.0' };
    const created = await this.request('POST', '/api/v1/uploads', undefined, {
      ...tus,
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    });
    const location = created.headers.get('location');
    if (created.status !== 201 || location === null) throw new Error(`the upload was not created: ${created.status}`);
    const half = Math.floor(bytes.length / 2);
    for (const [from, to] of [
      [0, half],
      [half, bytes.length],
    ] as const) {
      const sent = await this.request('PATCH', location, bytes.slice(from, to), {
        ...tus,
        'upload-offset': String(from),
        'content-type': 'application/offset+octet-stream',
      });
      if (sent.status !== 204) throw new Error(`the upload broke off: ${sent.status}`);
    }
    const id = location.split('/').at(-1) ?? '';
    for (;;) {
      const { state } = await this.json<{ state: string }>('GET', `/api/v1/uploads/${id}/state`);
      if (state === 'ready') return id;
      if (state === 'failed') throw new Error('the upload could not be inspected');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  /** Takes the session's CSRF token and returns the session. */
  async session<T extends { csrf: string | null }>(): Promise<T> {
    const session = await this.json<T>('GET', '/api/v1/session');
    this.csrf = session.csrf;
    return session;
  }

  /** Sets up an authenticator app, which makes the session a strong one. */
  async enrolAuthenticator(password: string): Promise<void> {
    await this.session();
    const { totpURI } = await this.json<{ totpURI: string }>('POST', '/api/auth/two-factor/enable', { password });
    const secret = new URL(totpURI).searchParams.get('secret') ?? '';
    await this.json('POST', '/api/auth/two-factor/verify-totp', { code: totp(secret, Date.now()) });
    await this.session();
  }
}

/** Six digits of RFC 6238 with HMAC-SHA-1 and 30 seconds, as authenticator apps compute them. */
export function totp(base32: string, milliseconds: number): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = Array.from(base32.replace(/=+$/, ''), (char) =>
    alphabet.indexOf(char).toString(2).padStart(5, '0'),
  ).join('');
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(milliseconds / 30_000)));
  const mac = createHmac('sha1', key).update(counter).digest();
  const offset = (mac[19] ?? 0) & 15;
  return ((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).toString().padStart(6, '0');
}
