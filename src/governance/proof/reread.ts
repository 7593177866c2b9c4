/** A body that left, read once more by the rules of the egress guard: for whoever does not want to take the record's word. */
import { createEgressGuard, type GuardOptions } from '../../channels/egress-guard.ts';
import type { ChannelDraft } from '../../model/notice.ts';
import type { Bytes } from '../../base/bytes.ts';
import { fromUtf8 } from '../../base/bytes.ts';
import { Secret } from '../../base/secret.ts';

export type Body = {
  readonly bytes: Bytes;
  readonly kind: ChannelDraft['kind'];
  readonly idempotencyKey: string;
  /** What vendors call recipients of the organisation. */
  readonly identifiers: readonly string[];
};
/** True when nothing personal is found; what cannot be read is not clean. */
export type Reread = (body: Body) => Promise<boolean>;

const NOWHERE = 'https://reread.invalid';
const HOST = 'reread.invalid:443';
const MAIL_PORT = 465;

/** Returns the second look. It has a guard of its own, whose way out leads nowhere and which records nothing. */
export function createReread(options: Pick<GuardOptions, 'linkPrefixes' | 'ownNames' | 'scan'>): Reread {
  const guard = createEgressGuard({
    ...options,
    allowedHosts: () => new Set([HOST, `reread.invalid:${MAIL_PORT}`]),
    record: { record: () => Promise.resolve() },
    egress: {
      http: async () => ({ kind: 'answered', status: 200, headers: {}, body: new Uint8Array() }),
      smtp: async () => ({ kind: 'accepted', code: 250 }),
      control: async () => ({ kind: 'answered', status: 200, headers: {}, body: new Uint8Array() }),
    },
    maxBytes: 1024 * 1024,
  });
  const { signal } = new AbortController();
  return async ({ bytes, kind, idempotencyKey, identifiers }) => {
    const meta = { vendor: 'reread', kind, idempotencyKey, identifiers };
    const mail = mailOf(bytes);
    if (mail === undefined) {
      const answer = await guard.http(
        {
          meta: { ...meta, target: { kind: 'group' } },
          method: 'POST',
          url: NOWHERE,
          secretQuery: new Secret({}),
          headers: {},
          secretHeaders: new Secret({}),
          body: bytes,
          timeoutMs: 1,
          maxAnswerBytes: 1,
        },
        signal,
      );
      return answer.kind === 'answered';
    }
    const answer = await guard.smtp(
      {
        meta: { ...meta, target: { kind: 'email', address: mail.to } },
        server: { host: 'reread.invalid', port: MAIL_PORT, security: 'tls' },
        from: mail.from,
        to: mail.to,
        body: bytes,
        timeoutMs: 1,
      },
      signal,
    );
    return answer.kind === 'accepted';
  };
}

/** Sender and addressee of a mail of ours, which begins with headers; undefined for JSON. */
function mailOf(bytes: Bytes): { readonly from: string; readonly to: string } | undefined {
  let head: string;
  try {
    head = fromUtf8(bytes).split('\r\n\r\n', 1)[0] ?? '';
  } catch {
    return undefined;
  }
  if (/^\s*[[{]/.test(head)) return undefined;
  const of = (name: string): string =>
    new RegExp(`^${name}:.*?<?([^\\s<>]+@[^\\s<>]+)>?\\s*$`, 'im').exec(head)?.[1] ?? '';
  return { from: of('From'), to: of('To') };
}
