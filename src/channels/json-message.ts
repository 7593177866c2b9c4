/** The rendered form that nearly every vendor takes: JSON over HTTPS, within a number of bytes. */
import { createHash } from 'node:crypto';
import { utf8 } from '../base/bytes.ts';
import type { Secret } from '../base/secret.ts';
import type { ChannelDraft } from '../model/notice.ts';
import { CHANNELS } from './errors.ts';
import type { Envelope, RenderedHttp } from './port.ts';

export type JsonMessage = {
  readonly method?: RenderedHttp['method'];
  readonly url: string;
  readonly secretPath?: Secret<string>;
  readonly identifiers?: readonly string[];
  readonly maxBytes: number;
  readonly body: object;
};

/** Returns the request. @throws `channels.bad_draft` when the body is larger than the vendor takes. */
export function jsonMessage(draft: ChannelDraft, envelope: Envelope, message: JsonMessage): RenderedHttp {
  const { method = 'POST', url, secretPath, identifiers, maxBytes } = message;
  const body = utf8(JSON.stringify(message.body));
  if (body.length > maxBytes) throw CHANNELS.bad_draft({ field: 'size', bytes: body.length });
  const contentType = 'application/json; charset=utf-8';
  return {
    transport: 'http',
    kind: draft.kind,
    method,
    url,
    ...(secretPath === undefined ? {} : { secretPath }),
    ...(identifiers === undefined ? {} : { identifiers }),
    headers: { 'content-type': contentType },
    contentType,
    body,
    bytes: body.length,
    envelope,
  };
}

/** Returns the address without a slash at its end. */
export function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

/** Returns the key itself where the vendor takes one of its length, else a digest of it: the same key gives the same text. */
export function shortKey(key: string, max: number): string {
  return key.length <= max ? key : `k-${createHash('sha256').update(key).digest('hex').slice(0, 40)}`;
}
