/** One record of what left as a line of text, and the root over many: what `egress.digest` in the audit log vouches for. */
import { createTreeBuilder } from '../../audit-log/tree.ts';
import { type Sha256, treeHasher } from '../../audit-log/index.ts';
import { type Bytes, utf8 } from '../../base/bytes.ts';
import { canonicalJson } from '../../base/canonical-json.ts';
import type { EgressRecordRow } from '../../store/tables/proof.ts';

/**
 * Returns the line: a JSON array without spaces of id, time (UTC, milliseconds), connection, kind, bytes, SHA-256 of the body in hex,
 * findings of personal data, whether it went to the sandbox, and the door or null.
 */
export function recordLine(record: Omit<EgressRecordRow, 'exact'>): string {
  const { id, at, connection, kind, bytes, sha256, personal, sandbox, door } = record;
  return canonicalJson([id, at.toISOString(), connection, kind, bytes, sha256, personal, sandbox, door]);
}

export type RecordTree = {
  readonly add: (record: Omit<EgressRecordRow, 'exact'>) => void;
  readonly size: () => number;
  readonly root: () => Bytes;
};

/** A tree of RFC 6962 over the lines in the order in which they are added. Keeps its right edge only. */
export function createRecordTree(sha256: Sha256): RecordTree {
  const hasher = treeHasher(sha256);
  const tree = createTreeBuilder(hasher, () => {});
  return {
    add: (record) => tree.append(hasher.leaf(utf8(recordLine(record)))),
    size: tree.size,
    root: tree.root,
  };
}
