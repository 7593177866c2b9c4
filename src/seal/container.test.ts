import { describe, expect, it } from 'vitest';
import { collect, FIXED_KEY, filled, manifestFor, pattern, readFrom, sealBytes } from '../../test/support/seal.ts';
import { type Bytes, base64url, concat, equal, fromUtf8, u32be } from '../base/bytes.ts';
import { type ContainerEntry, containerStart, readContainer, writeContainer } from './container.ts';
import { createLeavesDigest, leavesRoot } from './digest.ts';
import { createEnvelope, generateIdentity, recipientOf } from './envelope.ts';
import { HEADER_LENGTH, SEGMENT_PLAINTEXT, sealedSize } from './floe.ts';
import { splitDek } from './grants.ts';
import { signManifest } from './manifest.ts';
import { nodeCrypto } from './node-crypto.ts';
import { openContainer } from './open-object.ts';
import { webCrypto } from './web-crypto.ts';

const body = await sealBytes(nodeCrypto, FIXED_KEY, pattern(100));
const entry: ContainerEntry = { kind: 'recipient', gid: filled(16, 3), envelope: pattern(50) };
const parse = (file: Bytes) => readContainer(readFrom(file), file.length);
const file = concat(containerStart(FIXED_KEY.oid, [entry]), body);

/** A container with a hand-made entry section. */
function withEntries(section: Bytes, length = section.length): Bytes {
  const start = containerStart(FIXED_KEY.oid, []);
  return concat(start.subarray(0, 12), u32be(length), start.subarray(16), section, body);
}

const rawEntry = (type: number, gid: Bytes, length: number, bytes: Bytes, padding = 0) =>
  concat(Uint8Array.of(type, 0, padding, 0), gid, u32be(length), bytes);

describe('container', () => {
  it('has the layout of the specification', async () => {
    expect([...file.subarray(0, 16)]).toEqual([0x89, 0x53, 0x4c, 0x44, 13, 10, 26, 10, 1, 1, 0, 0, 0, 0, 0, 74]);
    expect(equal(file.subarray(16, 32), FIXED_KEY.oid)).toBe(true);
    const container = await parse(file);
    expect(container).toMatchObject({ bodyOffset: 32 + 74, bodyLength: sealedSize(100) });
    expect(container.entries).toEqual([{ kind: 'recipient', gid: filled(16, 3), bytes: pattern(50) }]);
  });

  it('keeps all kinds of entries in order, and the body unchanged', async () => {
    const entries: ContainerEntry[] = [
      { kind: 'label', text: '機密 · confidential' },
      { kind: 'viewer', gid: filled(16, 1), envelope: pattern(1) },
      { kind: 'records', gid: filled(16, 2), envelope: pattern(0) },
      entry,
    ];
    const written = await collect(writeContainer(FIXED_KEY.oid, entries, [body.subarray(0, 9), body.subarray(9)]));
    const container = await parse(written);
    expect(container.entries.map((e) => e.kind)).toEqual(['label', 'viewer', 'records', 'recipient']);
    expect(fromUtf8(container.entries[0]?.bytes ?? new Uint8Array(0))).toBe('機密 · confidential');
    expect(equal(written.subarray(container.bodyOffset), body)).toBe(true);
  });

  const gid = filled(16, 3);
  it.each<[string, Bytes]>([
    ['an unknown entry type', withEntries(rawEntry(5, gid, 0, pattern(0)))],
    ['entry type 0', withEntries(rawEntry(0, gid, 0, pattern(0)))],
    ['padding that is not zero', withEntries(rawEntry(1, gid, 0, pattern(0), 1))],
    ['a label with a grant', withEntries(rawEntry(4, gid, 0, pattern(0)))],
    ['an entry that ends outside', withEntries(rawEntry(1, gid, 11, pattern(10)))],
    ['an entry of 4 GiB', withEntries(rawEntry(1, gid, 0xffff_ffff, pattern(10)))],
    ['a byte after the last entry', withEntries(rawEntry(1, gid, 9, pattern(10)))],
    ['a section cut in an entry', withEntries(rawEntry(1, gid, 0, pattern(0)), 23)],
    ['a section longer than the file', withEntries(pattern(0), 5000)],
    ['a section of more than 1 MiB', withEntries(rawEntry(4, filled(16, 0), 2 ** 20 - 23, filled(2 ** 20 - 23, 65)))],
    ['a start only', file.slice(0, 32)],
    ['nothing', new Uint8Array(0)],
  ])('refuses %s', async (_, bad) => {
    await expect(parse(bad)).rejects.toMatchObject({ code: expect.stringMatching(/^seal\./) });
  });

  it('refuses every truncation', async () => {
    for (let at = 0; at < 32 + 74 + HEADER_LENGTH + 32; at += 1) {
      await expect(parse(file.slice(0, at))).rejects.toMatchObject({ code: expect.stringMatching(/^seal\./) });
    }
  });

  it('refuses a source that returns less than it promised', async () => {
    await expect(readContainer(async () => new Uint8Array(3), file.length)).rejects.toMatchObject({
      code: 'seal.truncated',
    });
  });

  it('is not written with wrong identifiers or too many entries', () => {
    expect(() => containerStart(filled(15, 1), [])).toThrow('wrong length');
    expect(() => containerStart(FIXED_KEY.oid, [{ ...entry, gid: filled(15, 1) }])).toThrow('expected form');
    const huge: ContainerEntry = { kind: 'recipient', gid, envelope: new Uint8Array(1024 * 1024) };
    expect(() => containerStart(FIXED_KEY.oid, [huge])).toThrow('expected form');
  });
});

describe.each([nodeCrypto, webCrypto])('opening with $name crypto', (crypto) => {
  it.each([0, 1, 2 * SEGMENT_PLAINTEXT])('finds its own envelope among others for %i bytes', async (size) => {
    const plaintext = pattern(size);
    const sealed = await sealBytes(crypto, FIXED_KEY, plaintext);
    const identity = await generateIdentity();
    const seed = filled(32, 8);
    const { releaseSecret, share } = splitDek(FIXED_KEY.dek);
    const leaves = createLeavesDigest(crypto);
    await leaves.update(plaintext);
    const manifest = await signManifest(crypto, seed, {
      ...manifestFor(FIXED_KEY, filled(16, 3), share, sealed.slice(0, HEADER_LENGTH), size),
      sha256: base64url(await crypto.sha256(plaintext)),
      leaves: base64url(await leaves.root()),
    });
    const entries: ContainerEntry[] = [
      { kind: 'label', text: 'x' },
      {
        kind: 'recipient',
        gid: filled(16, 9),
        envelope: await createEnvelope(manifest, await recipientOf(await generateIdentity())),
      },
      { kind: 'recipient', gid: filled(16, 3), envelope: await createEnvelope(manifest, await recipientOf(identity)) },
    ];
    const whole = concat(containerStart(FIXED_KEY.oid, entries), sealed);
    const asked: Bytes[] = [];
    const object = await openContainer(
      crypto,
      { read: readFrom(whole), length: whole.length },
      {
        identity,
        sender: await crypto.ed25519PublicKey(seed),
        releaseSecretFor: async (grant) => {
          asked.push(grant);
          return releaseSecret;
        },
      },
    );
    expect(asked).toEqual([filled(16, 3)]);
    expect(object.manifest).toEqual(manifest);
    expect(equal(await collect(object.plaintext()), plaintext)).toBe(true);
  });

  it.each(['sha256', 'leaves'] as const)('checks %s of the manifest at the end', async (member) => {
    const identity = await generateIdentity();
    const { releaseSecret, share } = splitDek(FIXED_KEY.dek);
    const seed = filled(32, 8);
    const manifest = await signManifest(crypto, seed, {
      ...manifestFor(FIXED_KEY, filled(16, 3), share, body.slice(0, HEADER_LENGTH), 100),
      [member]: base64url(filled(32, 1)),
    });
    const envelope = await createEnvelope(manifest, await recipientOf(identity));
    const whole = concat(containerStart(FIXED_KEY.oid, [{ kind: 'recipient', gid: filled(16, 3), envelope }]), body);
    const object = await openContainer(
      crypto,
      { read: readFrom(whole), length: whole.length },
      {
        identity,
        sender: await crypto.ed25519PublicKey(seed),
        releaseSecretFor: async () => releaseSecret,
      },
    );
    await expect(collect(object.plaintext())).rejects.toMatchObject({ code: 'seal.digest_mismatch' });
  });
});

describe('leaves', () => {
  it('make the tree of RFC 9162', async () => {
    const leaf = (digest: Bytes) => nodeCrypto.sha256(concat(Uint8Array.of(0), digest));
    const node = (left: Bytes, right: Bytes) => nodeCrypto.sha256(concat(Uint8Array.of(1), left, right));
    const [a, b, c] = [filled(32, 1), filled(32, 2), filled(32, 3)];
    expect(await leavesRoot(nodeCrypto, [a])).toEqual(await leaf(a));
    expect(await leavesRoot(nodeCrypto, [a, b, c])).toEqual(
      await node(await node(await leaf(a), await leaf(b)), await leaf(c)),
    );
    expect(await leavesRoot(nodeCrypto, [])).toEqual(await nodeCrypto.sha256(new Uint8Array(0)));
  });
});
