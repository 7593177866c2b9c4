/** Streams a file that is made while it is taken, on the Node response; the length is not known before. */
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { describeError } from '../base/logger.ts';
import { contentDisposition } from './content-disposition.ts';
import type { Ctx } from './context.ts';
import type { HttpDeps } from './deps.ts';

export type StreamedFile = {
  readonly name: string;
  readonly contentType: string;
  readonly content: AsyncIterable<Uint8Array>;
};

/** A fault on the way ends the connection, so that half a file is never taken for a whole one. */
export async function streamDownload(deps: HttpDeps, c: Ctx, file: StreamedFile): Promise<Response> {
  const { outgoing } = c.env;
  // What middleware would set on a Response has to be written by hand here.
  outgoing.writeHead(200, {
    'content-type': file.contentType,
    'content-disposition': contentDisposition(file.name),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
    'referrer-policy': 'no-referrer',
  });
  try {
    await pipeline(Readable.from(file.content, { objectMode: false }), outgoing);
  } catch (error) {
    deps.logger.warn({ ...describeError(error), requestId: c.get('requestId') }, 'an export ended early');
    outgoing.destroy();
  }
  return RESPONSE_ALREADY_SENT;
}
