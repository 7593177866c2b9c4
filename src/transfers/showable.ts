/** Whether something could be shown as pages, as far as its size, name and type tell: asked before anything is decided, counted or opened. */
import type { CannotShow } from '../render/pages/port.ts';
import type { Executor } from '../store/database.ts';
import { listTransferObjects } from '../store/tables/transfers.ts';
import type { Tenant, TransferDeps } from './deps.ts';

/** Bytes of a document that is opened for its pages; all of it is in memory while it is open. */
export const MAX_SHOWN_BYTES = 100_000_000;

export type Showable = {
  readonly kind: 'message' | 'file';
  readonly name: string;
  readonly mediaType: string;
  readonly size: number;
};

type ShowDeps = Pick<TransferDeps, 'policy' | 'pages'>;

/** Why something cannot be shown, or undefined when nothing is known against it. A message is text and shown wherever pages are drawn. */
export async function whyNotShown({ policy, pages }: ShowDeps, what: Showable): Promise<CannotShow | undefined> {
  if (!policy.capabilities.drawsPages) return 'no_renderer';
  if (what.kind === 'message') return undefined;
  if (what.size > MAX_SHOWN_BYTES) return 'too_large';
  return pages.couldShow(what.name, what.mediaType);
}

/** Whether everything of a transfer could be shown. */
export async function showsAll(deps: ShowDeps, parts: readonly Showable[]): Promise<boolean> {
  for (const part of parts) if ((await whyNotShown(deps, part)) !== undefined) return false;
  return true;
}

/** The same for a stored transfer. */
export async function showsAllOf(
  deps: ShowDeps & Pick<TransferDeps, 'fields'>,
  db: Executor,
  { orgId }: Tenant,
  transferId: string,
): Promise<boolean> {
  const parts: Showable[] = [];
  for (const { object_id: id, kind, size, name_sealed, media_sealed } of await listTransferObjects(db, orgId, [
    transferId,
  ]))
    parts.push({
      kind,
      name: await deps.fields.open(`transfer_object.name:${id}`, name_sealed),
      mediaType: await deps.fields.open(`transfer_object.media:${id}`, media_sealed),
      size,
    });
  return showsAll(deps, parts);
}
