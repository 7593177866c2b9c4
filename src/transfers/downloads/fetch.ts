/**
 * The bytes of a released opening of what may be taken along: marked for whoever takes it, as a file or in a locked archive, whole or from
 * where it broke off. Decided again for the place of whoever fetches it; not counted again.
 */
import { fromBase64url, hex, ownBytes } from '../../base/bytes.ts';
import { MIB, SECOND } from '../../base/units.ts';
import type { BarredReason, DownloadForm } from '../../model/api/open.ts';
import type { OpenedObject } from '../../seal/index.ts';
import { findGrantById, findOpening, type GrantRow, type OpeningRow } from '../../store/tables/grants.ts';
import { findTransfer, type TransferRow } from '../../store/tables/transfers.ts';
import { setFinished } from '../../store/tables/receipts.ts';
import { tx } from '../../store/transaction.ts';
import { recordEvent } from '../audit.ts';
import { decideFor, whyEnded } from '../decide-opening.ts';
import type { Tenant } from '../deps.ts';
import { copyContext } from '../delivery/copy.ts';
import { queueNews } from '../delivery/news.ts';
import { enterCrossing } from '../enter-crossing.ts';
import { OPENING } from '../errors.ts';
import { visibleTransfers } from '../landing.ts';
import type { OpenDeps, Opener, RecipientActor, Visitor } from '../recipient-access.ts';
import { openToRelease } from '../release.ts';
import { whyNoLonger } from '../terms/admit.ts';
import { canLock, lockedArchive } from './archive.ts';
import { isMarked, markedCopy } from './marked.ts';
import type { MadeCopy } from './copy-cache.ts';
import { passwordOf } from './passwords.ts';
import { type ByteRange, rangeWithin, type WantedRange } from './range.ts';

/** A revoked download stops within this time, and the piece that is under way. */
const LOOK_AGAIN_MS = SECOND;

export type Download = {
  readonly name: string;
  /** Of the whole; undefined for an archive that is made while it is taken. */
  readonly size: number | undefined;
  /** The part that `content` is; undefined for the whole. */
  readonly range: ByteRange | undefined;
  /** Names these bytes: the rest of a download is of the same copy. Undefined where it cannot be gone on with. */
  readonly tag: string | undefined;
  /** Each piece authenticated before it is yielded; records the download when the last one was taken. */
  readonly content: AsyncGenerator<Uint8Array, void, undefined>;
};

export type DownloadResult =
  | { readonly outcome: 'ready'; readonly download: Download }
  | { readonly outcome: 'held' | 'refused' | 'expired' | 'revoked' | BarredReason };

/**
 * @throws `opening.not_found` for somebody else's opening, `opening.ended` after its time, `opening.not_released`, `opening.bad_range`,
 *   `opening.no_archive` where no archives can be made
 */
export async function fetchOpening(
  deps: OpenDeps,
  tenant: Tenant,
  visitor: Visitor,
  opener: Opener,
  wanted: Pick<DownloadForm, 'openingId' | 'as'>,
  part: WantedRange,
): Promise<DownloadResult> {
  const { openingId } = wanted;
  const opening = await findOpening(deps.db.query, tenant.orgId, openingId);
  const transfer = (await visibleTransfers(deps, tenant, visitor)).find(
    (one) => one.transfer_id === opening?.transfer_id,
  );
  if (opening === undefined || transfer === undefined || opening.recipient_id !== visitor.recipientId)
    throw OPENING.not_found();
  const actor = { transferId: transfer.transfer_id, recipientId: visitor.recipientId };
  const now = deps.clock.now();
  if (opening.until <= now) throw OPENING.ended();
  if (opening.released_at === null) throw OPENING.not_released();
  const grant = await findGrantById(deps.db.query, tenant.orgId, opening.grant_id);
  if (grant === undefined || grant.permission !== 'download' || opening.kind !== 'download') throw OPENING.not_found();
  const ended = whyEnded(grant, transfer, now);
  if (ended !== undefined) return { outcome: ended };
  const barred = await whyNoLonger(deps, tenant, { transfer, grant }, visitor, opener, 'download');
  if (barred !== undefined) return { outcome: barred.reason };
  const verdict = await decideFor(deps, tenant, transfer, actor, opener, 'download');
  if (verdict.decision.outcome !== 'allow') return { outcome: verdict.decision.outcome };
  await enterCrossing(deps, tenant, actor, verdict);

  const made = await makeCopy(deps, tenant, { opening, grant, locked: wanted.as === 'archive' });
  const range = rangeWithin(part, made.size, made.tag);
  const record = (): Promise<void> =>
    recordDownload(deps, tenant, actor, {
      place: verdict.facts.dest ?? 'unknown',
      objectId: grant.object_id,
      openingId,
      from: range?.from ?? 0,
      as: wanted.as,
      marks: made.marks,
      bytes: made.size ?? null,
      sha256: made.digest(),
    });
  const isLast = range === undefined || range.to + 1 === made.size;
  const mayGoOn: MayGoOn = async (now) =>
    (await whyNoLonger(deps, tenant, now, visitor, opener, 'download')) === undefined;
  const content = whileAlive(deps, tenant, opening, made.read(range), mayGoOn);
  const { name, size, tag } = made;
  return {
    outcome: 'ready',
    download: { name, size, tag, range, content: recording(content, isLast ? record : undefined) },
  };
}

type Copy = {
  readonly name: string;
  readonly size: number | undefined;
  readonly tag: string | undefined;
  readonly marks: readonly string[];
  /** SHA-256 of the whole, hex: whoever has it can compare. Null for what is made while it is taken. */
  readonly digest: () => string | null;
  readonly read: (range: ByteRange | undefined) => AsyncGenerator<Uint8Array, void, undefined>;
};

type Order = { readonly opening: OpeningRow; readonly grant: GrantRow; readonly locked: boolean };

/** Small files are marked and kept for a while, to be gone on with; large ones are streamed as they are. */
async function makeCopy(deps: OpenDeps, tenant: Tenant, { opening, grant, locked }: Order): Promise<Copy> {
  const opened = await openToRelease(deps, tenant, grant);
  const { name, size, sha256 } = opened.manifest;
  const id = opening.opening_id;
  if (locked && !(await canLock())) throw OPENING.no_archive();
  if (!isMarked(opening, size)) {
    if (locked) return streamedArchive(deps, tenant, id, name, opened);
    const digest = (): string | null => (sha256 === null ? null : hex(fromBase64url(sha256)));
    return { name, size, tag: id, marks: [], digest, read: (range) => readPlain(opened, range) };
  }
  const copy = (): Promise<MadeCopy> =>
    deps.copies.get(id, () => markedCopy(deps, tenant, opening, grant.object_id, opened));
  if (!locked) return madeCopy(deps, name, id, await copy());
  const archive = await deps.copies.get(`${id}.zip`, async () => {
    const { bytes, marks } = await copy();
    return { bytes: await collect(lockedArchive(inPieces(bytes), name, await passwordOf(deps, tenant, id))), marks };
  });
  // Another archive of the same file has other bytes: the tag is that of these.
  return madeCopy(deps, archiveName(name), `${id}.${hex(ownBytes(archive.bytes.slice(30, 60)))}`, archive);
}

function madeCopy({ sha256 }: Pick<OpenDeps, 'sha256'>, name: string, tag: string, { bytes, marks }: MadeCopy): Copy {
  const read = (range: ByteRange | undefined): ReturnType<Copy['read']> =>
    inPieces(range === undefined ? bytes : bytes.subarray(range.from, range.to + 1));
  return { name, size: bytes.length, tag, marks, digest: () => hex(sha256(bytes)), read };
}

async function streamedArchive(
  deps: OpenDeps,
  tenant: Tenant,
  openingId: string,
  name: string,
  opened: OpenedObject,
): Promise<Copy> {
  const password = await passwordOf(deps, tenant, openingId);
  const read = (): AsyncGenerator<Uint8Array, void, undefined> => lockedArchive(opened.plaintext(), name, password);
  return { name: archiveName(name), size: undefined, tag: undefined, marks: [], digest: () => null, read };
}

/** What is in it is not told by the archive's name either. */
function archiveName(name: string): string {
  return `${name.replace(/\.[^.]{1,12}$/, '')}.zip`;
}

function readPlain(opened: OpenedObject, range: ByteRange | undefined): AsyncGenerator<Uint8Array, void, undefined> {
  return range === undefined ? opened.plaintext() : opened.range(range.from, range.to + 1 - range.from);
}

/** In pieces, so that one that is under way can be ended between two. */
async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array, void, undefined> {
  for (let at = 0; at < bytes.length; at += MIB) yield bytes.subarray(at, at + MIB);
}

async function collect(content: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return Buffer.concat(pieces);
}

type MayGoOn = (now: { readonly grant: GrantRow; readonly transfer: TransferRow }) => Promise<boolean>;

/**
 * Ends with a fault, and the connection with it, when the grant ended meanwhile or the terms do not allow it any more.
 *
 * INVARIANT: no piece leaves later than a second after the last time the grant was seen alive.
 */
async function* whileAlive(
  deps: OpenDeps,
  { orgId }: Tenant,
  { grant_id: grantId, transfer_id: transferId }: OpeningRow,
  content: AsyncGenerator<Uint8Array>,
  mayGoOn: MayGoOn,
): AsyncGenerator<Uint8Array, void, undefined> {
  let seen = deps.clock.now().getTime();
  for await (const piece of content) {
    if (deps.clock.now().getTime() - seen >= LOOK_AGAIN_MS) {
      const grant = await findGrantById(deps.db.query, orgId, grantId);
      const transfer = await findTransfer(deps.db.query, orgId, transferId);
      const now = deps.clock.now();
      if (grant === undefined || transfer === undefined || whyEnded(grant, transfer, now) !== undefined)
        throw OPENING.ended();
      if (!(await mayGoOn({ grant, transfer }))) throw OPENING.ended();
      seen = now.getTime();
    }
    yield piece;
  }
}

/** Runs `atEnd` once everything was taken; a download that breaks off is not recorded as one. */
async function* recording(
  content: AsyncGenerator<Uint8Array>,
  atEnd: (() => Promise<void>) | undefined,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield* content;
  await atEnd?.();
}

async function recordDownload(
  deps: OpenDeps,
  tenant: Tenant,
  actor: RecipientActor,
  done: {
    readonly place: string;
    readonly objectId: string;
    readonly openingId: string;
    readonly from: number;
    readonly as: string;
    readonly marks: readonly string[];
    readonly bytes: number | null;
    readonly sha256: string | null;
  },
): Promise<void> {
  const { openingId, bytes, sha256 } = done;
  const sha256Sealed = sha256 === null ? null : await deps.fields.seal(copyContext(openingId), sha256);
  await tx(deps.db, async (trx) => {
    const at = deps.clock.now();
    await setFinished(trx, tenant.orgId, openingId, at, { bytes, sha256Sealed });
    await queueNews(deps, trx, tenant, { news: 'downloaded', ...actor, objectId: done.objectId });
    await recordEvent(deps, trx, tenant, {
      kind: 'object.downloaded',
      at,
      actor: { kind: 'recipient', id: actor.recipientId },
      transferId: actor.transferId,
      objectId: done.objectId,
      place: done.place,
      detail: { opening: openingId, from: done.from, as: done.as, marks: [...done.marks], bytes, sha256 },
    });
  });
  deps.log.nudge();
}
