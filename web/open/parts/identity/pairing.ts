/**
 * The first of two devices: shows a code, then three numbers of which the other device shows one. It never learns the other's secrets, and the
 * other never learns its.
 */
import type { PairingState } from '../../../../src/model/api/open-identity.ts';
import { type Child, h, setText } from '../../page/dom.ts';
import { formatCountdown } from '../../words/format.ts';
import { LANGUAGE_TAGS } from '../../words/locale.ts';
import type { Locale } from '../../../../src/model/locale.ts';
import { calls } from './calls.ts';
import { bar, box, button, paragraph, placeName, qrCode, title } from './look.ts';
import { askAgain, type Stage, stage } from './piece.ts';
import type { Piece, PieceContext } from './port.ts';
import { grouped } from './short-code.ts';
import type { Say } from './words.ts';

const EVERY_MS = 2000;

type State =
  | { readonly kind: 'before' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'ended' }
  | { readonly kind: 'failed' }
  | {
      readonly kind: 'shown';
      readonly key: string;
      readonly code: string;
      readonly until: number;
      readonly all: boolean;
    }
  | { readonly kind: 'claimed'; readonly key: string; readonly numbers: readonly number[]; readonly place: string }
  | { readonly kind: 'wait'; readonly key: string }
  | { readonly kind: 'done'; readonly session: string | null; readonly over: boolean };

export function beginPairing(context: PieceContext): Piece {
  const on = stage<State>({ kind: 'before' }, (say, state, locale) => draw(say, state, locale, acts));
  const start = async (): Promise<void> => {
    on.set({ kind: 'busy' });
    const answer = await calls.start(context.caller());
    if (!answer.ok) return on.set({ kind: 'failed' });
    const { key, code, secondsValid, withSession } = answer.value;
    on.set({ kind: 'shown', key, code, until: Date.now() + secondsValid * 1000, all: withSession });
    askAgain(on, EVERY_MS, () => look(on, key));
  };
  const choose = async (key: string, number: number | null): Promise<void> => {
    on.set({ kind: 'wait', key });
    const answer = await calls.choose(key, number);
    if (answer.ok && !answer.value) on.set({ kind: 'ended' });
  };
  const endThere = async (session: string): Promise<void> => {
    const answer = await calls.endSession(context.caller(), session);
    if (answer.ok) on.set({ kind: 'done', session: null, over: true });
  };
  const acts: Acts = {
    start: () => void start(),
    choose: (key, number) => void choose(key, number),
    endThere: (session) => void endThere(session),
    leave: context.leave,
  };
  return on.piece;
}

/** Asks how far it is; false when there is nothing more to wait for. */
async function look(on: Stage<State>, key: string): Promise<boolean> {
  const answer = await calls.state(key);
  const now = on.state();
  if (!('key' in now) || now.key !== key) return false;
  if (!answer.ok) return true;
  const next = nextOf(now, key, answer.value);
  if (next !== undefined) on.set(next);
  return on.state().kind !== 'ended' && on.state().kind !== 'done';
}

function nextOf(now: State, key: string, heard: PairingState): State | undefined {
  if (heard.state === 'ended') return { kind: 'ended' };
  if (heard.state === 'done') return { kind: 'done', session: heard.session, over: false };
  if (heard.state === 'claimed' && now.kind === 'shown')
    return { kind: 'claimed', key, numbers: heard.numbers, place: heard.place };
  return undefined;
}

type Acts = {
  readonly start: () => void;
  readonly choose: (key: string, number: number | null) => void;
  readonly endThere: (session: string) => void;
  readonly leave: () => void;
};

function draw(say: Say, state: State, locale: Locale, acts: Acts): readonly Child[] {
  if (state.kind === 'shown') return drawCode(say, state);
  if (state.kind === 'claimed') return drawNumbers(say, state, locale, acts);
  if (state.kind === 'done') return drawDone(say, state, acts);
  if (state.kind === 'busy' || state.kind === 'wait')
    return [title(say('pairing.title')), paragraph(say('pairing.waiting'), 'lead'), bar()];
  if (state.kind === 'before')
    return [
      title(say('pairing.title')),
      paragraph(say('pairing.lead'), 'lead'),
      box('info', say('pairing.warning')),
      button('primary', say('pairing.start'), acts.start),
    ];
  return [
    title(say('pairing.title')),
    box('problem', say(state.kind === 'ended' ? 'pairing.ended' : 'pairing.failed')),
    button('primary', say('pairing.again'), acts.start),
  ];
}

function drawCode(say: Say, { code, until, all }: Extract<State, { kind: 'shown' }>): readonly Child[] {
  const left = h('span', {}, '');
  const tick = (): void => {
    setText(left, formatCountdown(Math.max(0, until - Date.now())));
    setTimeout(() => {
      if (document.contains(left)) tick();
    }, 1000);
  };
  tick();
  // Only the fragment holds it: a browser sends that nowhere.
  const address = `${location.protocol}//${location.host}/c`;
  return [
    title(say('pairing.show_title')),
    paragraph(say('pairing.scan'), 'lead'),
    qrCode(`${address}#${code}`, say('pairing.qr')),
    paragraph(say('pairing.or_type', { address: address.replace(/^https?:\/\//, '') })),
    h('p', { class: 'shortcode' }, grouped(code)),
    h('p', { class: 'hint' }, say('pairing.valid'), ' ', left),
    paragraph(say(all ? 'pairing.moves_all' : 'pairing.moves_link'), 'hint'),
  ];
}

function drawNumbers(
  say: Say,
  { key, numbers, place }: Extract<State, { kind: 'claimed' }>,
  locale: Locale,
  acts: Acts,
): readonly Child[] {
  const choices = numbers.map((number) =>
    h(
      'li',
      {},
      button('quiet', String(number), () => acts.choose(key, number)),
    ),
  );
  return [
    title(say('pairing.which_title')),
    paragraph(say('pairing.which', { place: placeName(say, LANGUAGE_TAGS[locale], place) }), 'lead'),
    h('ul', { class: 'numbers' }, ...choices),
    box('info', say('pairing.warning')),
    button('plain', say('pairing.none'), () => acts.choose(key, null)),
  ];
}

function drawDone(say: Say, { session, over }: Extract<State, { kind: 'done' }>, acts: Acts): readonly Child[] {
  const text = over ? 'pairing.ended_there' : session === null ? 'pairing.done_link' : 'pairing.done';
  return [
    title(say('pairing.done_title')),
    box('info', say(text)),
    ...(session === null ? [] : [button('quiet', say('pairing.end_there'), () => acts.endThere(session))]),
    button('primary', say('pairing.close'), acts.leave),
  ];
}
