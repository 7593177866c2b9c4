/** The typed message: classified in memory, sealed, stored under its ciphertext hash. It never touches the disk in the clear. */
import { concat, fromHex, utf8 } from '../base/bytes.ts';
import { sealedSize, sealStream } from '../seal/index.ts';
import { custodyContext, takeCustody } from './custody.ts';
import type { Tenant, TransferDeps } from './deps.ts';
import type { SubmittedPart } from './parts.ts';

/** Returns the sealed message as a part of a transfer; its row is not written yet. Without the row the sweep removes the bytes. */
export async function sealMessage(deps: TransferDeps, tenant: Tenant, text: string): Promise<SubmittedPart> {
  const plaintext = utf8(text);
  const oid = deps.random(16);
  const dek = deps.random(32);
  const objectId = deps.ids.uuid();
  const pieces = [];
  for await (const piece of sealStream(deps.crypto, { dek, oid }, [plaintext], { random: deps.random }))
    pieces.push(piece);
  const sealed = concat(...pieces);
  const staged = await deps.blobs.stage(objectId);
  await staged.append(sealed);
  await staged.sync();
  const hash = await staged.digest();
  await staged.publish(hash);
  const custody = await takeCustody(deps, custodyContext(oid), dek);
  const sha256 = await deps.crypto.sha256(plaintext);
  const { classification, persons } = await deps.classifier.message(text);
  return {
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
      sha256_sealed: await deps.fields.seal(`object.sha256:${objectId}`, sha256),
      custody_envelope: custody.envelope,
      custody_secret: custody.secret,
      created_at: deps.clock.now(),
      shredded_at: null,
    },
  };
}
