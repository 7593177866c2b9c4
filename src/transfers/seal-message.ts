/** The typed message: classified in memory, sealed, stored under its ciphertext hash. It never touches the disk in the clear. */
import { type Bytes, concat, fromHex, hex, utf8 } from '../base/bytes.ts';
import { KIB } from '../base/units.ts';
import { sealedSize, sealStream } from '../seal/index.ts';
import { custodyContext, takeCustody } from './custody.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import type { SubmittedPart } from './parts.ts';

export type SealedText = {
  /** The part as it is when the server keeps no right of its own to it: without custody. */
  readonly part: SubmittedPart;
  readonly dek: Bytes;
  /** Not even the faintest finding, below any score that counts. */
  readonly nothingFound: boolean;
};

/** Returns the sealed message as a part of a transfer in the server's custody; its row is not written yet. */
export async function sealMessage(deps: TransferDeps, tenant: Tenant, text: string): Promise<SubmittedPart> {
  return intoCustody(deps, await sealText(deps, tenant, text));
}

/** The same part, with the server's own right to it until the transfer is granted or ends. */
export async function intoCustody(deps: TransferDeps, sealed: SealedText): Promise<SubmittedPart> {
  const { object } = sealed.part;
  const custody = await takeCustody(deps, custodyContext(object.oid), sealed.dek);
  return {
    ...sealed.part,
    object: { ...object, custody_envelope: custody.envelope, custody_secret: custody.secret },
  };
}

/** Longer messages go to the object store: rows stay short. */
const IN_ROW_MAX = 32 * KIB;

/**
 * Classifies a text and seals it under a new key; its row is not written yet. Without the row its bytes open nothing: the key is only in the
 * answer. Bytes in the object store are durable when this returns; `inRow`: those of a short message are durable with their row.
 */
export async function sealText(deps: TransferDeps, tenant: Tenant, text: string, inRow = false): Promise<SealedText> {
  const plaintext = utf8(text);
  const oid = deps.random(16);
  const dek = deps.random(32);
  const objectId = deps.ids.uuid();
  const pieces = [];
  for await (const piece of sealStream(deps.crypto, { dek, oid }, [plaintext], { random: deps.random }))
    pieces.push(piece);
  const sealed = concat(...pieces);
  const keptInRow = inRow && sealed.length <= IN_ROW_MAX;
  const hash = keptInRow ? hex(deps.sha256(sealed)) : await store(deps, objectId, sealed);
  const { classification, persons } = await deps.classifier.message(text);
  const part: SubmittedPart = {
    kind: 'message',
    uploadId: null,
    name: 'message.txt',
    mediaType: 'text/plain',
    classification: deps.classifier.summarise([classification]),
    persons,
    object: {
      org_id: tenant.orgId,
      object_id: objectId,
      oid,
      ciphertext_hash: fromHex(hash),
      floe_header: sealed.slice(0, 74),
      size: plaintext.length,
      sealed_size: sealedSize(plaintext.length),
      sha256_sealed: await deps.fields.seal(`object.sha256:${objectId}`, await deps.crypto.sha256(plaintext)),
      custody_envelope: new Uint8Array(),
      custody_secret: null,
      created_at: deps.clock.now(),
      shredded_at: null,
      body: keptInRow ? sealed : null,
    },
  };
  return { part, dek, nothingFound: classification.findings.length === 0 };
}

async function store(deps: TransferDeps, objectId: string, sealed: Bytes): Promise<string> {
  const staged = await deps.blobs.stage(objectId);
  await staged.append(sealed);
  await staged.sync();
  const hash = await staged.digest();
  await staged.publish(hash);
  return hash;
}
