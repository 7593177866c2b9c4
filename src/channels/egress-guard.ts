/**
 * The last look before a socket opens. Rendering cannot carry content by its types; the guard does not rely on that and reads the final
 * bytes again. Anything it cannot read, cannot scan or cannot record does not leave.
 */
import { createHash } from 'node:crypto';
import { ownBytes } from '../base/bytes.ts';
import { EN_REFERENCE, organisationLine } from './draft.ts';
import { type BodyTexts, jsonStrings, jsonTexts, mailStrings, readable } from './egress-texts.ts';
import { saysNoMore } from './egress-words.ts';
import type {
  ControlRequest,
  Egress,
  EgressFailure,
  EgressMeta,
  EgressRecord,
  HttpEgressRequest,
  SmtpEgressRequest,
} from './port.ts';
import { hostOf, isSecretPath } from './settings.ts';
import { isLoopback } from './text.ts';

/** What a scan of a text found: how many personal data, and of which kinds. Values are never given. */
export type ScanResult = { readonly personal: number; readonly kinds: readonly string[] };

export type GuardOptions = {
  readonly egress: Egress;
  /** `host:port` of all configured connections (`Channel.hosts`); asked at every request. */
  readonly allowedHosts: () => ReadonlySet<string>;
  /** Ends of the hosts (`.example.com`) from which files of messages are fetched over TLS: a bare GET that says nothing. */
  readonly fileHosts?: readonly string[];
  /** Everything before the handle of our own links, such as `https://gate.example.mo/n/`. */
  readonly linkPrefixes: readonly string[];
  /** Public display names of the organisations that send: they may look like a person's name. */
  readonly ownNames: () => readonly string[];
  readonly scan: (text: string) => ScanResult | Promise<ScanResult>;
  readonly record: EgressRecord;
  readonly maxBytes?: number;
  /** Whether a message of which it is not known what it may say (`EgressMeta.said`) is stopped; false only to look at something once more. */
  readonly onlySaid?: boolean;
  /** Told about every message that was stopped: the reason and the kinds found, no text. */
  readonly onBlocked?: (blocked: {
    readonly vendor: string;
    readonly idempotencyKey: string;
    readonly why: string;
  }) => void;
};

/** What the look itself needs to know of a request. */
type Looked = Pick<EgressMeta, 'vendor' | 'idempotencyKey' | 'identifiers'>;

const DEFAULT_MAX_BYTES = 32_768;

/** Eight digits of any script with at most two separators between neighbours: no date, time or one-time code of ours is that long. */
const PHONE = /\p{Nd}(?:[ .\-()/]{0,2}\p{Nd}){7,}/u;

/**
 * Returns an `Egress` that lets a request through when its host is allowed, its size is below the cap, its body can be read, neither the
 * phone pattern nor `scan` finds anything outside the recipient's address, it says nothing but what the message may say, and its length and
 * digest are recorded. Otherwise the answer is `blocked` (host, size, unreadable, phone, personal.<kinds>, words, scan_failed) or, when only the record failed,
 * `not_recorded`, which is tried again. Own references, links, names and the idempotency key are left out of the scan.
 */
export function createEgressGuard(options: GuardOptions): Egress {
  return {
    http: async (request, signal) => (await stopHttp(request, options)) ?? (await options.egress.http(request, signal)),
    smtp: async (request, signal) => (await stopMail(request, options)) ?? (await options.egress.smtp(request, signal)),
    control: async (request, signal) =>
      (await stopControl(request, options)) ?? (await options.egress.control(request, signal)),
  };
}

async function stopHttp(request: HttpEgressRequest, options: GuardOptions): Promise<EgressFailure | undefined> {
  const { meta, body } = request;
  if (!isAllowedUrl(request.url, options)) return stop(options, meta, 'host');
  if (request.secretPath !== undefined && !isSecretPath(request.secretPath.reveal()))
    return stop(options, meta, 'host');
  if (isTooLarge(body, options)) return stop(options, meta, 'size');
  const { target } = meta;
  const texts = jsonTexts(body, addressOf(target));
  const inBody = jsonStrings(body);
  const headers = Object.entries(request.headers).flat();
  const strings = inBody && [...inBody, ...headers, new URL(request.url).pathname];
  return judge(texts, strings, request, options);
}

async function stopMail(request: SmtpEgressRequest, options: GuardOptions): Promise<EgressFailure | undefined> {
  const { meta, body, server } = request;
  if (!options.allowedHosts().has(`${server.host}:${server.port}`)) return stop(options, meta, 'host');
  if (server.security === 'plain-loopback' && !isLoopback(server.host)) return stop(options, meta, 'host');
  if (isTooLarge(body, options)) return stop(options, meta, 'size');
  if (meta.target.kind !== 'email' || meta.target.address !== request.to) return stop(options, meta, 'unreadable');
  const { from, to } = request;
  const strings = await mailStrings(body, { from, to, idempotencyKey: meta.idempotencyKey });
  return judge(strings && [...strings, readable(strings.at(-1) ?? '')], strings, request, options);
}

function addressOf(target: EgressMeta['target']): string | undefined {
  if (target.kind === 'phone') return target.number;
  if (target.kind === 'email') return target.address;
  return target.kind === 'user' || target.kind === 'conversation' ? target.id : undefined;
}

/** A control request is small and carries identifiers and credentials; whatever else is in it is looked at like a message. */
const CONTROL_MAX_BYTES = 4096;

async function stopControl(request: ControlRequest, options: GuardOptions): Promise<EgressFailure | undefined> {
  const { vendor, connection, identifiers, secrets, purpose } = request;
  const meta: Looked = { vendor, idempotencyKey: `control.${purpose}` };
  const body = request.body ?? new Uint8Array();
  if (!isAllowedUrl(request.url, options) && !isFile(request, options)) return stop(options, meta, 'host');
  if (body.length > CONTROL_MAX_BYTES) return stop(options, meta, 'size');
  const inBody = body.length === 0 ? [] : jsonTexts(body, undefined);
  if (inBody === undefined) return stop(options, meta, 'unreadable');
  const known = new Set([...identifiers, ...secrets.map((secret) => secret.reveal())]);
  const path = pathParts(request.url);
  if (path === undefined) return stop(options, meta, 'unreadable');
  const texts = [...path, ...Object.values(request.query), ...inBody].filter((text) => !known.has(text));
  const found = await scanned(texts, meta, options);
  if (found === 'failed' || found === 'phone') return stop(options, meta, found === 'phone' ? 'phone' : 'scan_failed');
  if (found.personal !== 0) return stop(options, meta, ['personal', ...found.kinds].join('.'));
  return recorded({ vendor, connection, kind: 'control', idempotencyKey: meta.idempotencyKey }, body, options);
}

/** The parts of a path as they read; undefined when it is not what it says it is. */
function pathParts(url: string): readonly string[] | undefined {
  try {
    return decodeURIComponent(new URL(url).pathname).split('/');
  } catch {
    return undefined;
  }
}

/** INVARIANT: such a request brings nothing with it: no body, no header, no open query. Its address is the vendor's own. */
function isFile(request: ControlRequest, { fileHosts = [] }: GuardOptions): boolean {
  const { method, purpose, body, headers, secretHeaders, query } = request;
  const url = URL.parse(request.url);
  const said = [headers, secretHeaders.reveal(), query].some((part) => Object.keys(part).length > 0);
  if (method !== 'GET' || purpose !== 'receive' || body !== undefined || said || url === null) return false;
  const isPlain = url.protocol === 'https:' && url.port === '' && `${url.origin}${url.pathname}` === request.url;
  return isPlain && fileHosts.some((end) => end.startsWith('.') && url.hostname.endsWith(end));
}

function isAllowedUrl(text: string, options: GuardOptions): boolean {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.password !== '' || url.search !== '' || url.hash !== '') return false;
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) return false;
  return options.allowedHosts().has(hostOf(text));
}

function isTooLarge(body: Uint8Array, options: GuardOptions): boolean {
  return body.length > (options.maxBytes ?? DEFAULT_MAX_BYTES);
}

async function judge(
  texts: BodyTexts,
  strings: BodyTexts,
  request: { readonly meta: EgressMeta; readonly body: Uint8Array },
  options: GuardOptions,
): Promise<EgressFailure | undefined> {
  const { meta, body } = request;
  if (texts === undefined) return stop(options, meta, 'unreadable');
  const found = await scanned(texts, meta, options);
  if (found === 'failed' || found === 'phone') return stop(options, meta, found === 'phone' ? 'phone' : 'scan_failed');
  // INVARIANT: only exactly zero lets through; NaN or a negative number does not.
  if (found.personal !== 0) return stop(options, meta, ['personal', ...found.kinds].join('.'));
  if (!isOnlySaid(strings, meta, options)) return stop(options, meta, 'words');
  return recorded(meta, body, options);
}

/** The second look: nothing but what this message may say, whatever it is. INVARIANT: a fault is not a pass. */
function isOnlySaid(strings: BodyTexts, { said, identifiers }: EgressMeta, { onlySaid }: GuardOptions): boolean {
  if (said === undefined) return onlySaid !== true;
  try {
    return strings !== undefined && saysNoMore(strings, said, identifiers);
  } catch {
    return false;
  }
}

/** Leaves out what we wrote ourselves and what has a fixed shape: random characters in it may look like a number of a person. */
function withoutOwn(text: string, meta: Looked, options: GuardOptions): string {
  // Compatibility forms become plain digits, invisible characters go: neither may hide a number.
  let rest = text.normalize('NFKC').replace(/\p{Cf}/gu, '');
  rest = rest.replaceAll(meta.idempotencyKey, '\u2400');
  for (const identifier of meta.identifiers ?? []) rest = withoutIdentifier(rest, identifier);
  for (const prefix of options.linkPrefixes) {
    rest = rest.replaceAll(encodeURIComponent(prefix), prefix);
    rest = rest.split(prefix).map(withoutHandle).join('\u2400');
  }
  for (const name of options.ownNames()) rest = rest.replaceAll(organisationLine(name).normalize('NFKC'), '\u2400');
  return rest.replace(EN_REFERENCE, '\u2400');
}

/** Only where it stands alone: an identifier must not swallow a part of something longer. */
function withoutIdentifier(text: string, identifier: string): string {
  if (identifier.length < 2 || identifier.length > 256) return text;
  const literal = identifier.normalize('NFKC').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return text.replace(new RegExp(`(?<![\\p{L}\\p{N}])${literal}(?![\\p{L}\\p{N}])`, 'gu'), '\u2400');
}

function withoutHandle(afterPrefix: string, index: number): string {
  return index === 0 ? afterPrefix : afterPrefix.replace(/^[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])/, '');
}

/** INVARIANT: a fault anywhere in the look ends as `failed`, never as a pass. */
async function scanned(
  texts: readonly string[],
  meta: Looked,
  options: GuardOptions,
): Promise<ScanResult | 'phone' | 'failed'> {
  try {
    const text = texts.map((part) => withoutOwn(part, meta, options)).join('\n');
    return PHONE.test(text) ? 'phone' : await options.scan(text);
  } catch {
    return 'failed';
  }
}

type Recorded = Omit<Parameters<EgressRecord['record']>[0], 'bytes' | 'sha256'>;

async function recorded(meta: Recorded, body: Uint8Array, options: GuardOptions): Promise<EgressFailure | undefined> {
  const sha256 = ownBytes(createHash('sha256').update(body).digest());
  const { vendor, kind, idempotencyKey, connection } = meta;
  const of = connection === undefined ? {} : { connection };
  try {
    // Crash after this line: the record names a body that may not have left. That is the safe side.
    await options.record.record({ vendor, kind, idempotencyKey, ...of, bytes: body.length, sha256 });
    return undefined;
  } catch {
    return { kind: 'failed', why: 'not_recorded', maybeSent: false };
  }
}

function stop(options: GuardOptions, meta: Looked, why: string): EgressFailure {
  options.onBlocked?.({ vendor: meta.vendor, idempotencyKey: meta.idempotencyKey, why });
  return { kind: 'blocked', why };
}
