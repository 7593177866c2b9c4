/** Sends to a Matrix room; takes messages back by redaction and rewrites them by replacement (spec.matrix.org: Client-Server API v1.11). */
import { z } from 'zod';
import { fromUtf8, utf8 } from '../../base/bytes.ts';
import {
  type Additions,
  type Answered,
  askRefused,
  askVendor,
  probeFailed,
  readJson,
  sendRendered,
  statusOutcome,
  throttled,
} from '../exchange.ts';
import { shortKey, withoutSlash } from '../json-message.ts';
import { failureOutcome, retryAfterMs } from '../outcome.ts';
import type {
  AfterCall,
  ChannelAdapter,
  ProbeResult,
  RenderedRequest,
  SendCall,
  SendOutcome,
  VendorCall,
} from '../port.ts';
import { hostOf } from '../settings.ts';
import { type MatrixConfig, matrixConfigSchema } from './config.ts';
import { MATRIX_MAX_BYTES, renderMatrix, roomUrl } from './render.ts';

export const matrixRoom: ChannelAdapter<MatrixConfig> = {
  kind: 'matrix',
  config: matrixConfigSchema,
  secretFields: ['accessToken'],
  caps: (config) => ({
    carries: ['notice', 'test', 'answer', 'public'],
    reaches: 'group',
    afterwards: { recall: true, update: true, confirm: false },
    maxBytes: MATRIX_MAX_BYTES,
    idempotent: 'native',
    // The homeserver fetches previews when its `url_preview_enabled` is on: the organisation's own server decides.
    linkUnfurl: 'unavoidable',
    jurisdiction: config.jurisdiction,
    bucket: 'matrix',
  }),
  hosts: (config) => [hostOf(config.homeserver)],
  render: async (draft, words, envelope, config) => renderMatrix(draft, words, envelope, config),
  send: (call) => put(call, {}),
  recall,
  update,
  probe,
};

function bearer(config: MatrixConfig): Readonly<Record<string, string>> {
  return { authorization: `Bearer ${config.accessToken.reveal()}` };
}

async function put(call: SendCall<MatrixConfig>, additions: Additions): Promise<SendOutcome> {
  const answer = await sendRendered(call, 'matrix', { ...additions, headers: bearer(call.config) });
  return answer.kind === 'answered' ? outcomeOf(answer, call.now) : failureOutcome(answer);
}

const sentSchema = z.object({ event_id: z.string().min(1).max(255) });
const errorSchema = z.object({ errcode: z.string().max(100), retry_after_ms: z.number().min(0).optional() });

/** Not signed in, not in the room, not allowed to write there, no such room. */
const BROKEN: ReadonlySet<string> = new Set([
  'M_UNKNOWN_TOKEN',
  'M_MISSING_TOKEN',
  'M_FORBIDDEN',
  'M_NOT_FOUND',
  'M_USER_DEACTIVATED',
  'M_USER_LOCKED',
  'M_UNRECOGNIZED',
]);

function outcomeOf(answer: Answered, now: Date): SendOutcome {
  const sent = answer.status === 200 ? readJson(sentSchema, answer.body) : undefined;
  if (sent !== undefined) return { outcome: 'sent', providerRef: sent.event_id };
  const error = readJson(errorSchema, answer.body);
  if (error === undefined) return statusOutcome('matrix', answer, now);
  // Older servers say it in the body only, newer ones in Retry-After too.
  if (error.errcode === 'M_LIMIT_EXCEEDED') {
    return throttled('matrix', error.retry_after_ms ?? retryAfterMs(answer.headers, now));
  }
  if (BROKEN.has(error.errcode)) return { outcome: 'disable', why: `matrix.${error.errcode.slice(2).toLowerCase()}` };
  if (error.errcode === 'M_TOO_LARGE') return { outcome: 'permanent', why: 'matrix.too_large' };
  return statusOutcome('matrix', answer, now);
}

async function recall(call: AfterCall<MatrixConfig>): Promise<boolean> {
  const { providerRef, config } = call;
  // The same redaction again has the same transaction id, so the server drops it.
  const transaction = shortKey(`redact.${providerRef}`, 0);
  const answer = await askVendor(call, 'matrix', {
    purpose: 'recall',
    method: 'PUT',
    url: `${roomUrl(config)}/redact/${encodeURIComponent(providerRef)}/${transaction}`,
    secretHeaders: bearer(config),
    body: {},
    identifiers: [config.roomId, providerRef, transaction],
  });
  return answer.kind === 'answered' && answer.status === 200 && readJson(sentSchema, answer.body) !== undefined;
}

const eventSchema = z.object({ body: z.string(), formatted_body: z.string() }).loose();

/** Replaces what readers see; the first text stays in the room's history until it is redacted. */
function update(call: AfterCall<MatrixConfig> & { readonly rendered: RenderedRequest }): Promise<SendOutcome> {
  const event = eventSchema.parse(JSON.parse(fromUtf8(call.rendered.body)));
  const replacing = {
    ...event,
    body: `* ${event.body}`,
    formatted_body: `* ${event.formatted_body}`,
    'm.new_content': event,
    'm.relates_to': { rel_type: 'm.replace', event_id: call.providerRef },
  };
  return put(call, { body: utf8(JSON.stringify(replacing)), identifiers: [call.providerRef] });
}

const roomsSchema = z.object({ joined_rooms: z.array(z.string()) });

/** Asks which rooms the account is in: token and room are right when ours is among them. */
async function probe(call: VendorCall<MatrixConfig>): Promise<ProbeResult> {
  const { config } = call;
  const answer = await askVendor(call, 'matrix', {
    purpose: 'probe',
    method: 'GET',
    url: `${withoutSlash(config.homeserver)}/_matrix/client/v3/joined_rooms`,
    secretHeaders: bearer(config),
    identifiers: [config.roomId],
  });
  const rooms = answer.kind === 'answered' ? readJson(roomsSchema, answer.body) : undefined;
  if (rooms === undefined) {
    return probeFailed(
      answer.kind === 'answered' ? outcomeOf(answer, call.now) : askRefused('matrix', answer, call.now),
    );
  }
  return rooms.joined_rooms.includes(config.roomId) ? { ok: true } : { ok: false, why: 'matrix.not_in_room' };
}
