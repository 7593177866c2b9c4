/** The egress proof over open state: for the server, and for `entrepot egress` and `entrepot fsck` beside it. */
import { nodeSha256 } from '../audit-log/hash-node.ts';
import type { Clock } from '../base/clock.ts';
import { createReread } from '../governance/proof/reread.ts';
import { createProofView, type ProofView } from '../governance/proof/view.ts';
import type { Database } from '../store/database.ts';
import type { SealedFields } from '../transfers/sealed-fields.ts';
import { scanForPersonalData } from './judgement.ts';

export type ProofGround = {
  readonly db: Database;
  readonly clock: Clock;
  readonly timeZone: string;
  readonly fields: SealedFields;
  readonly publicUrl: string;
  readonly ownNames: () => readonly string[];
};

export function openProof({ publicUrl, ownNames, ...ground }: ProofGround): ProofView {
  // The same as the guard that let the bodies through (post.ts).
  const linkPrefixes = [`${publicUrl}/n/`, `${publicUrl}/approvals`, `${publicUrl}/requests`];
  const reread = createReread({ linkPrefixes, ownNames, scan: scanForPersonalData });
  return createProofView({ ...ground, sha256: nodeSha256, reread });
}
