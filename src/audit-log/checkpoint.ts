/** Checkpoints (c2sp.org/tlog-checkpoint): the signed statement of a log's size and root. */
import { type Bytes, base64, fromBase64 } from '../base/bytes.ts';
import { LOG } from './errors.ts';
import { HASH_SIZE } from './hash.ts';
import { type Note, type NoteCheck, type NoteSigner, parseNote, signNote, verifyNote } from './note.ts';
import { isSize } from './tile.ts';
import type { VerifierKey } from './vkey.ts';

export type Checkpoint = {
  /** Unique identity of the log, which is also the name of its key. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Bytes;
  /** Further lines; Entrepot writes none and keeps what others wrote. */
  readonly extensions: readonly string[];
};

/** Returns the body that is signed: origin, size, base64 of the root, extensions, each on a line of its own. */
export function checkpointBody(checkpoint: Omit<Checkpoint, 'extensions'>): string {
  return `${checkpoint.origin}\n${checkpoint.size}\n${base64(checkpoint.root)}\n`;
}

/** Returns the signed checkpoint of a log as its text. The origin is the signer's name. */
export async function signCheckpoint(signer: NoteSigner, size: number, root: Bytes): Promise<string> {
  return signNote(checkpointBody({ origin: signer.key.name, size, root }), [signer]);
}

/**
 * Returns the fields of a checkpoint body.
 *
 * @throws `log.checkpoint_malformed` for fewer than three lines, an empty origin or extension, a size with leading
 * zeros or not below 2^53, a root that is not base64 of 32 bytes, or a missing final newline.
 */
export function parseCheckpoint(body: string): Checkpoint {
  const lines = body.split('\n');
  if (lines.pop() !== '') throw LOG.checkpoint_malformed({ reason: 'final newline' });
  const [origin, sizeText, rootText, ...extensions] = lines;
  if (origin === undefined || sizeText === undefined || rootText === undefined || origin === '') {
    throw LOG.checkpoint_malformed({ reason: 'lines' });
  }
  const size = /^(0|[1-9]\d{0,15})$/.test(sizeText) ? Number(sizeText) : Number.NaN;
  if (!isSize(size)) throw LOG.checkpoint_malformed({ reason: 'size' });
  if (extensions.includes('')) throw LOG.checkpoint_malformed({ reason: 'extension' });
  return { origin, size, root: parseRoot(rootText), extensions };
}

function parseRoot(text: string): Bytes {
  let root: Bytes;
  try {
    root = fromBase64(text);
  } catch (cause) {
    throw LOG.checkpoint_malformed({ reason: 'root' }, cause);
  }
  if (root.length !== HASH_SIZE) throw LOG.checkpoint_malformed({ reason: 'root length' });
  return root;
}

export type CheckpointCheck =
  | { readonly outcome: 'verified'; readonly checkpoint: Checkpoint; readonly note: Note }
  | {
      readonly outcome: 'refused';
      readonly code: Extract<NoteCheck, { outcome: 'refused' }>['code'] | 'log.origin_mismatch';
    };

/**
 * Returns a checkpoint whose signature by the log's key was verified. The origin must be the key's name, so that one
 * log's checkpoint is never taken for another's.
 *
 * @throws `log.note_malformed`, `log.checkpoint_malformed`
 */
export async function openCheckpoint(text: string | Uint8Array, key: VerifierKey): Promise<CheckpointCheck> {
  const note = parseNote(text);
  const checked = await verifyNote(note, [key]);
  if (checked.outcome === 'refused') return checked;
  const checkpoint = parseCheckpoint(note.text);
  if (checkpoint.origin !== key.name) return { outcome: 'refused', code: 'log.origin_mismatch' };
  return { outcome: 'verified', checkpoint, note };
}
