import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hex, utf8 } from '../base/bytes.ts';
import { nodeSha256 } from './hash-node.ts';
import { hmacSha256, treeHasher } from './hash.ts';
import { sha256 } from './sha256.ts';

describe('sha256', () => {
  it.each([
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['a'.repeat(1_000_000), 'cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0'],
  ])('gives the answer that FIPS 180 examples give (%#)', (text, expected) => {
    expect(hex(sha256(utf8(text)))).toBe(expected);
    expect(hex(nodeSha256(utf8(text)))).toBe(expected);
  });

  it('equals OpenSSL for every length up to 300 bytes and for views into larger memory', () => {
    const memory = Uint8Array.from({ length: 400 }, (_, i) => (i * 37) % 256);
    for (let length = 0; length <= 300; length += 1) {
      const view = memory.subarray(7, 7 + length);
      expect(sha256(view)).toEqual(nodeSha256(view));
    }
  });

  it('equals OpenSSL for random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), (bytes) => {
        expect(hex(sha256(bytes))).toBe(hex(nodeSha256(bytes)));
      }),
    );
  });
});

describe('hmacSha256', () => {
  it('gives the answer of RFC 4231 test case 2', () => {
    const mac = hmacSha256(sha256, utf8('Jefe'), utf8('what do ya want for nothing?'));
    expect(hex(mac)).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });

  it('refuses a key longer than a block instead of hashing it', () => {
    expect(() => hmacSha256(sha256, new Uint8Array(65), utf8(''))).toThrow(RangeError);
  });
});

describe('treeHasher', () => {
  it('separates leaves from nodes, so that two children never pass as an entry', () => {
    const hasher = treeHasher(sha256);
    const left = sha256(utf8('l'));
    const right = sha256(utf8('r'));
    expect(hasher.node(left, right)).not.toEqual(hasher.leaf(new Uint8Array([...left, ...right])));
  });
});
