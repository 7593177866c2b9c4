/**
 * Writes test/vectors/seal/body.json: sealed bodies for a fixed key, identifier and nonces. Run it only when the
 * format changes on purpose; src/seal/vectors.test.ts and docs/spec/unseal.py check what is written.
 */
import { writeFileSync } from 'node:fs';
import { hex } from '../src/base/bytes.ts';
import { HEADER_LENGTH, SEGMENT_PLAINTEXT } from '../src/seal/floe.ts';
import { nodeCrypto } from '../src/seal/node-crypto.ts';
import { FIXED_KEY, filled, fixedRandom, pattern, sealBytes } from '../test/support/seal.ts';

const PT = SEGMENT_PLAINTEXT;
const bodies = [];
for (const size of [0, 1, PT - 1, PT, PT + 1, 2 * PT, 3 * PT + 777]) {
  const plaintext = pattern(size);
  const sealed = await sealBytes(nodeCrypto, FIXED_KEY, plaintext, fixedRandom());
  bodies.push({
    size,
    plaintextSha256: hex(await nodeCrypto.sha256(plaintext)),
    header: hex(sealed.slice(0, HEADER_LENGTH)),
    sealedSize: sealed.length,
    sealedSha256: hex(await nodeCrypto.sha256(sealed)),
    ...(size < 100 ? { sealed: hex(sealed) } : {}),
  });
}
const vectors = {
  about: 'byte i of each plaintext is (131 i + floor(i / 256)) mod 256; nonce of segment k is b0 x 8, then u32be(k)',
  dek: hex(FIXED_KEY.dek),
  oid: hex(FIXED_KEY.oid),
  iv: hex(filled(32, 0xa0)),
  bodies,
};
writeFileSync(new URL('../test/vectors/seal/body.json', import.meta.url), `${JSON.stringify(vectors, null, 2)}\n`);
