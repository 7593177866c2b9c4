/** What the page and its part for further factors say to each other. */
import type { OpenSession } from '../../../../src/model/api/open.ts';
import type { ProofWay } from '../../../../src/model/api/open-identity.ts';
import type { InSession } from '../../flow/api.ts';
import type { Piece } from '../../page/stage.ts';
import type { PassphrasePart } from '../passphrase/port.ts';

export type FactorContext = {
  readonly caller: () => InSession;
  /** What the person typed, as long as there is no session. */
  readonly address: () => string;
  /** This browser's session is over. */
  readonly ended: () => void;
  /** A proof held: the session that goes on. */
  readonly proved: (session: OpenSession) => void;
  readonly passphrase: () => Promise<PassphrasePart>;
  /** Goes to another host, after the person's act. */
  readonly go: (address: string) => void;
  /** Back to the notice from which somebody left to sign in. */
  readonly back: () => void;
};

export type OwnWay = Extract<ProofWay, 'totp' | 'passkey' | 'passphrase' | 'sign_in'>;

export type FactorsPart = {
  /** What there is, and setting up more of it. */
  readonly manage: (context: FactorContext) => Piece;
  /** One proof. */
  readonly prove: (way: ProofWay, context: FactorContext) => Piece;
  /** What another place sent back. `query`: of the page's address. */
  readonly returned: (query: string, context: FactorContext) => Piece;
};
