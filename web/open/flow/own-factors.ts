/** What a person has set up to prove who he is: each in an optional part, fetched when he comes to it. */
import type { ProofWay } from '../../../src/model/api/open-identity.ts';
import { loadPart } from '../page/parts.ts';
import type { Piece } from '../page/stage.ts';
import type { FactorContext } from '../parts/factors/port.ts';
import { normaliseAddress } from '../words/input.ts';
import { callerOf, type Core } from './core.ts';
import { placeToReturn } from './tab.ts';

/** Whether this page is the one to which a place to sign in sends the browser back. */
export function isReturn(): boolean {
  return location.pathname.startsWith('/open/');
}

export type OwnFactors = {
  /** The way that is proved next; the piece for it is `prove`. */
  readonly choose: (way: ProofWay) => void;
  readonly begin: (what: 'factors' | 'prove' | 'returned') => Promise<Piece>;
};

export function ownFactors(core: Core): OwnFactors {
  let chosen: ProofWay = 'totp';
  const context: FactorContext = {
    caller: () => callerOf(core),
    address: () => normaliseAddress(core.state().address),
    ended: () => core.send({ kind: 'session_ended' }),
    proved: (session) => core.send({ kind: 'session', session }),
    passphrase: () => loadPart('passphrase'),
    go: (address) => location.assign(address),
    // In place of this page, whose address holds what the other place sent.
    back: () => location.replace(placeToReturn()),
  };
  return {
    choose: (way) => {
      chosen = way;
    },
    begin: async (what) => {
      const part = await loadPart('factors');
      if (what === 'factors') return part.manage(context);
      return what === 'prove' ? part.prove(chosen, context) : part.returned(location.search, context);
    },
  };
}
