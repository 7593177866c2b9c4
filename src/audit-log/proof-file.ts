/** Proof files (c2sp.org/tlog-proof): inclusion proof and checkpoint in one text that is checked offline. */
import { type Bytes, base64, fromBase64 } from '../base/bytes.ts';
import type { Checkpoint } from './checkpoint.ts';
import { type LogCode, LOG } from './errors.ts';
import { HASH_SIZE, type TreeHasher } from './hash.ts';
import { MAX_PROOF_HASHES, verifyInclusion } from './proof.ts';
import { isSize } from './tile.ts';

export type ProofFile = {
  readonly index: number;
  /** Leaf side first. */
  readonly proof: readonly Bytes[];
  /** The signed checkpoint, verbatim. */
  readonly checkpoint: string;
  /** Not covered by any signature. */
  readonly extra?: Bytes;
};

const HEADER = 'c2sp.org/tlog-proof@v1';
const MAX_PROOF_FILE_CHARS = 1_000_000;

/** Returns the text of a proof file. */
export function writeProofFile(file: ProofFile): string {
  const extra = file.extra === undefined ? '' : `extra ${base64(file.extra)}\n`;
  const hashes = file.proof.map((hash) => `${base64(hash)}\n`).join('');
  return `${HEADER}\n${extra}index ${file.index}\n${hashes}\n${file.checkpoint}`;
}

/**
 * Returns the parts of a proof file; nothing is verified, the checkpoint not even parsed.
 *
 * @throws `log.proof_malformed` for any deviation: header, order, leading zeros, hashes that are not 32 bytes of
 * base64, more hashes than a tree can have, a missing empty line or checkpoint.
 */
export function parseProofFile(text: string): ProofFile {
  // The first empty line ends the proof; the checkpoint after it has one of its own.
  const split = text.indexOf('\n\n');
  if (text.length > MAX_PROOF_FILE_CHARS || split < 0 || split + 2 === text.length || !text.endsWith('\n')) {
    throw LOG.proof_malformed({ reason: 'form' });
  }
  const [header, ...lines] = text.slice(0, split).split('\n');
  if (header !== HEADER) throw LOG.proof_malformed({ reason: 'header' });
  const extra = lines[0]?.startsWith('extra ') === true ? decode(lines.shift()?.slice('extra '.length)) : undefined;
  const index = parseIndex(lines.shift());
  if (lines.length > MAX_PROOF_HASHES) throw LOG.proof_malformed({ reason: 'hashes' });
  const proof = lines.map(decode);
  if (proof.some((hash) => hash.length !== HASH_SIZE)) throw LOG.proof_malformed({ reason: 'hash' });
  const file = { index, proof, checkpoint: text.slice(split + 2) };
  return extra === undefined ? file : { ...file, extra };
}

function parseIndex(line: string | undefined): number {
  const digits = /^index (0|[1-9]\d{0,15})$/.exec(line ?? '')?.[1];
  const index = Number(digits ?? Number.NaN);
  if (!isSize(index)) throw LOG.proof_malformed({ reason: 'index' });
  return index;
}

function decode(text: string | undefined): Bytes {
  try {
    return fromBase64(text ?? '!');
  } catch (cause) {
    throw LOG.proof_malformed({ reason: 'base64' }, cause);
  }
}

export type InclusionCheck =
  | { readonly outcome: 'verified'; readonly index: number }
  | { readonly outcome: 'refused'; readonly code: Extract<LogCode, 'log.proof_mismatch'> };

/**
 * Returns whether a proof file shows that `entry` is in the tree of `checkpoint`, which the caller must have opened
 * from the file's own checkpoint text with `openCheckpoint` or `checkPolicy`.
 */
export function verifyProofFile(
  hasher: TreeHasher,
  file: ProofFile,
  checkpoint: Pick<Checkpoint, 'size' | 'root'>,
  entry: Uint8Array,
): InclusionCheck {
  const claim = { index: file.index, size: checkpoint.size, leafHash: hasher.leaf(entry), root: checkpoint.root };
  return verifyInclusion(hasher, claim, file.proof)
    ? { outcome: 'verified', index: file.index }
    : { outcome: 'refused', code: 'log.proof_mismatch' };
}
