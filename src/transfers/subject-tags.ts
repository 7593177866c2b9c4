/**
 * Tags by which a person finds what concerns him in the audit log (docs/spec/audit-log.md, 2.4). The numbering has no gaps, because a number
 * is taken in the transaction of the event that carries it: an act that did not happen gives its number back.
 */
import { type Bytes, ownBytes } from '../base/bytes.ts';
import type { World } from '../base/deps.ts';
import { type Sha256, subjectTag } from '../audit-log/index.ts';
import type { Executor } from '../store/database.ts';
import { findSubjectTag, insertSubjectTag, takeNumber } from '../store/tables/subject-tags.ts';
import type { Trx } from '../store/transaction.ts';
import type { SealedFields } from './sealed-fields.ts';

/** Whom an entry is about. */
export type Concerned = { readonly kind: 'staff' | 'recipient'; readonly id: string };

export type TakenTag = { readonly tag: Bytes; readonly no: number };

type TagDeps = Pick<World, 'random'> & { readonly sha256: Sha256; readonly fields: SealedFields };

const KEY_BYTES = 32;

/**
 * Takes the person's next number in `trx` and returns its tag. The first time, the person's key is made.
 *
 * INVARIANT: the row stays locked until the transaction ends, so numbers are committed in their order.
 */
export async function takeTag(deps: TagDeps, trx: Trx, orgId: string, whom: Concerned): Promise<TakenTag> {
  const known = await takeNumber(trx, orgId, whom);
  if (known !== undefined) return tagOf(deps, whom, known);
  const key = await deps.fields.seal(keyContext(whom), deps.random(KEY_BYTES));
  await insertSubjectTag(trx, { org_id: orgId, kind: whom.kind, subject_id: whom.id, key_sealed: key, next_no: 0 });
  const taken = await takeNumber(trx, orgId, whom);
  if (taken === undefined) throw new Error('a tag that was just made is not there');
  return tagOf(deps, whom, taken);
}

async function tagOf(
  deps: TagDeps,
  whom: Concerned,
  { no, key_sealed: sealed }: { readonly no: number; readonly key_sealed: Uint8Array },
): Promise<TakenTag> {
  return { tag: subjectTag(deps.sha256, await openKey(deps, whom, sealed), no), no };
}

/** The person's key and how many numbers were taken; undefined for somebody about whom there is no entry. */
export async function readTagKey(
  deps: Pick<TagDeps, 'fields'>,
  db: Executor,
  orgId: string,
  whom: Concerned,
): Promise<{ readonly key: Bytes; readonly count: number } | undefined> {
  const row = await findSubjectTag(db, orgId, whom);
  return row === undefined ? undefined : { key: await openKey(deps, whom, row.key_sealed), count: row.next_no };
}

async function openKey(deps: Pick<TagDeps, 'fields'>, whom: Concerned, sealed: Uint8Array): Promise<Bytes> {
  return ownBytes(await deps.fields.openBytes(keyContext(whom), sealed));
}

function keyContext({ kind, id }: Concerned): string {
  return `subject_tag.key:${kind}:${id}`;
}
