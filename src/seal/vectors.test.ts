import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { collect, fixedRandom, pattern, sealBytes } from '../../test/support/seal.ts';
import { concat, equal, fromHex, hex } from '../base/bytes.ts';
import { containerStart } from './container.ts';
import { HEADER_LENGTH } from './floe.ts';
import { splitDek } from './grants.ts';
import { nodeCrypto } from './node-crypto.ts';
import { openStream } from './stream.ts';
import { webCrypto } from './web-crypto.ts';

type Vector = {
  readonly size: number;
  readonly plaintextSha256: string;
  readonly header: string;
  readonly sealedSize: number;
  readonly sealedSha256: string;
  readonly sealed?: string;
};
type Vectors = { readonly dek: string; readonly oid: string; readonly bodies: readonly Vector[] };

const at = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const vectors: Vectors = JSON.parse(readFileSync(at('test/vectors/seal/body.json'), 'utf8'));
const key = { dek: fromHex(vectors.dek), oid: fromHex(vectors.oid) };

describe.each([nodeCrypto, webCrypto])('own vectors with $name crypto', (crypto) => {
  it.each(vectors.bodies)('$size bytes have exactly these sealed bytes', async (vector) => {
    const plaintext = pattern(vector.size);
    expect(hex(await crypto.sha256(plaintext))).toBe(vector.plaintextSha256);
    const sealed = await sealBytes(crypto, key, plaintext, fixedRandom());
    expect(sealed.length).toBe(vector.sealedSize);
    expect(hex(sealed.subarray(0, HEADER_LENGTH))).toBe(vector.header);
    expect(hex(await crypto.sha256(sealed))).toBe(vector.sealedSha256);
    if (vector.sealed !== undefined) expect(hex(sealed)).toBe(vector.sealed);
    expect(equal(await collect(openStream(crypto, key, [sealed], { size: vector.size })), plaintext)).toBe(true);
  });
});

const python = spawnSync('python3', ['-c', 'import cryptography']).status === 0;
if (!python)
  console.warn('cross-check with docs/spec/unseal.py skipped: python3 or its package cryptography is absent');

describe.skipIf(!python)('docs/spec/unseal.py, which shares no code with us', () => {
  const folder = mkdtempSync(join(tmpdir(), 'unseal-'));
  const file = join(folder, 'object');
  afterAll(() => rmSync(folder, { recursive: true }));
  const unseal = (...args: string[]) =>
    execFileSync('python3', [at('docs/spec/unseal.py'), ...args], { maxBuffer: 2 ** 26, stdio: 'pipe' });

  it.each(vectors.bodies)('opens $size bytes', async (vector) => {
    writeFileSync(file, await sealBytes(nodeCrypto, key, pattern(vector.size), fixedRandom()));
    const opened = unseal('body', file, vectors.oid, vectors.dek);
    expect(createHash('sha256').update(opened).digest('hex')).toBe(vector.plaintextSha256);
  });

  it('opens a container from share and release secret, and lists its entries', async () => {
    const { share, releaseSecret } = splitDek(key.dek);
    const entries = [
      { kind: 'label' as const, text: 'internal' },
      { kind: 'records' as const, gid: key.oid, envelope: pattern(9) },
    ];
    writeFileSync(file, concat(containerStart(key.oid, entries), await sealBytes(nodeCrypto, key, pattern(5000))));
    expect(equal(unseal('sealed', file, hex(share), hex(releaseSecret)), pattern(5000))).toBe(true);
    expect(unseal('list', file).toString()).toBe(`0 label ${'0'.repeat(32)} internal\n1 records ${vectors.oid} 9\n`);
  });

  it('refuses a wrong key and a cut object', async () => {
    const sealed = await sealBytes(nodeCrypto, key, pattern(2_000_000));
    writeFileSync(file, sealed);
    expect(() => unseal('body', file, vectors.oid, '00'.repeat(32))).toThrow(/does not belong/);
    writeFileSync(file, sealed.subarray(0, HEADER_LENGTH + 1024 * 1024));
    expect(() => unseal('body', file, vectors.oid, vectors.dek)).toThrow(/out of place/);
  });
});
