import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Bytes, concat, fromHex, hex, readU32be, utf8 } from '../base/bytes.ts';
import { type FloeParameters, HEADER_LENGTH, openSegment, verifyFloe } from './floe.ts';
import { nodeCrypto } from './node-crypto.ts';
import { webCrypto } from './web-crypto.ts';

const root = fileURLToPath(new URL('../../../shared/vectors/', import.meta.url));
const folders = ['floe', 'floe-library'].filter((folder) => existsSync(root + folder));
if (folders.length < 2) console.warn('FLOE vectors skipped: ../shared/vectors/floe or floe-library is absent');

const pairs = folders.flatMap((folder) =>
  readdirSync(root + folder)
    .filter((name) => name.endsWith('_ct.txt'))
    .map((name) => ({
      name: `${folder}/${name.replace('_ct.txt', '')}`,
      base: `${root}${folder}/${name.slice(0, -7)}`,
    })),
);

function readHex(path: string): Bytes {
  return fromHex(readFileSync(path, 'utf8').trim());
}

/** Opens a whole ciphertext; finality from the position, as the streams do. */
async function openAll(crypto: typeof nodeCrypto, sealed: Bytes, parameters: FloeParameters): Promise<Bytes> {
  const header = sealed.slice(0, HEADER_LENGTH);
  const body = await verifyFloe(crypto, new Uint8Array(32), utf8('This is AAD'), header, parameters);
  const parts: Bytes[] = [];
  const count = Math.ceil((sealed.length - HEADER_LENGTH) / parameters.segmentLength);
  for (let i = 0; i < count; i += 1) {
    const at = HEADER_LENGTH + i * parameters.segmentLength;
    parts.push(await openSegment(body, i, sealed.slice(at, at + parameters.segmentLength), i === count - 1));
  }
  return concat(...parts);
}

describe.each([nodeCrypto, webCrypto])('FLOE known answers with $name crypto', (crypto) => {
  it.skipIf(pairs.length === 0).each(pairs)('opens $name', async ({ name, base }) => {
    const sealed = readHex(`${base}_ct.txt`);
    const parameters = {
      segmentLength: readU32be(sealed, 2),
      rotationBits: name.includes('rotation') ? 2 : 20,
      allowEmptyFinal: true,
    };
    expect(hex(await openAll(crypto, sealed, parameters))).toBe(hex(readHex(`${base}_pt.txt`)));
  });

  it.skipIf(pairs.length === 0)('refuses an empty last segment after others in production mode', async () => {
    const sealed = readHex(`${root}floe/java_lastSegEmpty_ct.txt`);
    const parameters = { segmentLength: readU32be(sealed, 2), rotationBits: 20, allowEmptyFinal: false };
    await expect(openAll(crypto, sealed, parameters)).rejects.toMatchObject({ code: 'seal.bad_segment' });
  });
});
