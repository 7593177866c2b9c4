import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Bytes, base64, fromBase64, hex, utf8 } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { cosignedMessage } from './ed25519.ts';
import { nodeSha256 } from './hash-node.ts';
import { treeHasher } from './hash.ts';
import { noteSigner, parseNote, signNote, verifyNote } from './note.ts';
import { parseProofFile, writeProofFile } from './proof-file.ts';
import { hashesAtLevel, parseTilePath, partialWidth, tilePath, tilePathAt } from './tile.ts';
import { createTreeBuilder } from './tree.ts';
import { keyIdText, parsePrivateKey, parseVerifierKey, verifierKeyText } from './vkey.ts';
import { encodeBundle } from './tile.ts';

const folder = join(import.meta.dirname, '../../../shared/vectors/tlog');
const file = join(folder, 'notes.json');
const present = existsSync(file);
if (!present) console.warn(`note vectors skipped: ${file} is not there`);
const known = present ? JSON.parse(readFileSync(file, 'utf8')) : {};

const codeFrom = (run: () => unknown): string => {
  try {
    run();
    return 'ok';
  } catch (error) {
    return codeOf(error);
  }
};

/** The vector's word for what a verifier says about a note. */
async function judge(note: string | Uint8Array, vkeys: readonly string[]): Promise<string> {
  try {
    const result = await verifyNote(parseNote(note), vkeys.map(parseVerifierKey));
    if (result.outcome === 'verified') return 'ok';
    const words = {
      'log.unknown_key': 'unverified',
      'log.bad_signature': 'invalid-signature',
      'log.ambiguous_key': 'ambiguous-key',
    };
    return words[result.code];
  } catch (error) {
    return codeOf(error) === 'log.note_malformed' ? 'malformed' : codeOf(error);
  }
}

describe.skipIf(!present)('known answers for notes, keys and paths', () => {
  it('judges all 16 signed notes as expected, with the same text and keys', async () => {
    expect(known.signed_notes).toHaveLength(16);
    for (const c of known.signed_notes) {
      const note = c.note ?? fromBase64(c.note_base64);
      expect(await judge(note, c.vkeys), c.name).toBe(c.expect);
      if (c.expect !== 'ok') continue;
      const parsed = parseNote(note);
      expect(parsed.text, c.name).toBe(c.text);
      const checked = await verifyNote(parsed, c.vkeys.map(parseVerifierKey));
      const by = checked.outcome === 'verified' ? checked.by : [];
      expect(by.map(({ key }) => `${key.name}+${keyIdText(key.id)}`)).toEqual(c.verified);
    }
  });

  it('signs the same notes with the same private keys, byte for byte', async () => {
    for (const c of known.signers) {
      const signer = await noteSigner(c.skey);
      expect(verifierKeyText(signer.key)).toBe(c.vkey);
      expect(await signNote(c.text, [signer])).toBe(c.note);
    }
  });

  it('reads and writes valid verifier keys unchanged and refuses invalid ones', () => {
    for (const c of known.vkeys.valid) {
      const key = parseVerifierKey(c.vkey);
      expect(verifierKeyText(key)).toBe(c.vkey);
      expect(key.type).toBe(c.type === 'ed25519' ? 'ed25519' : 'cosignature-v1');
    }
    for (const c of known.vkeys.invalid)
      expect(
        codeFrom(() => parseVerifierKey(c.vkey)),
        c.why,
      ).toBe('log.bad_key');
  });

  it('refuses every proper substring of a key and every copy with one byte raised', async () => {
    const { vkey, skey } = known.vkeys.mangling;
    const raised = (text: string): string[] =>
      Array.from(text, (_, i) => text.slice(0, i) + String.fromCharCode(text.charCodeAt(i) + 1) + text.slice(i + 1));
    const cut = (text: string): string[] => Array.from(text, (_, i) => [text.slice(0, i), text.slice(i + 1)]).flat();
    for (const bad of [...raised(vkey), ...cut(vkey)]) {
      expect(
        codeFrom(() => parseVerifierKey(bad)),
        bad,
      ).toBe('log.bad_key');
    }
    for (const bad of [...raised(skey), ...cut(skey)]) {
      await expect(noteSigner(bad), bad).rejects.toMatchObject({ code: 'log.bad_key' });
    }
    expect(parsePrivateKey(skey).name).toBe('PeterNeumann');
  });

  it('parses notes whose keys are not known, and the message that a witness signed', () => {
    for (const c of known.parse_only) {
      const note = parseNote(c.note);
      expect(note.text).toBe(c.text);
      expect(note.signatures.map(({ name, id }) => ({ name, id: keyIdText(id) }))).toEqual(
        c.signatures.map((s: { name: string; key_id: string }) => ({ name: s.name, id: s.key_id })),
      );
      if (c.checkpoint === undefined) continue;
      const { origin, size, root } = parseCheckpoint(note.text);
      expect([origin, size, base64(root)]).toEqual([c.checkpoint.origin, c.checkpoint.size, c.checkpoint.root_base64]);
      const cosigned = c.signatures[1];
      expect(cosignedMessage(note.text, cosigned.timestamp)).toEqual(utf8(cosigned.signed_message));
    }
  });

  it('gives the hashes of RFC 6962', () => {
    const hasher = treeHasher(nodeSha256);
    expect(hex(hasher.emptyRoot)).toBe(known.hashes.empty_root);
    for (const leaf of known.hashes.leaves) expect(hex(hasher.leaf(utf8(leaf.data)))).toBe(leaf.hash);
    for (const node of known.hashes.nodes) {
      expect(hex(hasher.node(utf8(node.left), utf8(node.right)))).toBe(node.hash);
    }
  });

  it('refuses invalid checkpoint bodies, and roots that are not 32 bytes', () => {
    for (const c of [...known.checkpoint_bodies.invalid, ...known.checkpoint_bodies.lines_ok]) {
      expect(
        codeFrom(() => parseCheckpoint(c.body)),
        c.body,
      ).toBe('log.checkpoint_malformed');
    }
  });

  it('names tiles and bundles as the specification does', () => {
    for (const c of known.tile_paths.entries_for_index) {
      expect(tilePathAt(c.log_size, 'entries', Math.floor(c.index / 256))).toBe(c.path);
    }
    for (const c of known.tile_paths.tile) {
      const ref = { level: c.level, index: c.index, width: c.width === 0 ? 256 : c.width };
      expect(tilePath(ref)).toBe(c.path);
      expect(parseTilePath(c.path)).toEqual(ref);
    }
    for (const c of known.tile_paths.invalid) {
      expect(parseTilePath(`tile/${c.level}/${c.index}`), c.index).toBeUndefined();
    }
    for (const c of known.tile_paths.sizes) {
      for (const level of Object.keys(c.full)) {
        expect(Math.floor(hashesAtLevel(c.size, Number(level)) / 256)).toBe(c.full[level]);
        expect(partialWidth(c.size, Number(level))).toBe(c.partial[level]);
      }
    }
  });

  it('reads and writes proof files, and refuses malformed ones', () => {
    for (const c of known.tlog_proofs.valid) {
      const proof = parseProofFile(c.proof);
      expect(proof.index).toBe(c.index);
      expect(proof.proof.map(base64)).toEqual(c.hashes_base64);
      expect(proof.extra === undefined ? null : base64(proof.extra)).toBe(c.extra_base64);
      expect(proof.checkpoint).toBe(c.checkpoint);
      expect(writeProofFile(proof)).toBe(c.proof);
    }
    for (const c of known.tlog_proofs.invalid) {
      const text = c.proof.replace('<A>', 'a'.repeat(66_560));
      expect(
        codeFrom(() => parseProofFile(text)),
        c.name,
      ).toBe('log.proof_malformed');
    }
  });
});

describe.skipIf(!present)('the public 15-entry log', () => {
  it('is rebuilt byte for byte: 16 checkpoints, 15 tiles, 15 bundles', async () => {
    const { vkey, entries } = known.tessera_log;
    const signer = await noteSigner(known.signers.find((s: { vkey: string }) => s.vkey === vkey).skey);
    const hasher = treeHasher(nodeSha256);
    const builder = createTreeBuilder(hasher, () => undefined);
    const bytes: Bytes[] = entries.map(utf8);
    const read = (path: string): Buffer => readFileSync(join(folder, 'log', path));
    for (let size = 0; size <= bytes.length; size += 1) {
      const body = `${signer.key.name}\n${size}\n${base64(builder.root())}\n`;
      expect(await signNote(body, [signer])).toBe(read(`checkpoint.${size}`).toString('utf8'));
      for (const tile of builder.partialTiles()) {
        expect(Buffer.from(tile.bytes).equals(read(tilePath(tile)))).toBe(true);
        const bundle = encodeBundle(bytes.slice(0, size));
        expect(Buffer.from(bundle).equals(read(tilePathAt(size, 'entries', 0)))).toBe(true);
      }
      const next = bytes[size];
      if (next !== undefined) builder.append(hasher.leaf(next));
    }
  });
});
