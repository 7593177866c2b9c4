/**
 * The attacks of docs/spec/sealed-object.md section 9. Each is made against a whole container, as a recipient opens
 * it, and again with every outer check gone (length, pinned header, identifiers), so that FLOE alone must refuse it.
 */
import { describe, expect, it } from 'vitest';
import { collect, filled, manifestFor, pattern, readFrom, sealBytes } from '../../test/support/seal.ts';
import { type Bytes, concat, equal, fromBase64url, u32be } from '../base/bytes.ts';
import { systemRandom } from '../base/random.ts';
import { containerStart } from './container.ts';
import { createEnvelope, generateIdentity, openEnvelope, recipientOf } from './envelope.ts';
import { HEADER_LENGTH, SEGMENT_LENGTH, SEGMENT_PLAINTEXT } from './floe.ts';
import { joinDek, splitDek } from './grants.ts';
import { signManifest } from './manifest.ts';
import { nodeCrypto } from './node-crypto.ts';
import { openContainer } from './open-object.ts';
import { type ObjectKey, openStream } from './stream.ts';

const PLAINTEXT = pattern(2 * SEGMENT_PLAINTEXT + 777);
const seed = systemRandom(32);
const sender = await nodeCrypto.ed25519PublicKey(seed);
const identity = await generateIdentity();
const recipient = await recipientOf(identity);

type Parts = {
  readonly key: ObjectKey;
  readonly gid: Bytes;
  readonly body: Bytes;
  readonly envelope: Bytes;
  readonly releaseSecret: Bytes;
};

async function makeObject(): Promise<Parts> {
  const key = { dek: systemRandom(32), oid: systemRandom(16) };
  const gid = systemRandom(16);
  const body = await sealBytes(nodeCrypto, key, PLAINTEXT);
  return { key, gid, body, ...(await makeGrant(key, gid, body)) };
}

async function makeGrant(key: ObjectKey, gid: Bytes, body: Bytes) {
  const { releaseSecret, share } = splitDek(key.dek);
  const header = body.slice(0, HEADER_LENGTH);
  const sha256 = Buffer.from(await nodeCrypto.sha256(PLAINTEXT)).toString('base64url');
  const manifest = { ...manifestFor(key, gid, share, header, PLAINTEXT.length), sha256 };
  const envelope = await createEnvelope(await signManifest(nodeCrypto, seed, manifest), recipient);
  return { releaseSecret, envelope };
}

const mine = await makeObject();
const other = await makeObject();
const again = await makeGrant(mine.key, filled(16, 9), mine.body);

function fileOf(parts: Parts): Bytes {
  const entry = { kind: 'recipient' as const, gid: parts.gid, envelope: parts.envelope };
  return concat(containerStart(parts.key.oid, [entry]), parts.body);
}

/** Opens as a recipient does, with every rule. */
async function openFile(file: Bytes, releaseSecret = mine.releaseSecret, as = identity): Promise<Bytes> {
  const grant = { identity: as, sender, releaseSecretFor: async () => releaseSecret };
  const object = await openContainer(nodeCrypto, { read: readFrom(file), length: file.length }, grant);
  return collect(object.plaintext());
}

/** Opens the body with the key and identifier given, no size, no manifest. */
function openBare(body: Bytes, key: ObjectKey = mine.key): Promise<Bytes> {
  return collect(openStream(nodeCrypto, key, [body]));
}

const segment = (body: Bytes, k: number): Bytes =>
  body.slice(HEADER_LENGTH + k * SEGMENT_LENGTH, HEADER_LENGTH + (k + 1) * SEGMENT_LENGTH);

const header = (body: Bytes): Bytes => body.slice(0, HEADER_LENGTH);

function flip(bytes: Bytes, at: number): Bytes {
  const out = bytes.slice();
  out[at]! ^= 1;
  return out;
}

function withMarker(part: Bytes, marker: number): Bytes {
  return concat(u32be(marker), part.subarray(4));
}

const [s0, s1, s2] = [segment(mine.body, 0), segment(mine.body, 1), segment(mine.body, 2)];
const head = header(mine.body);

const BODY_ATTACKS: readonly [name: string, body: Bytes][] = [
  ['the last byte is cut off', mine.body.slice(0, -1)],
  ['the final segment is dropped', concat(head, s0, s1)],
  ['the final segment is dropped and the one before marked final', concat(head, s0, withMarker(s1, SEGMENT_LENGTH))],
  ['bytes are appended', concat(mine.body, filled(32, 0))],
  ['a whole segment is appended', concat(mine.body, s2)],
  ['an empty final segment is appended', concat(head, s0, s1, withMarker(filled(32, 0), 32))],
  ['two segments are swapped', concat(head, s1, s0, s2)],
  ['a segment is repeated', concat(head, s0, s0, s2)],
  ['a segment is inserted', concat(head, s0, s0, s1, s2)],
  ['a bit of the ciphertext is flipped', flip(mine.body, HEADER_LENGTH + 16 + 1000)],
  ['a bit of a tag is flipped', flip(mine.body, mine.body.length - 1)],
  ['a bit of a segment nonce is flipped', flip(mine.body, HEADER_LENGTH + 4)],
  ['a bit of a segment marker is flipped', flip(mine.body, HEADER_LENGTH + 3)],
  ['a bit of the header iv is flipped', flip(mine.body, 10)],
  ['a bit of the header tag is flipped', flip(mine.body, HEADER_LENGTH - 1)],
  ['a bit of the parameters is flipped', flip(mine.body, 3)],
  ['the segment length is halved', concat(mine.body.slice(0, 2), u32be(SEGMENT_LENGTH / 2), mine.body.subarray(6))],
  ['a segment of another object is spliced in', concat(head, segment(other.body, 0), s1, s2)],
  ['the body is that of another object', other.body],
  ['the header is that of another object', concat(header(other.body), s0, s1, s2)],
];

describe('attacks on the body', () => {
  it('the untouched object opens both ways', async () => {
    expect(equal(await openFile(fileOf(mine)), PLAINTEXT)).toBe(true);
    expect(equal(await openBare(mine.body), PLAINTEXT)).toBe(true);
  });

  it.each(BODY_ATTACKS)('refused by the reader: %s', async (_, body) => {
    await expect(openFile(fileOf({ ...mine, body }))).rejects.toMatchObject({ code: expect.stringMatching(/^seal\./) });
  });

  it.each(BODY_ATTACKS)('refused by FLOE alone: %s', async (_, body) => {
    await expect(openBare(body)).rejects.toMatchObject({ code: expect.stringMatching(/^seal\./) });
  });

  it('releases nothing of a damaged segment, only what was authentic before it', async () => {
    const released: Bytes[] = [];
    const damaged = concat(head, s0, flip(s1, 500), s2);
    await expect(
      (async () => {
        for await (const block of openStream(nodeCrypto, mine.key, [damaged])) released.push(block);
      })(),
    ).rejects.toMatchObject({ code: 'seal.bad_segment' });
    expect(equal(concat(...released), PLAINTEXT.subarray(0, SEGMENT_PLAINTEXT))).toBe(true);
  });
});

describe('attacks on identifiers, envelopes and halves of the key', () => {
  it('the object identifier of the file is changed', async () => {
    const file = flip(fileOf(mine), 16);
    await expect(openFile(file)).rejects.toMatchObject({ code: 'seal.wrong_object' });
    const key = { dek: mine.key.dek, oid: flip(mine.key.oid, 0) };
    await expect(openBare(mine.body, key)).rejects.toMatchObject({ code: 'seal.wrong_key' });
  });

  it('the envelope of another object is put in', async () => {
    const file = fileOf({ ...mine, envelope: other.envelope });
    await expect(openFile(file)).rejects.toMatchObject({ code: 'seal.wrong_object' });
    const { share } = await openEnvelope(identity, other.envelope);
    const dek = joinDek(mine.releaseSecret, fromBase64url(share));
    await expect(openBare(mine.body, { ...mine.key, dek })).rejects.toMatchObject({ code: 'seal.wrong_key' });
  });

  it('the grant identifier is changed, or the envelope of another grant of the same object is put in', async () => {
    await expect(openFile(flip(fileOf(mine), 36))).rejects.toMatchObject({ code: 'seal.wrong_grant' });
    await expect(openFile(fileOf({ ...mine, envelope: again.envelope }))).rejects.toMatchObject({
      code: 'seal.wrong_grant',
    });
    const { share } = await openEnvelope(identity, again.envelope);
    const dek = joinDek(mine.releaseSecret, fromBase64url(share));
    await expect(openBare(mine.body, { ...mine.key, dek })).rejects.toMatchObject({ code: 'seal.wrong_key' });
  });

  it('the entry is relabelled for another holder', async () => {
    const file = fileOf(mine);
    file[32] = 2;
    await expect(openFile(file)).rejects.toMatchObject({ code: 'seal.wrong_grant' });
  });

  it('a bit anywhere in the envelope is flipped', async () => {
    const text = Buffer.from(mine.envelope).toString('latin1');
    const mac = text.indexOf('--- ') + 6;
    for (const at of [0, 30, 100, mac, mine.envelope.length - 1]) {
      await expect(openFile(fileOf({ ...mine, envelope: flip(mine.envelope, at) }))).rejects.toMatchObject({
        code: expect.stringMatching(/^seal\.(bad_envelope|wrong_identity)$/),
      });
    }
  });

  it('a damaged envelope is told from one for somebody else', async () => {
    const envelope = flip(mine.envelope, mine.envelope.length - 1);
    await expect(openFile(fileOf({ ...mine, envelope }))).rejects.toMatchObject({ code: 'seal.bad_envelope' });
  });

  it('the writer sealed other content under the same key with a new header: the pinned header tells', async () => {
    const body = await sealBytes(nodeCrypto, mine.key, flip(PLAINTEXT, 5));
    await expect(openFile(fileOf({ ...mine, body }))).rejects.toMatchObject({ code: 'seal.wrong_object' });
  });

  it('version, suite, flags or magic are changed', async () => {
    const file = fileOf(mine);
    for (const at of [8, 9, 10, 11]) {
      await expect(openFile(flip(file, at))).rejects.toMatchObject({ code: 'seal.unsupported' });
    }
    for (const at of [0, 4, 7]) {
      await expect(openFile(flip(file, at))).rejects.toMatchObject({ code: 'seal.bad_container' });
    }
  });

  it('somebody else tries', async () => {
    await expect(openFile(fileOf(mine), mine.releaseSecret, await generateIdentity())).rejects.toMatchObject({
      code: 'seal.wrong_identity',
    });
  });

  it('the release secret was destroyed: no other one opens', async () => {
    for (const releaseSecret of [filled(32, 0), systemRandom(32), other.releaseSecret, again.releaseSecret]) {
      await expect(openFile(fileOf(mine), releaseSecret)).rejects.toMatchObject({ code: 'seal.wrong_key' });
    }
  });

  it('L7: a manifest is signed by somebody else, or changed after it was signed', async () => {
    const { share } = await openEnvelope(identity, mine.envelope);
    const manifest = manifestFor(mine.key, mine.gid, fromBase64url(share), head, PLAINTEXT.length);
    const leaves = { ...manifest, leaves: share };
    const forged = await signManifest(nodeCrypto, systemRandom(32), leaves);
    const changed = { ...(await signManifest(nodeCrypto, seed, leaves)), exp: null };
    for (const bad of [forged, changed]) {
      const envelope = await createEnvelope(bad, recipient);
      await expect(openFile(fileOf({ ...mine, envelope }))).rejects.toMatchObject({ code: 'seal.bad_signature' });
    }
  });

  it('the writer rewrote the body under the same key and header: the signed digest tells', async () => {
    const { resumeSegmentSealer } = await import('./stream.ts');
    const sealer = await resumeSegmentSealer(nodeCrypto, mine.key, head, 0);
    const changed = flip(PLAINTEXT, 5);
    const body = concat(head, ...(await sealer.push(changed)), await sealer.finish());
    expect(equal(await openBare(body), changed)).toBe(true);
    await expect(openFile(fileOf({ ...mine, body }))).rejects.toMatchObject({ code: 'seal.digest_mismatch' });
  });
});
