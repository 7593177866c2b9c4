/** Uploading by tus 1.0.0 (tus.io): created, sent in pieces, taken up again where the server says after a broken connection. */
import { type Bytes, base64, utf8 } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import { systemRandom } from '../base/random.ts';
import { backoffMs, sleep } from '../base/retry.ts';
import { MIB, MINUTE } from '../base/units.ts';
import { CSRF_HEADER } from '../model/api/common.ts';
import { CLI } from './errors.ts';
import type { InputFile } from './files.ts';
import { RETRY, type ServerClient } from './server-client.ts';

const PATH = '/api/v1/uploads';
const CHUNK = 16 * MIB;
const PATCH_TIMEOUT = 10 * MINUTE;
/** Tries in a row without a single byte more. */
const TRIES = 8;

export type UploadOptions = {
  readonly client: ServerClient;
  readonly file: Pick<InputFile, 'size' | 'read'>;
  readonly name: string;
  readonly signal: AbortSignal;
  readonly onProgress: (sent: number) => void;
};

/** Returns the id of the upload after its last byte was acknowledged. @throws `cli.server_refused`, `cli.server_unreachable`, `cli.file_changed` */
export async function uploadFile(options: UploadOptions): Promise<string> {
  const { client, file, signal, onProgress } = options;
  const path = await create(options);
  let offset = 0;
  for (let failures = 0; offset < file.size; ) {
    if (signal.aborted) throw CLI.cancelled();
    const before = offset;
    try {
      offset = await sendChunk(client, path, file, offset);
    } catch (error) {
      if (codeOf(error) !== 'cli.server_unreachable') throw error;
      failures += 1;
      if (failures >= TRIES) throw error;
      await sleep(backoffMs(RETRY, failures, systemRandom), signal);
      offset = (await askOffset(client, path)) ?? offset;
    }
    if (offset > before) failures = 0;
    onProgress(offset);
  }
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Ends an upload that will not be used; the server would sweep it by itself. */
export async function discardUpload(client: ServerClient, id: string): Promise<void> {
  await client.request('DELETE', `${PATH}/${id}`, { headers: await tusHeaders(client) }).catch(() => undefined);
}

async function tusHeaders(client: ServerClient): Promise<Record<string, string>> {
  const csrf = await client.csrf();
  if (csrf === null) throw CLI.signed_out();
  return { 'tus-resumable': '1.0.0', [CSRF_HEADER]: csrf };
}

async function create({ client, file, name }: UploadOptions): Promise<string> {
  const answer = await client.request('POST', PATH, {
    headers: {
      ...(await tusHeaders(client)),
      'upload-length': String(file.size),
      'upload-metadata': `filename ${base64(utf8(name))}`,
    },
  });
  if (answer.status !== 201) throw await refusal(answer);
  const location = answer.headers.get('location') ?? '';
  const url = URL.canParse(location, client.server) ? new URL(location, client.server) : undefined;
  // The session goes along with what follows: only to the same server, and only to an upload.
  if (url === undefined || url.origin !== client.server || !/^\/api\/v1\/uploads\/[0-9a-f-]{36}$/.test(url.pathname))
    throw CLI.server_answer({ status: answer.status });
  return url.pathname;
}

/** Returns the new offset. A conflict is a broken connection whose bytes arrived after all: asked and taken up. */
async function sendChunk(
  client: ServerClient,
  path: string,
  file: UploadOptions['file'],
  offset: number,
): Promise<number> {
  const length = Math.min(CHUNK, file.size - offset);
  const body: Bytes = await file.read(offset, length);
  if (body.length !== length) throw CLI.file_changed();
  const answer = await client.request('PATCH', path, {
    headers: {
      ...(await tusHeaders(client)),
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body,
    signal: AbortSignal.timeout(PATCH_TIMEOUT),
  });
  if (answer.status === 204) return offsetOf(answer) ?? offset + length;
  if (answer.status === 409 || answer.status === 423) throw CLI.server_unreachable({ status: answer.status });
  throw await refusal(answer);
}

async function askOffset(client: ServerClient, path: string): Promise<number | undefined> {
  try {
    const answer = await client.request('HEAD', path, { headers: await tusHeaders(client) });
    return answer.ok ? offsetOf(answer) : undefined;
  } catch (error) {
    if (codeOf(error) === 'cli.server_unreachable') return undefined;
    throw error;
  }
}

function offsetOf(answer: Response): number | undefined {
  const text = answer.headers.get('upload-offset') ?? '';
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

async function refusal(answer: Response): Promise<Error> {
  const text = (await answer.text().catch(() => '')).slice(0, 10_000);
  const code = /"code":"([a-z_]+\.[a-z_.]+)"/.exec(text)?.[1] ?? 'unknown';
  if (code === 'access.signed_out') return CLI.signed_out();
  return answer.status >= 500 ? CLI.server_unreachable({ status: answer.status }) : CLI.server_refused({ code });
}
