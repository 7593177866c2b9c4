/** Steps one and two, and further factors later. Each act ends at once when one is under way, so a double tap asks once. */
import type { ProofWay, SentRoute } from '../../../src/model/api/open-identity.ts';
import type { Acts } from '../views/view.ts';
import { looksLikeAddress, normaliseAddress, normaliseCode } from '../words/input.ts';
import {
  ladderOf,
  raiseSession,
  requestCode,
  requestFurtherCode,
  requestWays,
  resumeSession,
  verifyCode,
} from './api.ts';
import { callerOf, type Core, settle } from './core.ts';
import { type Problem, problem } from './problem.ts';
import type { Event } from './state.ts';

type IdentityActs = Pick<
  Acts,
  | 'typeAddress'
  | 'typeCode'
  | 'sendCode'
  | 'resendCode'
  | 'haveCode'
  | 'changeAddress'
  | 'confirmCode'
  | 'retry'
  | 'otherWays'
  | 'chooseWay'
  | 'proveMore'
>;

/**
 * @param showWays - The list of ways is in an optional part.
 * @param useWay - And so is what a recipient set up for himself.
 */
export function identityActs(core: Core, showWays: () => void, useWay: (way: ProofWay) => void): IdentityActs {
  const { state, send } = core;
  const { askForCode, confirm } = codeCalls(core);
  const { otherWays, proveMore } = wayCalls(core, showWays);
  const resume = async (): Promise<void> => {
    send({ kind: 'resume' });
    settle(core, await resumeSession(core.handle()), (session) => send({ kind: 'session', session }), reportOf(core));
  };
  return {
    typeAddress: (typed) => send({ kind: 'address', address: typed }),
    typeCode: (code) => send({ kind: 'code', code }),
    sendCode: () => void askForCode('code', null),
    resendCode: () => void askForCode('resend', state().route),
    haveCode: () => {
      if (!isFree(core)) return;
      if (knowsAddress(core)) send({ kind: 'have_code' });
      else reportOf(core)(problem('address'));
    },
    changeAddress: () => history.back(),
    confirmCode: () => void confirm(),
    retry: () => void resume(),
    otherWays: () => void otherWays(),
    chooseWay: (way) => {
      if (!isFree(core)) return;
      if (way === 'spoken_code') send({ kind: 'have_code', as: way });
      else if (way === 'email' || way === 'sms' || way === 'whatsapp') void askForCode('ways', way);
      else useWay(way);
    },
    proveMore: (objectId) => void proveMore(objectId),
  };
}

const addressOf = (core: Core): string => normaliseAddress(core.state().address);
const isFree = (core: Core): boolean => core.state().busyWith === null;
const isRaising = (core: Core): boolean => core.state().raise !== null;
/** In a session nobody is asked for his address again. */
const knowsAddress = (core: Core): boolean => isRaising(core) || looksLikeAddress(addressOf(core));
const reportOf =
  (core: Core) =>
  (trouble: Problem): void =>
    core.send({ kind: 'problem', problem: trouble });

/** Asking for a code and giving it back, before there is a session and in one. */
function codeCalls(core: Core): {
  readonly askForCode: (what: 'code' | 'resend' | 'ways', route: SentRoute | null) => Promise<void>;
  readonly confirm: () => Promise<void>;
} {
  const { state, send } = core;
  const report = reportOf(core);
  return {
    askForCode: async (what, route) => {
      if (!isFree(core)) return;
      if (!knowsAddress(core)) return report(problem('address'));
      send({ kind: 'busy', with: what, now: Date.now() });
      const locale = core.locale();
      const to = { handle: core.handle(), address: addressOf(core), locale };
      const answer = isRaising(core)
        ? await requestFurtherCode(callerOf(core), { route: route || 'email', locale })
        : await requestCode(route === null ? to : Object.assign({ route }, to));
      settle(core, answer, (value) => send({ kind: 'code_requested', answer: value, now: Date.now(), route }), report);
    },
    confirm: async () => {
      const code = normaliseCode(state().code);
      const { as } = state();
      if (!isFree(core)) return;
      if (code.length !== 6) return report(problem('code_incomplete'));
      send({ kind: 'busy', with: 'verify', now: Date.now() });
      const answer = isRaising(core)
        ? await raiseSession(callerOf(core), { code, as })
        : await verifyCode({ handle: core.handle(), address: addressOf(core), code, as });
      settle(core, answer, (session) => send({ kind: 'session', session }), report);
    },
  };
}

/** The ways that there are: for everybody the same, in a session those that bring this person further. */
function wayCalls(
  core: Core,
  showWays: () => void,
): { readonly otherWays: () => Promise<void>; readonly proveMore: (objectId: string) => Promise<void> } {
  const { send } = core;
  const report = reportOf(core);
  const show = (event: Event): void => {
    send(event);
    showWays();
  };
  return {
    otherWays: async () => {
      const { raise } = core.state();
      if (!isFree(core)) return;
      if (raise !== null) return show({ kind: 'raise', raise });
      if (!knowsAddress(core)) return report(problem('address'));
      send({ kind: 'busy', with: 'ways', now: Date.now() });
      settle(core, await requestWays(), (ways) => show({ kind: 'ways', ways }), report);
    },
    proveMore: async (objectId) => {
      if (!isFree(core)) return;
      send({ kind: 'busy', with: 'ways', now: Date.now() });
      const answer = await ladderOf(callerOf(core), objectId);
      settle(core, answer, (ladder) => show({ kind: 'raise', raise: { objectId, ladder } }), report);
    },
  };
}
