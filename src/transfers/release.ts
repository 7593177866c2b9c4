/** What may be taken along, opened by the custodian's key. */
import { concat, fromUtf8 } from '../base/bytes.ts';
import type { OpenedObject } from '../seal/index.ts';
import type { GrantRow } from '../store/tables/grants.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import { OPENING } from './errors.ts';
import { openGranted } from './granted-object.ts';

/** The text of a message that may be taken along. */
export async function readText(deps: TransferDeps, tenant: Tenant, grant: GrantRow): Promise<string> {
  const opened = await openToRelease(deps, tenant, grant);
  const pieces: Uint8Array[] = [];
  for await (const piece of opened.plaintext()) pieces.push(piece.slice());
  return fromUtf8(concat(...pieces));
}

/**
 * INVARIANT: what hands content over asks with the custodian's key and no other. The share of a view-only grant is in an envelope to the page
 * renderer, so it is refused here at the key, whatever a row or a page says.
 */
export async function openToRelease(deps: TransferDeps, tenant: Tenant, grant: GrantRow): Promise<OpenedObject> {
  const opened = await openGranted(deps, tenant, grant, 'custodian');
  if (opened.manifest.perm !== 'download') throw OPENING.not_found();
  return opened;
}
