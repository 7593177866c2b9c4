/** What is checked of every event that somebody hands over: by the log's key and nothing else. */
import {
  type Checkpoint,
  disclosedEntry,
  logCodeOf,
  type OpenedField,
  openCheckpoint,
  parseDisclosure,
  parseProofFile,
  treeHasher,
  verifyDisclosure,
  type VerifierKey,
  verifyProofFile,
} from '../audit-log/index.ts';
import { nodeSha256 } from '../audit-log/hash-node.ts';
import { hex } from '../base/bytes.ts';
import { codeOf } from '../base/errors.ts';

export type Problem = { readonly file: string; readonly code: string };
export type EventShown = { readonly index: number; readonly fields: readonly OpenedField[] };
export type ReceiptShown = {
  readonly index: number;
  /** SHA-256 of the public point, hex. */
  readonly key: string;
  readonly statement: unknown;
};
export type Findings = {
  readonly problems: Problem[];
  readonly events: EventShown[];
  readonly receipts: ReceiptShown[];
  /** Files whose digest was compared and nothing else. */
  readonly unread: string[];
};

export function noFindings(): Findings {
  return { problems: [], events: [], receipts: [], unread: [] };
}

/**
 * INVARIANT: the fields lead to an entry, the entry by the proof to a root, the root by a signature to the key. A proof may be from
 * an older or newer checkpoint than the one handed over, but it must be signed by the same key.
 *
 * @param given - Index, disclosure and proof file as they were handed over.
 */
export async function checkEvent(
  given: { readonly file: string; readonly index: number; readonly disclosure: string; readonly proof: string },
  key: VerifierKey,
  handed: Checkpoint,
  findings: Findings,
): Promise<void> {
  const { file, index } = given;
  const refuse = (code: string): void => void findings.problems.push({ file, code });
  try {
    const disclosure = parseDisclosure(given.disclosure);
    const proof = parseProofFile(given.proof);
    const signed = await openCheckpoint(proof.checkpoint, key);
    if (signed.outcome === 'refused') return refuse(signed.code);
    if (proof.index !== index) return refuse('log.proof_mismatch');
    const { checkpoint } = signed;
    if (checkpoint.size === handed.size && hex(checkpoint.root) !== hex(handed.root)) return refuse('log.fork');
    const entry = disclosedEntry(nodeSha256, disclosure);
    const included = verifyProofFile(treeHasher(nodeSha256), proof, checkpoint, entry);
    if (included.outcome === 'refused') return refuse(included.code);
    const opened = verifyDisclosure(nodeSha256, disclosure, entry);
    if (opened.outcome === 'refused') return refuse(opened.code);
    findings.events.push({ index, fields: opened.opened });
  } catch (error) {
    refuse(logCodeOf(error) ?? codeOf(error));
  }
}
