/** Signed notes (c2sp.org/signed-note): parse, verify, sign. Signature types Ed25519 and cosignature/v1. */
import { type Bytes, base64, concat, fromBase64, fromUtf8, readU32be, u32be, utf8 } from '../base/bytes.ts';
import { cosignedMessage, ed25519Signer, verifyEd25519 } from './ed25519.ts';
import { LOG } from './errors.ts';
import { type VerifierKey, isKeyName, isSameKey, keyIdText, parsePrivateKey, verifierKey } from './vkey.ts';

/** One line under a note: `— <name> base64(id || payload)`. */
export type NoteSignature = { readonly name: string; readonly id: number; readonly payload: Bytes };

export type Note = {
  /** The signed text with its final newline, without the empty line that separates it from the signatures. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
};

const DASH = '\u2014';
const MAX_NOTE_BYTES = 1_000_000;
const MAX_SIGNATURES = 100;
const SIGNATURE_BYTES = 64;
const TIME_BYTES = 8;

/**
 * Returns the text and the signature lines of a note, without checking any signature.
 *
 * @throws `log.note_malformed` for bytes that are not UTF-8, control characters, a missing final newline or empty
 * line, a line that is not a signature, more than 100 signatures, more than 1,000,000 bytes.
 */
export function parseNote(note: string | Uint8Array): Note {
  const whole = typeof note === 'string' ? note : decodeNote(note);
  if (whole.length > MAX_NOTE_BYTES || !whole.isWellFormed()) throw LOG.note_malformed({ reason: 'encoding' });
  if (hasControlCharacter(whole)) throw LOG.note_malformed({ reason: 'control character' });
  // The text may itself hold empty lines: the last one separates.
  const split = whole.lastIndexOf('\n\n');
  if (split < 0 || !whole.endsWith('\n')) throw LOG.note_malformed({ reason: 'form' });
  const lines = whole.slice(split + 2, -1).split('\n');
  if (lines.length > MAX_SIGNATURES) throw LOG.note_malformed({ reason: 'signatures' });
  return { text: whole.slice(0, split + 1), signatures: lines.map(parseSignatureLine) };
}

function decodeNote(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes);
  } catch (cause) {
    throw LOG.note_malformed({ reason: 'utf-8' }, cause);
  }
}

function hasControlCharacter(text: string): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x20 && unit !== 0x0a) return true;
  }
  return false;
}

/** Returns one signature line. @throws `log.note_malformed` */
export function parseSignatureLine(line: string): NoteSignature {
  const [dash, name, data, ...rest] = line.split(' ');
  if (dash !== DASH || name === undefined || data === undefined || rest.length > 0 || !isKeyName(name)) {
    throw LOG.note_malformed({ reason: 'signature line' });
  }
  const bytes = signatureData(data);
  if (bytes.length < 5) throw LOG.note_malformed({ reason: 'signature length' });
  return { name, id: readU32be(bytes, 0), payload: bytes.slice(4) };
}

function signatureData(text: string): Bytes {
  try {
    return fromBase64(text);
  } catch (cause) {
    throw LOG.note_malformed({ reason: 'signature base64' }, cause);
  }
}

/** Returns one signature as its line, with the newline. */
export function signatureLine(signature: NoteSignature): string {
  return `${DASH} ${signature.name} ${base64(concat(u32be(signature.id), signature.payload))}\n`;
}

/** A signature that verified; `timeSeconds` is what a cosigner says about when. */
export type VerifiedSignature = { readonly key: VerifierKey; readonly timeSeconds?: number };

export type NoteCheck =
  | { readonly outcome: 'verified'; readonly text: string; readonly by: readonly VerifiedSignature[] }
  | { readonly outcome: 'refused'; readonly code: 'log.bad_signature' | 'log.unknown_key' | 'log.ambiguous_key' };

/**
 * Returns which of `keys` signed the note. Signatures of unknown keys are ignored; one signature of a known key that
 * does not verify refuses the whole note, as does a note without any signature of a known key.
 */
export async function verifyNote(note: Note, keys: readonly VerifierKey[]): Promise<NoteCheck> {
  const by: VerifiedSignature[] = [];
  for (const signature of note.signatures) {
    const known = keys.filter((key) => key.name === signature.name && key.id === signature.id);
    const [key] = known;
    if (key === undefined) continue;
    if (known.some((other) => other !== key)) return { outcome: 'refused', code: 'log.ambiguous_key' };
    if (by.some((done) => isSameKey(done.key, key))) continue;
    const verified = await verifySignature(note.text, signature, key);
    if (verified === undefined) return { outcome: 'refused', code: 'log.bad_signature' };
    by.push(verified);
  }
  if (by.length === 0) return { outcome: 'refused', code: 'log.unknown_key' };
  return { outcome: 'verified', text: note.text, by };
}

/** Returns the signature's verdict for one key, or undefined when it is not valid. */
export async function verifySignature(
  text: string,
  signature: NoteSignature,
  key: VerifierKey,
): Promise<VerifiedSignature | undefined> {
  const { payload } = signature;
  if (key.type === 'ed25519') {
    return (await verifyEd25519(key.publicKey, utf8(text), payload)) ? { key } : undefined;
  }
  if (payload.length !== TIME_BYTES + SIGNATURE_BYTES) return undefined;
  const time = new DataView(payload.buffer, payload.byteOffset, TIME_BYTES).getBigUint64(0, false);
  if (time > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const timeSeconds = Number(time);
  const valid = await verifyEd25519(key.publicKey, cosignedMessage(text, timeSeconds), payload.slice(TIME_BYTES));
  return valid ? { key, timeSeconds } : undefined;
}

/** Signs notes under one name. Made from a private key here, or by a provider that keeps the key elsewhere. */
export type NoteSigner = { readonly key: VerifierKey; readonly sign: (text: string) => Promise<NoteSignature> };

/**
 * Returns the signer for a private key text (Go's form).
 *
 * @throws `log.bad_key`, also when the id in the text does not belong to the key, or the key is a cosigner's.
 */
export async function noteSigner(privateKey: string): Promise<NoteSigner> {
  const { name, type, seed, id } = parsePrivateKey(privateKey);
  if (type !== 'ed25519') throw LOG.bad_key({ reason: 'type' });
  const signer = await ed25519Signer(seed);
  const key = verifierKey(name, type, signer.publicKey);
  if (keyIdText(key.id) !== id) throw LOG.bad_key({ reason: 'id' });
  return { key, sign: async (text) => ({ name, id: key.id, payload: await signer.sign(utf8(text)) }) };
}

/** Returns the note: text, empty line, one line per signer. The text must end with a newline. */
export async function signNote(text: string, signers: readonly NoteSigner[]): Promise<string> {
  if (!text.endsWith('\n') || !text.isWellFormed() || hasControlCharacter(text)) {
    throw LOG.note_malformed({ reason: 'text' });
  }
  const signatures = await Promise.all(signers.map(async (signer) => signer.sign(text)));
  return `${text}\n${signatures.map(signatureLine).join('')}`;
}
