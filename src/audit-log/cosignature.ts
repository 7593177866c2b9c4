/** Witness cosignatures, cosignature/v1 (c2sp.org/tlog-cosignature): Ed25519 over time and checkpoint body. */
import { type Bytes, concat, u64be } from '../base/bytes.ts';
import { cosignedMessage, ed25519Signer } from './ed25519.ts';
import { LOG } from './errors.ts';
import { type NoteSignature, signatureLine } from './note.ts';
import { type VerifierKey, keyIdText, parsePrivateKey, privateKeyText, verifierKey } from './vkey.ts';

export type Cosigner = {
  readonly key: VerifierKey;
  /** Signs a checkpoint body (with its final newline) as seen at `timeSeconds` (POSIX seconds, not 0). */
  readonly cosign: (checkpointBody: string, timeSeconds: number) => Promise<NoteSignature>;
};

/**
 * Returns the cosigner for a private key text of type 0x04. What it signs must have been checked before: that the
 * log's own signature is valid and that the checkpoint is consistent with the last one cosigned for this origin.
 *
 * @throws `log.bad_key`, also when the id in the text does not belong to the key.
 */
export async function cosigner(privateKey: string): Promise<Cosigner> {
  const { name, type, seed, id } = parsePrivateKey(privateKey);
  if (type !== 'cosignature-v1') throw LOG.bad_key({ reason: 'type' });
  const signer = await ed25519Signer(seed);
  const key = verifierKey(name, type, signer.publicKey);
  if (keyIdText(key.id) !== id) throw LOG.bad_key({ reason: 'id' });
  return {
    key,
    cosign: async (checkpointBody, timeSeconds) => {
      const signature = await signer.sign(cosignedMessage(checkpointBody, timeSeconds));
      return { name, id: key.id, payload: concat(u64be(timeSeconds), signature) };
    },
  };
}

/** Returns the verifier key and private key text for a new log (`ed25519`) or witness (`cosignature-v1`) key. */
export async function keyFromSeed(
  name: string,
  type: VerifierKey['type'],
  seed: Bytes,
): Promise<{ readonly verifier: VerifierKey; readonly privateKey: string }> {
  const { publicKey } = await ed25519Signer(seed);
  const verifier = verifierKey(name, type, publicKey);
  return { verifier, privateKey: privateKeyText(verifier, seed) };
}

/** Returns the note with further signature lines; lines that it has already are not repeated. */
export function addSignatures(note: string, signatures: readonly NoteSignature[]): string {
  let out = note;
  for (const line of signatures.map(signatureLine)) if (!out.includes(`\n${line}`)) out += line;
  return out;
}
