/** Uploads: the tus protocol by @tus/server over a store that seals while it receives. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Readable } from 'node:stream';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { DataStore, Server, Upload } from '@tus/server';
import { BASE } from '../../base/errors.ts';
import { describeError } from '../../base/logger.ts';
import { UPLOAD } from '../../transfers/errors.ts';
import { appendToUpload, beginUpload, discardUpload, requireUpload } from '../../transfers/uploads.ts';
import type { UploadRow } from '../../transfers/uploads.ts';
import { requireStaff, type Router, type StaffCall } from '../route.ts';

export const UPLOADS_PATH = '/api/v1/uploads';

/** Who makes the request that the store is working for; @tus/server does not pass requests on to stores. */
const caller = new AsyncLocalStorage<StaffCall>();

export function uploadRoutes(router: Router): void {
  const server = new Server({
    path: UPLOADS_PATH,
    datastore: new SealingStore(router),
    relativeLocation: true,
    respectForwardedHeaders: false,
    maxSize: router.deps.settings.maxUploadBytes,
    allowedOrigins: [],
    onUploadCreate: async () => ({}),
    onResponseError: (_request, error) => toTusError(router, error),
  });
  router.declared.push({ method: 'POST', path: UPLOADS_PATH, access: 'transfer.submit' });
  router.declared.push({ method: 'PATCH', path: `${UPLOADS_PATH}/{id}`, access: 'transfer.submit' });
  router.declared.push({ method: 'HEAD', path: `${UPLOADS_PATH}/{id}`, access: 'transfer.submit' });
  router.declared.push({ method: 'DELETE', path: `${UPLOADS_PATH}/{id}`, access: 'transfer.submit' });
  // Hono looks HEAD up under GET; a GET of the bytes does not exist.
  router.app.on(['POST', 'GET', 'PATCH', 'DELETE'], [UPLOADS_PATH, `${UPLOADS_PATH}/:id`], async (c) => {
    if (c.req.method === 'GET') throw BASE.not_found();
    const call = await requireStaff(router.deps, c, 'transfer.submit');
    c.env.outgoing.setHeader('cache-control', 'no-store');
    c.env.outgoing.setHeader('x-content-type-options', 'nosniff');
    await caller.run(call, () => server.handle(c.env.incoming, c.env.outgoing));
    return RESPONSE_ALREADY_SENT;
  });
}

function currentCall(): StaffCall {
  const call = caller.getStore();
  if (call === undefined) throw new Error('an upload without a caller');
  return call;
}

class SealingStore extends DataStore {
  readonly #router: Router;

  constructor(router: Router) {
    super();
    this.#router = router;
    this.extensions = ['creation', 'termination'];
  }

  override async create(upload: Upload): Promise<Upload> {
    const call = currentCall();
    if (upload.size === undefined) throw BASE.invalid_request({ fields: ['upload-length'] });
    const file = {
      size: upload.size,
      name: metadata(upload, 'filename', 'file'),
      mediaType: mediaType(metadata(upload, 'filetype', '')),
    };
    upload.id = await beginUpload(this.#router.deps.transfers, call.tenant, call.actor, file);
    return upload;
  }

  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const call = currentCall();
    return appendToUpload(this.#router.deps.transfers, call.tenant, await this.#find(id), offset, source);
  }

  override async getUpload(id: string): Promise<Upload> {
    const row = await this.#find(id);
    return new Upload({ id, size: row.size, offset: row.received, creation_date: row.created_at.toISOString() });
  }

  override async remove(id: string): Promise<void> {
    await discardUpload(this.#router.deps.transfers, currentCall().tenant, await this.#find(id));
  }

  async #find(id: string): Promise<UploadRow> {
    const call = currentCall();
    if (!/^[0-9a-f-]{36}$/.test(id)) throw UPLOAD.not_found();
    return requireUpload(this.#router.deps.transfers, call.tenant, call.actor, id);
  }
}

function metadata(upload: Upload, key: string, fallback: string): string {
  const value = upload.metadata?.[key];
  return typeof value === 'string' && value !== '' ? value : fallback;
}

/** The sender's word only; it is never used for display or for deciding what a file is. */
function mediaType(text: string): string {
  return /^[a-z0-9][a-z0-9!#$&^_.+-]{0,126}\/[a-z0-9][a-z0-9!#$&^_.+-]{0,126}$/.test(text)
    ? text
    : 'application/octet-stream';
}

type TusError = { readonly status_code: number; readonly body: string };

/** Our errors keep their code; what @tus/server throws is already a tus answer; anything else says nothing about itself. */
function toTusError(router: Router, error: Error | TusError): TusError | undefined {
  if ('status_code' in error) return undefined;
  const { status, code, message, details: facts } = router.deps.known(error);
  if (status >= 500) router.deps.logger.error({ ...describeError(error), errorCode: code }, 'an upload failed');
  const details = status >= 500 ? {} : facts;
  return { status_code: status, body: JSON.stringify({ error: { code, message, requestId: '', details } }) };
}
