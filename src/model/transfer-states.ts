/**
 * The life of a transfer as one table. The SQL check, the console's buttons and a property test use it.
 * submitted -> held | refused | granted; held -> granted | declined | expired; granted -> notified -> ...
 */
export const TRANSFER_STATES = {
  /** Sealed and classified, no decision yet. */
  submitted: ['held', 'refused', 'granted'],
  /** Somebody can lift the objections. */
  held: ['held', 'refused', 'granted', 'withdrawn', 'expired'],
  /** Nothing in the product lifts the objections. */
  refused: [],
  /** Grants exist and notices are queued. */
  granted: ['revoked', 'expired'],
  /** Release secrets deleted on the sender's or an officer's word. */
  revoked: [],
  /** Release secrets deleted because time ran out. */
  expired: [],
  /** Taken back by the sender before it was allowed. */
  withdrawn: [],
} as const;

export type TransferState = keyof typeof TRANSFER_STATES;

export function mayBecome(from: TransferState, to: TransferState): boolean {
  const next: readonly TransferState[] = TRANSFER_STATES[from];
  return next.includes(to);
}

export const TRANSFER_STATE_NAMES: readonly [TransferState, ...TransferState[]] = [
  'submitted',
  'held',
  'refused',
  'granted',
  'revoked',
  'expired',
  'withdrawn',
];
