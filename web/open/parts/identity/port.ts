/** What the page and its part about identity say to each other. */
import type { Ladder, ProofWay } from '../../../../src/model/api/open-identity.ts';
import type { InSession } from '../../flow/api.ts';
import type { AsideName } from '../../flow/state.ts';
import type { Piece } from '../../page/stage.ts';

export type { Piece } from '../../page/stage.ts';

export type PieceContext = {
  readonly caller: () => InSession;
  /** What stands behind `#` in the address. */
  readonly fragment: () => string;
  readonly leave: () => void;
  /** Goes on with what is behind another handle. */
  readonly goOn: (handle: string) => void;
  /** This browser's session is over. */
  readonly ended: () => void;
  /** One factor more first. */
  readonly prove: (ladder: Ladder) => void;
  readonly ways: () => {
    readonly ways: readonly ProofWay[];
    /** In a session: one factor more. */
    readonly isFurther: boolean;
    readonly reference: string;
  };
  readonly chooseWay: (way: ProofWay) => void;
};

export type IdentityPart = { readonly begin: (what: AsideName, context: PieceContext) => Piece };
