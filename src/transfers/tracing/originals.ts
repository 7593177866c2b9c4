/** Originals for comparing, opened by the organisation's own grant and the records key, and drawn without watermark and mark. */
import { equal, fromBase64url, hex, ownBytes } from '../../base/bytes.ts';
import type { OpenDocument } from '../../render/pages/port.ts';
import type { Pixels } from '../../render/trace/port.ts';
import { openEnvelope, openObject, unwrapSecret } from '../../seal/index.ts';
import { CANONICAL_WIDTH } from '../../render/mark/grids.ts';
import { openBody } from '../../store/blobs/body.ts';
import type { GrantRow } from '../../store/tables/grants.ts';
import { listRecordsGrants } from '../../store/tables/tracing.ts';
import { findObjects } from '../../store/tables/uploads.ts';
import { grantContext, grantIdBytes } from '../grant.ts';
import type { TraceDeps, TraceTenant } from './deps.ts';

const POINTS_PER_INCH = 72;

export type Original =
  | { readonly kind: 'open'; readonly document: OpenDocument; readonly digest: string }
  | { readonly kind: 'erased' | 'unreadable' };

/**
 * Opens an original in the renderer. `erased` when no secret of the organisation's own grants is left, `unreadable` when its bytes are gone or
 * cannot be drawn.
 *
 * @throws `seal.wrong_identity` when the records key is another organisation's
 */
export async function openOriginal(
  deps: TraceDeps,
  { orgId }: TraceTenant,
  recordsIdentity: string,
  objectId: string,
): Promise<Original> {
  const [object] = await findObjects(deps.db.query, orgId, [objectId]);
  const grant = (await listRecordsGrants(deps.db.query, orgId, objectId)).find(isAlive);
  if (object === undefined || grant === undefined) return { kind: 'erased' };
  const blob = await openBody(deps.blobs, object);
  if (blob === undefined) return { kind: 'unreadable' };
  const manifest = await openEnvelope(recordsIdentity, grant.envelope, deps.crypto.hybrid);
  if (!equal(fromBase64url(manifest.gid), grantIdBytes(grant.grant_id))) return { kind: 'unreadable' };
  const secret = await unwrapSecret(
    deps.crypto,
    deps.keys.epochLookup,
    grantContext(grant.grant_id),
    ownBytes(grant.wrapped_secret),
  );
  const source = { read: blob.read, length: blob.size };
  const opened = await openObject(deps.crypto, source, manifest, secret, deps.keys.sender.publicKey);
  const bytes = new Uint8Array(manifest.size);
  let at = 0;
  for await (const piece of opened.plaintext()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  const { name, media: mediaType } = opened.manifest;
  const pages = await deps.renderer.open({ bytes, name, mediaType });
  if (pages.kind === 'cannot') return { kind: 'unreadable' };
  const digest = hex(await deps.fields.openBytes(`object.sha256:${objectId}`, object.sha256_sealed));
  return { kind: 'open', document: pages.document, digest };
}

function isAlive(grant: GrantRow): grant is GrantRow & { wrapped_secret: Uint8Array } {
  return grant.wrapped_secret !== null;
}

/** A page as the detector wants it: 1240 px wide, nothing on it. */
export async function basePage(deps: TraceDeps, document: OpenDocument, page: number): Promise<Pixels> {
  const width = document.pages[page - 1]?.width ?? 595;
  const dpi = (CANONICAL_WIDTH * POINTS_PER_INCH) / width;
  const image = await document.page({ page, dpi, watermark: null, mark: null, format: 'png' });
  return deps.tracer.readBase(image.bytes);
}
