/** Steps one and two, and further factors later. Each act ends at once when one is under way, so a double tap asks once. */
import type { Ladder, ProofWay, SentRoute } from '../../../src/model/api/open-identity.ts';
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

/** @param showWays - The list of ways is in an optional part, and so is what a recipient set up for himself. */
export function identityActs(core: Core, showWays: () => void, useWay: (way: ProofWay) => void): IdentityActs {
  const { state, send } = core;
  const report = (trouble: Problem): void => send({ kind: 'problem', problem: trouble });
  const address = (): string => normaliseAddress(state().address);
  const isFree = (): boolean => state().busyWith === null;
  /** In a session nobody is asked for his address again. */
  const isRaising = (): boolean => state().raise !== null;
  const knowsAddress = (): boolean => isRaising() || looksLikeAddress(address());

  const askForCode = async (what: 'code' | 'resend' | 'ways', route: SentRoute | null): Promise<void> => {
    if (!isFree()) return;
    if (!knowsAddress()) return report(problem('address'));
    send({ kind: 'busy', with: what, now: Date.now() });
    const locale = core.locale();
    const to = { handle: core.handle(), address: address(), locale };
    const answer = isRaising()
      ? await requestFurtherCode(callerOf(core), { route: route || 'email', locale })
      : await requestCode(route === null ? to : Object.assign({ route }, to));
    const use = (value: { minutesValid: number; resendInSeconds: number }): void =>
      send({ kind: 'code_requested', answer: value, now: Date.now(), route });
    settle(core, answer, use, report);
  };
  const confirm = async (): Promise<void> => {
    const code = normaliseCode(state().code);
    const { as } = state();
    if (!isFree()) return;
    if (code.length !== 6) return report(problem('code_incomplete'));
    send({ kind: 'busy', with: 'verify', now: Date.now() });
    const answer = isRaising()
      ? await raiseSession(callerOf(core), { code, as })
      : await verifyCode({ handle: core.handle(), address: address(), code, as });
    settle(core, answer, (session) => send({ kind: 'session', session }), report);
  };
  const otherWays = async (): Promise<void> => {
    const { raise } = state();
    if (!isFree()) return;
    if (raise !== null) {
      send({ kind: 'raise', raise });
      return showWays();
    }
    if (!knowsAddress()) return report(problem('address'));
    send({ kind: 'busy', with: 'ways', now: Date.now() });
    const use = (ways: readonly ProofWay[]): void => {
      send({ kind: 'ways', ways });
      showWays();
    };
    settle(core, await requestWays(), use, report);
  };
  const proveMore = async (objectId: string): Promise<void> => {
    if (!isFree()) return;
    send({ kind: 'busy', with: 'ways', now: Date.now() });
    const answer = await ladderOf(callerOf(core), objectId);
    const use = (ladder: Ladder): void => {
      send({ kind: 'raise', raise: { objectId, ladder } });
      showWays();
    };
    settle(core, answer, use, report);
  };
  const chooseWay = (way: ProofWay): void => {
    if (!isFree()) return;
    if (way === 'spoken_code') send({ kind: 'have_code', as: way });
    else if (way === 'email' || way === 'sms' || way === 'whatsapp') void askForCode('ways', way);
    else useWay(way);
  };
  const resume = async (): Promise<void> => {
    send({ kind: 'resume' });
    settle(core, await resumeSession(core.handle()), (session) => send({ kind: 'session', session }), report);
  };
  return {
    typeAddress: (typed) => send({ kind: 'address', address: typed }),
    typeCode: (code) => send({ kind: 'code', code }),
    sendCode: () => void askForCode('code', null),
    resendCode: () => void askForCode('resend', state().route),
    haveCode: () => {
      if (!isFree()) return;
      if (knowsAddress()) send({ kind: 'have_code' });
      else report(problem('address'));
    },
    changeAddress: () => history.back(),
    confirmCode: () => void confirm(),
    retry: () => void resume(),
    otherWays: () => void otherWays(),
    chooseWay,
    proveMore: (objectId) => void proveMore(objectId),
  };
}
