/** What the page and its part about asking, reporting and looking say to each other. */
import type { InSession } from '../../flow/api.ts';
import type { Item, State } from '../../flow/state.ts';
import type { Piece } from '../../page/stage.ts';

export type RequestAside = 'ask' | 'report' | 'looks';

export type RequestContext = {
  readonly caller: () => InSession;
  /** Null before anybody proved who he is. */
  readonly session: () => State['session'];
  readonly items: () => readonly Item[];
  /** This browser's session is over. */
  readonly ended: () => void;
  /** What is granted has changed: it is read anew. */
  readonly renew: () => void;
};

export type RequestsPart = { readonly begin: (what: RequestAside, context: RequestContext) => Piece };
