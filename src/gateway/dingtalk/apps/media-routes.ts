/**
 * Files left for later messages. They are sealed and kept at home; the media id is good at the door that left them.
 *
 * @see https://open.dingtalk.com/document/orgapp/upload-media-files
 */
import { codeOf } from '../../../base/errors.ts';
import { describeError } from '../../../base/logger.ts';
import { KIB, MIB } from '../../../base/units.ts';
import { storeMedia } from '../../../transfers/door-media.ts';
import type { GatewayApp, GatewayCtx, GatewayDeps } from '../../deps.ts';
import { readBody } from '../../limits.ts';
import { sendFault } from '../answers.ts';
import { type AppCall, enter } from './enter.ts';
import { FAIL, fail } from './failures.ts';
import { boundaryOf, type Part, parseMultipart } from './multipart.ts';

/** Bytes by type; the vendor's own limits. */
const MOST_BYTES: ReadonlyMap<string, number> = new Map([
  ['image', 20 * MIB],
  ['voice', 2 * MIB],
  ['video', 20 * MIB],
  ['file', 20 * MIB],
]);
const MOST_BODY = 20 * MIB + 64 * KIB;
/** Each holds a file in memory while it is sealed. Who has not said yet who he is takes no place from those who have. */
const AT_ONCE = { known: 4, stranger: 1 } as const;

export function mediaRoutes(app: GatewayApp, deps: GatewayDeps): void {
  const running = { known: 0, stranger: 0 };
  app.post('/media/upload', async (c) => {
    const isNamed = (c.req.query('access_token') || c.req.header('x-acs-dingtalk-access-token') || '') !== '';
    const early = isNamed ? await enter(deps, c) : undefined;
    if (early?.kind === 'out') return early.answer;
    const who = early === undefined ? 'stranger' : 'known';
    if (running[who] >= AT_ONCE[who]) return fail(deps, c, early?.call.door.id ?? null, FAIL.tooFast);
    running[who] += 1;
    try {
      return await upload(deps, c, early?.call);
    } finally {
      running[who] -= 1;
    }
  });
}

/** The token stands in the query; some clients put it into the form, and are heard after it was read. */
async function upload(deps: GatewayDeps, c: GatewayCtx, known: AppCall | undefined): Promise<Response> {
  const doorId = known?.door.id ?? null;
  const boundary = boundaryOf(c.req.header('content-type') ?? '');
  if (boundary === undefined) return fail(deps, c, doorId, FAIL.mediaType);
  const read = await readBody(c, MOST_BODY);
  if (read.kind === 'too_large') return fail(deps, c, doorId, FAIL.mediaSize);
  const parts = parseMultipart(read.bytes, boundary);
  if (parts === undefined) return fail(deps, c, doorId, FAIL.mediaType);
  if (known !== undefined) return keep(deps, c, known, parts);
  const entered = await enter(deps, c, fieldOf(parts, 'access_token'));
  return entered.kind === 'out' ? entered.answer : keep(deps, c, entered.call, parts);
}

async function keep(deps: GatewayDeps, c: GatewayCtx, call: AppCall, parts: readonly Part[]): Promise<Response> {
  const type = c.req.query('type') ?? fieldOf(parts, 'type');
  const most = MOST_BYTES.get(type);
  const file = parts.find((part) => part.name === 'media') ?? parts.find((part) => part.fileName !== undefined);
  if (most === undefined || file === undefined) return fail(deps, c, call.door.id, FAIL.mediaType);
  const { bytes } = file;
  if (bytes.length === 0 || bytes.length > most) return fail(deps, c, call.door.id, FAIL.mediaSize);
  try {
    const mediaId = await storeMedia(deps.transfers, call.tenant, call.door, {
      size: bytes.length,
      name: nameOf(file.fileName, type),
      mediaType: 'application/octet-stream',
      content: once(bytes),
    });
    const created = deps.clock.now().getTime();
    return c.json({ errcode: 0, errmsg: 'ok', type, media_id: mediaId, created_at: created });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'upload.too_large') return fail(deps, c, call.door.id, FAIL.mediaSize);
    const fields = { ...describeError(error), errorCode: code, requestId: c.get('requestId') };
    deps.logger.error(fields, 'a file was not taken in');
    return sendFault(c, code);
  }
}

function fieldOf(parts: readonly Part[], name: string): string {
  const part = parts.find((one) => one.name === name && one.fileName === undefined);
  return part === undefined || part.bytes.length > KIB ? '' : Buffer.from(part.bytes).toString('utf8').trim();
}

/** Without its folders, and never empty. */
function nameOf(fileName: string | undefined, type: string): string {
  const name = (fileName ?? '').split(/[/\\]/).at(-1)?.trim() ?? '';
  return name === '' ? type : name;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
