/**
 * Reads a bucket: listing and reading of objects, nothing else. Signed with AWS Signature Version 4 (docs.aws.amazon.com, "Signing AWS API
 * requests"); works with what speaks the same, such as MinIO, Ceph, OSS and COS in their S3 modes.
 */
import { createHash, createHmac } from 'node:crypto';
import { concat } from '../../base/bytes.ts';
import { STORE } from '../errors.ts';

export type S3Settings = {
  /** Base address such as `https://s3.ap-east-1.amazonaws.com` or `http://minio:9000`; the bucket is the first part of the path. */
  readonly endpoint: string | undefined;
  readonly region: string;
  readonly accessKey: string;
  readonly secretKey: string;
  readonly sessionToken: string | undefined;
  readonly fetch: typeof fetch;
  readonly now: () => Date;
};

export type S3Object = { readonly key: string; readonly size: number; readonly modifiedAt: Date | null };

export type S3Reader = {
  readonly prefix: string;
  readonly list: () => AsyncGenerator<S3Object, void, undefined>;
  readonly read: (key: string, limit: number) => Promise<Uint8Array>;
};

const EMPTY = createHash('sha256').update('').digest('hex');
const TIMEOUT_MS = 60_000;

/** @param address - `s3://bucket/prefix`. @throws `store.s3_bad_address`, also for a key that no address can name */
export function openS3Reader(address: string, settings: S3Settings): S3Reader {
  const match = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,62})(?:\/(.*))?$/.exec(address);
  if (match === null) throw STORE.s3_bad_address();
  const [, bucket = '', prefix = ''] = match;
  const base = settings.endpoint ?? `https://s3.${settings.region}.amazonaws.com`;
  const call = async (path: string, query: Readonly<Record<string, string>>): Promise<Response> => {
    const url = new URL(base);
    url.pathname = `/${bucket}${path}`;
    const search = Object.entries(query).map(([name, value]) => [encode(name), encode(value)] as const);
    url.search = search
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const response = await settings
      .fetch(url, { headers: sign(url, settings), redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
      .catch((cause: unknown) => {
        throw STORE.s3_unreachable({}, cause);
      });
    if (!response.ok) throw STORE.s3_refused({ status: response.status });
    return response;
  };
  return {
    prefix,
    list: async function* () {
      for (let token: string | undefined = ''; token !== undefined; ) {
        const query: Record<string, string> = {
          'list-type': '2',
          // XML has no form for the control characters that a key may have.
          'encoding-type': 'url',
          prefix,
          ...(token === '' ? {} : { 'continuation-token': token }),
        };
        const xml: string = await (await call('/', query)).text();
        const isEncoded = tag(xml, 'EncodingType') === 'url';
        for (const [, item = ''] of xml.matchAll(/<Contents>([\s\S]*?)<\/Contents>/g)) yield objectOf(item, isEncoded);
        token = tag(xml, 'IsTruncated') === 'true' ? tag(xml, 'NextContinuationToken') : undefined;
      }
    },
    read: async (key, limit) => {
      // An address knows no such names: it would lead to another object.
      if (!isReachable(key)) throw STORE.s3_bad_address();
      const response = await call(`/${key.split('/').map(encode).join('/')}`, {});
      const parts: Uint8Array[] = [];
      let size = 0;
      for await (const piece of response.body ?? []) {
        size += piece.length;
        if (size > limit) throw STORE.s3_too_large({ limit });
        parts.push(piece);
      }
      return concat(...parts);
    },
  };
}

/** Whether an address can name the key: `.` and `..` between slashes are resolved in every address. */
export function isReachable(key: string): boolean {
  return key.split('/').every((part) => part !== '.' && part !== '..');
}

function objectOf(item: string, isEncoded: boolean): S3Object {
  const key = tag(item, 'Key') ?? '';
  const modified = new Date(tag(item, 'LastModified') ?? '');
  return {
    key: isEncoded ? decodeKey(key) : key,
    size: Number(tag(item, 'Size') ?? 0),
    modifiedAt: Number.isNaN(modified.getTime()) ? null : modified,
  };
}

/** As forms encode: a blank is `+`. What is not encoded after all stays. */
function decodeKey(key: string): string {
  try {
    return decodeURIComponent(key.replaceAll('+', ' '));
  } catch {
    return key;
  }
}

function tag(xml: string, name: string): string | undefined {
  const value = new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
  return value
    ?.replace(/&#x([0-9a-f]{1,6});/gi, (_all, code: string) => character(Number.parseInt(code, 16)))
    .replace(/&#(\d{1,7});/g, (_all, code: string) => character(Number(code)))
    .replaceAll('&quot;', '"')
    .replaceAll('&apos;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}

function character(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : '\ufffd';
}

/** RFC 3986, as the signature wants it: everything but unreserved characters. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}

function sign(url: URL, { region, accessKey, secretKey, sessionToken, now }: S3Settings): Record<string, string> {
  const time = now()
    .toISOString()
    .replace(/[-:]|\.\d{3}/g, '');
  const day = time.slice(0, 8);
  const headers: Record<string, string> = {
    host: url.host,
    'x-amz-content-sha256': EMPTY,
    'x-amz-date': time,
    ...(sessionToken === undefined ? {} : { 'x-amz-security-token': sessionToken }),
  };
  const names = Object.keys(headers).sort();
  const lines = names.map((name) => `${name}:${headers[name] ?? ''}\n`).join('');
  const request = ['GET', url.pathname, url.search.slice(1), lines, names.join(';'), EMPTY].join('\n');
  const scope = `${day}/${region}/s3/aws4_request`;
  const digest = createHash('sha256').update(request).digest('hex');
  const key = [day, region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (last, part) => createHmac('sha256', last).update(part).digest(),
    `AWS4${secretKey}`,
  );
  const signature = createHmac('sha256', key).update(`AWS4-HMAC-SHA256\n${time}\n${scope}\n${digest}`).digest('hex');
  const { host: _, ...sent } = headers;
  return {
    ...sent,
    authorization: `AWS4-HMAC-SHA256 Credential=${accessKey}/${scope}, SignedHeaders=${names.join(';')}, Signature=${signature}`,
  };
}
