/** Marked copies of a document: which views and downloads there were, under which keys, and whose they are. */
import { type Bytes, hex } from '../../base/bytes.ts';
import type { TracedCopy } from '../../model/tracing.ts';
import { MARKED_PAGES } from '../../render/files/port.ts';
import { readStamp } from '../../render/files/stamp.ts';
import { downloadPageIdOf, pageIdOf } from '../../render/mark/streams.ts';
import type { PageStreams } from '../../render/trace/score.ts';
import { findMarkKeyById } from '../../store/tables/mark-keys.ts';
import { findRecipients } from '../../store/tables/recipients.ts';
import {
  findEventIndex,
  findOpeningByView,
  listMarkedCopies,
  listShownPages,
  type MarkedCopy,
} from '../../store/tables/tracing.ts';
import { findTransfer, listTransferObjects } from '../../store/tables/transfers.ts';
import { openMarkKey } from '../mark-keys.ts';
import { viewContext, viewIndex } from '../open-view.ts';
import type { TraceDeps, TraceTenant } from './deps.ts';

export type Copy = {
  readonly row: MarkedCopy;
  readonly objectId: string;
  readonly viewId: string;
  /** When each page was shown; a download has all pages. */
  readonly shown: ReadonlyMap<number, Date>;
};

/** Opens the keys of the weeks, each once. */
export type Keys = (markKeyId: string) => Promise<Bytes>;

export function createKeys(deps: TraceDeps, { orgId }: TraceTenant, recordsIdentity: string): Keys {
  const known = new Map<string, Promise<Bytes>>();
  const open = async (id: string): Promise<Bytes> => {
    const row = await findMarkKeyById(deps.db.query, orgId, id);
    if (row === undefined) throw new Error('an opening names a mark key that does not exist');
    return openMarkKey(recordsIdentity, row);
  };
  return (id) => {
    const key = known.get(id) ?? open(id);
    known.set(id, key);
    return key;
  };
}

export async function copiesOf(deps: TraceDeps, { orgId }: TraceTenant, objectId: string): Promise<readonly Copy[]> {
  const rows = await listMarkedCopies(deps.db.query, orgId, objectId);
  const pages = await listShownPages(
    deps.db.query,
    orgId,
    rows.map((row) => row.opening_id),
  );
  const shown = Map.groupBy(pages, (one) => one.opening_id);
  return Promise.all(
    rows.map(async (row) => ({
      row,
      objectId,
      viewId: hex(await deps.fields.openBytes(viewContext(row.opening_id), row.view_sealed)),
      shown: new Map((shown.get(row.opening_id) ?? []).map((one) => [one.page, one.shown_at])),
    })),
  );
}

/** Pages of which somebody has a copy, in their order. */
export function pagesWithCopies(copies: readonly Copy[], pageCount: number): readonly number[] {
  const all = copies.some(({ row }) => row.kind === 'download');
  return Array.from({ length: pageCount }, (_, at) => at + 1).filter(
    (page) => all || copies.some(({ shown }) => shown.has(page)),
  );
}

/** Copies that have this page, by the streams of their marks. */
export async function candidatesFor(
  copies: readonly Copy[],
  keys: Keys,
  digest: string,
  page: number,
): Promise<readonly { readonly streams: PageStreams; readonly copies: readonly Copy[] }[]> {
  const having = copies.filter(({ row, shown }) => row.kind === 'download' || shown.has(page));
  const groups = Map.groupBy(having, ({ row }) => `${row.kind}:${row.mark_key_id}`);
  return Promise.all(
    [...groups.values()].map(async (group) => {
      const [first] = group;
      if (first === undefined) throw new Error('a group has a member');
      const { objectId, row } = first;
      const pageId =
        row.kind === 'download'
          ? downloadPageIdOf(objectId, digest, ((page - 1) % MARKED_PAGES) + 1)
          : pageIdOf(objectId, digest, page);
      return { streams: { pageId, key: await keys(row.mark_key_id) }, copies: group };
    }),
  );
}

/** The copies that the stamps of a file name; stamps that nobody's key made are passed over. */
export async function copiesStamped(
  deps: TraceDeps,
  tenant: TraceTenant,
  keys: Keys,
  stamps: readonly string[],
): Promise<readonly TracedCopy[]> {
  const found: TracedCopy[] = [];
  for (const stamp of stamps) {
    const index = await viewIndex(deps, stamp.slice(3, 15));
    const opening = await findOpeningByView(deps.db.query, tenant.orgId, index);
    if (opening === undefined || opening.mark_key_id === null) continue;
    const viewId = readStamp(await keys(opening.mark_key_id), opening.object_id, stamp);
    const copy = (await copiesOf(deps, tenant, opening.object_id)).find((one) => one.viewId === viewId);
    if (copy !== undefined) found.push(await describeCopy(deps, tenant, copy, null));
  }
  return found;
}

/** Whose copy it is, in words. */
export async function describeCopy(
  deps: TraceDeps,
  { orgId }: TraceTenant,
  copy: Copy,
  page: number | null,
): Promise<TracedCopy> {
  const { row, objectId, viewId } = copy;
  const { query } = deps.db;
  const transfer = await findTransfer(query, orgId, row.transfer_id);
  const link = (await listTransferObjects(query, orgId, [row.transfer_id])).find((one) => one.object_id === objectId);
  const [recipient] = await findRecipients(query, orgId, [row.recipient_id]);
  return {
    viewId,
    openingId: row.opening_id,
    reference: transfer?.reference ?? '',
    transferId: row.transfer_id,
    document: link === undefined ? '' : await deps.fields.open(`transfer_object.name:${objectId}`, link.name_sealed),
    objectId,
    page,
    recipient: {
      id: row.recipient_id,
      name:
        recipient === undefined
          ? ''
          : await deps.fields.open(`recipient.name:${row.recipient_id}`, recipient.name_sealed),
      address:
        recipient === undefined
          ? ''
          : await deps.fields.open(`recipient.email:${row.recipient_id}`, recipient.email_sealed),
    },
    kind: row.kind,
    openedAt: row.claimed_at.toISOString(),
    shownAt: page === null ? null : (copy.shown.get(page)?.toISOString() ?? null),
    place: row.place,
    logIndex: await findEventIndex(query, orgId, row.event_id),
  };
}
