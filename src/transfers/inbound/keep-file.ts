/** A fetched file on its way into the store: classified in memory, sealed, and never on the disk in the clear. */
import { type Bytes, fromHex } from '../../base/bytes.ts';
import { codeOf } from '../../base/errors.ts';
import { describeError } from '../../base/logger.ts';
import type { Classification } from '../../model/classification.ts';
import { HEADER_LENGTH, sealedSize, sealStream } from '../../seal/index.ts';
import type { SealedObjectRow } from '../../store/tables/uploads.ts';
import { custodyContext, takeCustody } from '../custody.ts';
import type { Tenant, TransferDeps } from '../deps.ts';

/** Seals the bytes and stores them under the hash of their ciphertext. Its row is not written yet: without the row the sweep removes them. */
export async function sealFile(deps: TransferDeps, tenant: Tenant, bytes: Bytes): Promise<SealedObjectRow> {
  const oid = deps.random(16);
  const dek = deps.random(32);
  const objectId = deps.ids.uuid();
  const staged = await deps.blobs.stage(objectId);
  let header: Bytes | undefined;
  for await (const piece of sealStream(deps.crypto, { dek, oid }, [bytes], { random: deps.random })) {
    header ??= piece.slice(0, HEADER_LENGTH);
    await staged.append(piece);
  }
  await staged.sync();
  const hash = await staged.digest();
  await staged.publish(hash);
  const custody = await takeCustody(deps, custodyContext(oid), dek);
  return {
    org_id: tenant.orgId,
    object_id: objectId,
    oid,
    ciphertext_hash: fromHex(hash),
    floe_header: header ?? new Uint8Array(),
    size: bytes.length,
    sealed_size: sealedSize(bytes.length),
    sha256_sealed: await deps.fields.seal(`object.sha256:${objectId}`, await deps.crypto.sha256(bytes)),
    custody_envelope: custody.envelope,
    // The organisation's own archive: custody lasts as long as the file is kept.
    custody_secret: custody.secret,
    created_at: deps.clock.now(),
    shredded_at: null,
    body: null,
  };
}

/** Fail closed: a reader that breaks makes the file unreadable, and unreadable is the strictest level. */
export async function classifyFetched(deps: TransferDeps, bytes: Bytes, name: string): Promise<Classification> {
  if (bytes.length > deps.classifier.maxBytes) return deps.classifier.tooLarge();
  try {
    return (await deps.classifier.file(bytes, name)).classification;
  } catch (error) {
    deps.logger.warn({ ...describeError(error), errorCode: codeOf(error) }, 'a fetched file could not be classified');
    return { ...deps.classifier.tooLarge(), problem: 'unreadable.damaged' };
  }
}
