/** The copy of a file that is this opening's alone. */
import { hex } from '../../base/bytes.ts';
import { LARGEST_MARKED_FILE, MARKED_PAGES } from '../../render/files/port.ts';
import { markInProcess } from '../../render/files/run.ts';
import { stampOf } from '../../render/files/stamp.ts';
import { downloadPageIdOf, streamKeys } from '../../render/mark/streams.ts';
import type { OpenedObject } from '../../seal/index.ts';
import type { OpeningRow } from '../../store/tables/grants.ts';
import { findObjects } from '../../store/tables/uploads.ts';
import type { Tenant } from '../deps.ts';
import { OPENING } from '../errors.ts';
import { markKeyOf } from '../mark-keys.ts';
import { viewContext } from '../open-view.ts';
import type { OpenDeps } from '../recipient-access.ts';
import type { MadeCopy } from './copy-cache.ts';

/** Whether a file of this size gets a mark at all. */
export function isMarked(opening: OpeningRow, size: number): boolean {
  return opening.view_sealed !== null && opening.mark_key_id !== null && size > 0 && size <= LARGEST_MARKED_FILE;
}

/** Reads the whole file and puts the marks in. What cannot be marked comes back as it is, with why: same opening, same bytes. */
export async function markedCopy(
  deps: OpenDeps,
  tenant: Tenant,
  opening: OpeningRow,
  objectId: string,
  opened: OpenedObject,
): Promise<MadeCopy> {
  const bytes = await readWhole(opened);
  const [object] = await findObjects(deps.db.query, tenant.orgId, [objectId]);
  if (opening.view_sealed === null || opening.mark_key_id === null || object === undefined) throw OPENING.not_found();
  const viewId = hex(await deps.fields.openBytes(viewContext(opening.opening_id), opening.view_sealed));
  const digest = hex(await deps.fields.openBytes(`object.sha256:${objectId}`, object.sha256_sealed));
  const { key } = await markKeyOf(deps, tenant, opening.mark_key_id);
  const marked = await markInProcess(bytes, opened.manifest.name, {
    viewId,
    stamp: stampOf(key, objectId, viewId),
    pages: Array.from({ length: MARKED_PAGES }, (_, at) =>
      streamKeys(key, downloadPageIdOf(objectId, digest, at + 1), viewId),
    ),
  });
  return marked.kind === 'marked' ? { bytes: marked.bytes, marks: marked.places } : { bytes, marks: [marked.why] };
}

async function readWhole(opened: OpenedObject): Promise<Uint8Array> {
  const bytes = new Uint8Array(opened.manifest.size);
  let at = 0;
  for await (const piece of opened.plaintext()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
