/** Pieces that are seldom needed, each from an optional part: other devices, where one is signed in, everything that is shared. */
import type { ProofWay } from '../../../src/model/api/open-identity.ts';
import type { Locale } from '../../../src/model/locale.ts';
import { loadPart } from '../page/parts.ts';
import type { Piece } from '../page/stage.ts';
import type { PieceContext } from '../parts/identity/port.ts';
import type { RequestAside, RequestContext } from '../parts/requests/port.ts';
import type { Acts } from '../views/view.ts';
import { callerOf, type Core } from './core.ts';
import { isReturn, ownFactors } from './own-factors.ts';
import { problem } from './problem.ts';
import type { AsideName } from './state.ts';
import { placeToReturn } from './tab.ts';

type AsideActs = Pick<Acts, 'openAside' | 'leaveAside' | 'drawAside'>;

export type Aside = {
  readonly acts: AsideActs;
  /** Fetches the part for what the state shows aside already. */
  readonly show: (what: AsideName) => void;
  /** One proof by what the person has set up. */
  readonly prove: (way: ProofWay) => void;
};

/** @param chooseWay - What follows from a way that was chosen in the list. */
export function asideOf(core: Core, chooseWay: (way: ProofWay) => void): Aside {
  let piece: Piece | undefined;
  const leave = (): void => {
    if (isReturn()) location.replace(placeToReturn());
    else if (core.state().step === 'aside') history.back();
  };
  const context: PieceContext = {
    caller: () => callerOf(core),
    fragment: () => location.hash.slice(1),
    leave,
    goOn: core.goOn,
    ended: () => core.send({ kind: 'session_ended' }),
    prove: (ladder) => {
      core.send({ kind: 'raise', raise: { objectId: null, ladder } });
      show('ways');
    },
    ways: () => {
      const { ways, raise, session } = core.state();
      return { ways, isFurther: raise !== null, reference: session === null ? '' : session.reference };
    },
    chooseWay,
  };
  const own = ownFactors(core);
  const begin = async (what: AsideName): Promise<Piece> => {
    if (what === 'factors' || what === 'prove' || what === 'returned') return own.begin(what);
    if (isOfRequests(what)) return (await loadPart('requests')).begin(what, requestContext(core));
    return (await loadPart('identity')).begin(what, context);
  };
  const arrive = async (what: AsideName): Promise<void> => {
    piece = undefined;
    try {
      piece = await begin(what);
      core.draw();
    } catch {
      core.send({ kind: 'problem', problem: problem('offline') });
    }
  };
  const show = (what: AsideName): void => void arrive(what);
  const open = (what: AsideName): void => {
    if (core.state().busyWith !== null) return;
    core.send({ kind: 'aside', aside: what });
    show(what);
  };
  const draw = (locale: Locale): HTMLElement | undefined => (piece === undefined ? undefined : piece.draw(locale));
  const prove = (way: ProofWay): void => {
    own.choose(way);
    open('prove');
  };
  return { acts: { openAside: open, leaveAside: leave, drawAside: draw }, show, prove };
}

function isOfRequests(what: AsideName): what is RequestAside {
  return what === 'ask' || what === 'report' || what === 'looks';
}

function requestContext(core: Core): RequestContext {
  return {
    caller: () => callerOf(core),
    session: () => core.state().session,
    items: () => core.state().items,
    ended: () => core.send({ kind: 'session_ended' }),
    renew: () => core.goOn(core.handle()),
  };
}
