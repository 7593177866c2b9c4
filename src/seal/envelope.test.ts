import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { Encrypter } from 'age-encryption';
import * as vectors from 'cctv-age';
import { describe, expect, it } from 'vitest';
import { FIXED_KEY, filled, manifestFor } from '../../test/support/seal.ts';
import { base64url, hex, utf8 } from '../base/bytes.ts';
import {
  createEnvelope,
  generateIdentity,
  MAX_ENVELOPE_LENGTH,
  openEnvelope,
  openWith,
  recipientFingerprint,
  recipientKind,
  recipientOf,
  sealTo,
} from './envelope.ts';
import { signManifest } from './manifest.ts';
import { nodeCrypto } from './node-crypto.ts';

const identity = await generateIdentity();
const recipient = await recipientOf(identity);
const CLASSIC = 'AGE-SECRET-KEY-1XMWWC06LY3EE5RYTXM9MFLAZ2U56JJJ36S0MYPDRWSVLUL66MV4QX3S7F6';
const manifest = await signManifest(nodeCrypto, filled(32, 7), {
  ...manifestFor(FIXED_KEY, filled(16, 3), filled(32, 4), filled(74, 5), 1234),
  sha256: base64url(filled(32, 6)),
});

describe('envelope', () => {
  it('is hybrid by default and comes back', async () => {
    expect(recipientKind(recipient)).toBe('hybrid');
    const envelope = await createEnvelope(manifest, recipient);
    expect(Buffer.from(envelope).toString('latin1')).toContain('-> mlkem768x25519 ');
    expect(await openEnvelope(identity, envelope)).toEqual(manifest);
  });

  it('takes an X25519 recipient too', async () => {
    const classic = await recipientOf(CLASSIC);
    expect(recipientKind(classic)).toBe('x25519');
    expect(await openEnvelope(CLASSIC, await createEnvelope(manifest, classic))).toEqual(manifest);
  });

  it.each([
    '',
    'age1',
    'age1pq1short',
    'ssh-ed25519 AAAA',
    'age1tag1qwertyuiop',
    recipient.slice(0, -1),
    `${recipient.slice(0, -1)}${recipient.endsWith('q') ? 'p' : 'q'}`,
    `${recipient}\n`,
  ])('is not made for the recipient %j', async (bad) => {
    await expect(sealTo(bad, utf8('x'))).rejects.toMatchObject({ code: 'seal.bad_recipient' });
  });

  it('tells a wrong identity from a damaged envelope and from no identity', async () => {
    const envelope = await createEnvelope(manifest, recipient);
    await expect(openEnvelope(await generateIdentity(), envelope)).rejects.toMatchObject({
      code: 'seal.wrong_identity',
    });
    await expect(openEnvelope(CLASSIC, envelope)).rejects.toMatchObject({ code: 'seal.wrong_identity' });
    await expect(openEnvelope(identity, envelope.slice(0, -1))).rejects.toMatchObject({ code: 'seal.bad_envelope' });
    await expect(openEnvelope('AGE-SECRET-KEY-PQ-1X', envelope)).rejects.toMatchObject({ code: 'seal.bad_key' });
    await expect(recipientOf('nonsense')).rejects.toMatchObject({ code: 'seal.bad_key' });
  });

  it('refuses two recipients, a passphrase, armor and bombs without trying', async () => {
    const two = new Encrypter();
    two.addRecipient(recipient);
    two.addRecipient(await recipientOf(CLASSIC));
    await expect(openWith(identity, await two.encrypt('x'))).rejects.toMatchObject({
      code: 'seal.bad_envelope',
      details: { part: 'stanzas' },
    });
    const passphrase = new Encrypter();
    passphrase.setPassphrase('correct horse');
    passphrase.setScryptWorkFactor(2);
    await expect(openWith(identity, await passphrase.encrypt('x'))).rejects.toMatchObject({
      details: { part: 'stanza type' },
    });
    await expect(openWith(identity, utf8('-----BEGIN AGE ENCRYPTED FILE-----'))).rejects.toMatchObject({
      details: { part: 'header' },
    });
    await expect(openWith(identity, filled(MAX_ENVELOPE_LENGTH + 1, 65))).rejects.toMatchObject({
      details: { part: 'length' },
    });
    await expect(
      openWith(identity, utf8(`age-encryption.org/v1\n${'-> X25519 a\n'.repeat(5000)}`)),
    ).rejects.toMatchObject({ code: 'seal.bad_envelope' });
  });

  it('has a fingerprint that differs with the key', async () => {
    const print = await recipientFingerprint(nodeCrypto, recipient);
    expect(print).toMatch(/^[\w-]{22}$/);
    expect(await recipientFingerprint(nodeCrypto, await recipientOf(CLASSIC))).not.toBe(print);
  });
});

/** The age test kit: a text header, an empty line, an age file. */
function parseVector(bytes: Uint8Array) {
  const text = Buffer.from(bytes).toString('latin1');
  const end = text.indexOf('\n\n');
  const fields = text
    .slice(0, end)
    .split('\n')
    .map((line) => line.split(': '));
  const get = (name: string): string | undefined => fields.find(([key]) => key === name)?.[1];
  const body = Buffer.from(text.slice(end + 2), 'latin1');
  return { get, file: get('compressed') === 'zlib' ? inflateSync(body) : body };
}

const cases = Object.entries(vectors)
  .map(([name, bytes]) => ({ name, ...parseVector(bytes) }))
  .filter(({ get }) => get('armored') !== 'yes' && get('passphrase') === undefined && get('identity') !== undefined);

describe('age test kit (C2SP/CCTV)', () => {
  it('has the vectors', () => {
    expect(cases.length).toBeGreaterThan(50);
  });

  it.each(cases)('$name', async ({ get, file }) => {
    const outcome = await openWith(get('identity') ?? '', new Uint8Array(file)).catch(
      (error: { code: string }) => error,
    );
    if (get('expect') !== 'success') {
      expect(outcome).toMatchObject({ code: expect.stringMatching(/^seal\.(bad_envelope|wrong_identity)$/) });
    } else if (outcome instanceof Uint8Array) {
      expect(createHash('sha256').update(outcome).digest('hex')).toBe(get('payload'));
      expect(hex(outcome).length).toBe(outcome.length * 2);
    } else {
      // Valid age, but not our shape: several stanzas, another kind, or longer than an envelope can be.
      const stanzas = Buffer.from(file).toString('latin1').match(/^-> /gm)?.length ?? 0;
      const kind = /^-> (X25519|mlkem768x25519) /m.test(Buffer.from(file).toString('latin1'));
      expect(stanzas > 1 || !kind || file.length > MAX_ENVELOPE_LENGTH).toBe(true);
    }
  });
});
