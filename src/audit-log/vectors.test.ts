import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { fromBase64 } from '../base/bytes.ts';
import { nodeSha256 } from './hash-node.ts';
import { treeHasher } from './hash.ts';
import { verifyConsistency, verifyInclusion, verifySubtreeConsistency, verifySubtreeInclusion } from './proof.ts';
import { sha256 } from './sha256.ts';

const folder = join(import.meta.dirname, '../../../shared/vectors/merkle');
const present = existsSync(folder);
if (!present) console.warn(`merkle vectors skipped: ${folder} is not there`);

type Case = {
  readonly desc: string;
  readonly wantErr: boolean;
  readonly proof: readonly string[] | null;
  readonly leafHash: string;
  readonly root: string;
  readonly root1: string;
  readonly root2: string;
  readonly [number: string]: unknown;
};

function casesOf(kind: string): readonly [name: string, Case][] {
  const files = readdirSync(join(folder, kind), { recursive: true, encoding: 'utf8' });
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => [file, JSON.parse(readFileSync(join(folder, kind, file), 'utf8'))]);
}

const bytes = (text: string | null): Uint8Array => fromBase64(text ?? '');

describe.skipIf(!present).each([
  ['plain', treeHasher(sha256)],
  ['node', treeHasher(nodeSha256)],
])('public merkle proof vectors with the %s hash', (_, hasher) => {
  const check = (kind: string, count: number, verify: (c: Case, proof: Uint8Array[]) => boolean): void => {
    const cases = casesOf(kind);
    expect(cases).toHaveLength(count);
    for (const [name, c] of cases) {
      const proof = (c.proof ?? []).map(bytes);
      expect(verify(c, proof), `${kind}/${name}`).toBe(!c.wantErr);
    }
  };

  it('gives the expected answer for all 98 inclusion proofs', () => {
    check('inclusion', 98, (c, proof) =>
      verifyInclusion(
        hasher,
        {
          index: Number(c['leafIdx']),
          size: Number(c['treeSize']),
          leafHash: bytes(c.leafHash),
          root: bytes(c.root),
        },
        proof,
      ),
    );
  });

  it('gives the expected answer for all 98 consistency proofs', () => {
    check('consistency', 98, (c, proof) =>
      verifyConsistency(
        hasher,
        { size1: Number(c['size1']), size2: Number(c['size2']), root1: bytes(c.root1), root2: bytes(c.root2) },
        proof,
      ),
    );
  });

  it('gives the expected answer for all 204 subtree inclusion proofs', () => {
    check('subtreeinclusion', 204, (c, proof) =>
      verifySubtreeInclusion(
        hasher,
        {
          index: Number(c['leafIdx']),
          start: Number(c['start']),
          end: Number(c['end']),
          leafHash: bytes(c.leafHash),
          root: bytes(c.root),
        },
        proof,
      ),
    );
  });

  it('gives the expected answer for all 118 subtree consistency proofs', () => {
    check('subtreeconsistency', 118, (c, proof) =>
      verifySubtreeConsistency(
        hasher,
        {
          start: Number(c['start']),
          end: Number(c['end']),
          size: Number(c['size']),
          root1: bytes(c.root1),
          root2: bytes(c.root2),
        },
        proof,
      ),
    );
  });
});
