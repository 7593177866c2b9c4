/** One proof by what a person has set up. */
import type { ProofWay } from '../../../../src/model/api/open-identity.ts';
import { type Child, h } from '../../page/dom.ts';
import type { Piece, Stage } from '../../page/stage.ts';
import { bar, box, button, paragraph, title } from '../identity/look.ts';
import { asked, own, prove, readAsked, readList, readRequest, startSignIn } from './calls.ts';
import { choice, digitsForm, hasPassphrases, passphraseForm } from './fields.ts';
import type { FactorContext, OwnWay } from './port.ts';
import { troubleOf } from './trouble.ts';
import { hasPasskeys, showPasskey } from './webauthn.ts';
import { type PartMessage, type Say, stage } from './words.ts';

type Place = { readonly id: string; readonly label: string };
type State =
  | { readonly kind: 'ask'; readonly problem: PartMessage | null; readonly places: readonly Place[] }
  | { readonly kind: 'busy' };

type Ask = {
  readonly totp: (code: string) => void;
  readonly passkey: () => void;
  readonly passphrase: (typed: string, whose: 'own' | 'sender') => void;
  readonly signIn: (place: string) => void;
};

const TITLES = {
  totp: 'prove.totp',
  passkey: 'prove.passkey',
  passphrase: 'prove.passphrase',
  sign_in: 'prove.sign_in',
} as const satisfies Record<OwnWay, PartMessage>;

/** Codes are asked for elsewhere: what is none of these ways does not get here. */
function ownWay(way: ProofWay): OwnWay {
  return way === 'passkey' || way === 'passphrase' || way === 'sign_in' ? way : 'totp';
}

export function beginProof(chosen: ProofWay, context: FactorContext): Piece {
  const way = ownWay(chosen);
  const on: Stage<State> = stage<State>({ kind: 'ask', problem: null, places: [] }, (say, state) =>
    draw(say, state, way, ask),
  );
  const fail = (problem: PartMessage): void => {
    const before = on.state();
    on.set({ kind: 'ask', problem, places: before.kind === 'ask' ? before.places : [] });
  };
  const settle = async (answer: ReturnType<typeof prove>): Promise<void> => {
    const heard = await answer;
    if (heard.ok) return context.proved(heard.value);
    const trouble = troubleOf(heard);
    if (trouble === 'session_ended') context.ended();
    else fail(trouble);
  };
  const ask = askOf(context, on, fail, settle);
  if (way === 'sign_in') void listPlaces(context, on);
  return on.piece;
}

function askOf(
  context: FactorContext,
  on: Stage<State>,
  fail: (problem: PartMessage) => void,
  settle: (answer: ReturnType<typeof prove>) => Promise<void>,
): Ask {
  const totp = async (code: string): Promise<void> => {
    if (code.length !== 6) return fail('totp.incomplete');
    on.set({ kind: 'busy' });
    await settle(prove(context, 'totp/prove', { code }));
  };
  const passkey = async (): Promise<void> => {
    on.set({ kind: 'busy' });
    const options = await asked(context, 'passkey/start', {}, readRequest);
    if (!options.ok) return fail(wordOf(troubleOf(options)));
    const shown = await showPasskey(options.value);
    if (shown === undefined) return fail('passkey.not_shown');
    await settle(prove(context, 'passkey/prove', { challengeId: options.value.challengeId, passkey: shown }));
  };
  const passphrase = async (typed: string, whose: 'own' | 'sender'): Promise<void> => {
    if (typed.trim() === '') return fail('passphrase.empty');
    on.set({ kind: 'busy' });
    const part = await partOf(context);
    if (part === undefined) return fail('problem.offline');
    const { message, finish } = part.login(typed);
    const started = await asked(context, 'passphrase/start', { whose, ke1: message }, readAsked('ke2'));
    if (!started.ok) return fail(wordOf(troubleOf(started)));
    const ke3 = await finish(started.value.message);
    // Told to the server all the same: it counts.
    const answer = ke3 === undefined ? 'A'.repeat(43) : ke3;
    await settle(prove(context, 'passphrase/prove', { challengeId: started.value.challengeId, ke3: answer }));
  };
  const signIn = async (place: string): Promise<void> => {
    on.set({ kind: 'busy' });
    const address = await startSignIn(context, place);
    if (address.ok) context.go(address.value);
    else fail(wordOf(troubleOf(address)));
  };
  return {
    totp: (code) => void totp(code),
    passkey: () => void passkey(),
    passphrase: (typed, whose) => void passphrase(typed, whose),
    signIn: (place) => void signIn(place),
  };
}

/** The crypto of passphrases is a part of its own; undefined when it does not come. */
export async function partOf(
  context: FactorContext,
): Promise<Awaited<ReturnType<FactorContext['passphrase']>> | undefined> {
  try {
    return await context.passphrase();
  } catch {
    return undefined;
  }
}

/** A session that ended shows at the next act. */
export function wordOf(trouble: ReturnType<typeof troubleOf>): PartMessage {
  return trouble === 'session_ended' ? 'problem.ended' : trouble;
}

async function listPlaces(context: FactorContext, on: Stage<State>): Promise<void> {
  const list = await own(context, 'list', {}, readList);
  if (!list.ok) return on.set({ kind: 'ask', problem: wordOf(troubleOf(list)), places: [] });
  on.set({ kind: 'ask', problem: null, places: list.value.signIn });
}

function draw(say: Say, state: State, way: OwnWay, ask: Ask): readonly Child[] {
  const head = title(say(TITLES[way]));
  if (state.kind === 'busy') return [head, paragraph(say('busy'), 'lead'), bar()];
  const { problem, places } = state;
  const shown = problem === null ? [] : [box('problem', say(problem))];
  if (way === 'totp') {
    const words = { label: say('totp.label'), hint: say('totp.hint'), problem, send: say('prove.send') };
    return [head, digitsForm(say, words, ask.totp)];
  }
  if (way === 'passphrase') return [head, ...passphraseFields(say, problem, ask)];
  if (way === 'passkey' && !hasPasskeys()) return [head, box('info', say('passkey.not_here'))];
  if (way === 'passkey')
    return [
      head,
      paragraph(say('passkey.lead'), 'lead'),
      ...shown,
      button('primary', say('passkey.show'), ask.passkey),
    ];
  return [
    head,
    paragraph(say('sign_in.lead'), 'lead'),
    ...shown,
    ...places.map(({ id, label }) => button('quiet', say('sign_in.at', { label }), () => ask.signIn(id))),
  ];
}

function passphraseFields(say: Say, problem: PartMessage | null, ask: Ask): readonly Child[] {
  if (!hasPassphrases()) return [box('info', say('passphrase.not_here'))];
  const bySender = h('input', { type: 'checkbox', id: 'factor-by-sender' });
  const words = {
    label: say('passphrase.label'),
    hint: say('passphrase.never_sent'),
    problem,
    send: say('prove.send'),
    isNew: false,
  };
  const use = (typed: string): void => ask.passphrase(typed, bySender.checked ? 'sender' : 'own');
  return [passphraseForm(say, words, use, [choice(bySender, say('passphrase.by_sender'))])];
}
