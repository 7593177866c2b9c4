/** Where one is signed in, and ending it there. */
import type { OwnSessions } from '../../../../src/model/api/open-identity.ts';
import type { Locale } from '../../../../src/model/locale.ts';
import type { Answer } from '../../flow/api.ts';
import { type Child, h } from '../../page/dom.ts';
import { formatWhen } from '../../words/format.ts';
import { LANGUAGE_TAGS } from '../../words/locale.ts';
import { calls } from './calls.ts';
import { bar, box, button, paragraph, placeName, title } from './look.ts';
import { stage } from './piece.ts';
import type { Piece, PieceContext } from './port.ts';
import type { Say } from './words.ts';

type State =
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'list'; readonly sessions: OwnSessions['sessions']; readonly endedOne: boolean };

const VIA = {
  proof: 'sessions.via_proof',
  pairing: 'sessions.via_pairing',
  shared: 'sessions.via_shared',
} as const;

export function beginSessions(context: PieceContext): Piece {
  const on = stage<State>({ kind: 'busy' }, (say, state, locale) => draw(say, state, locale, end));
  const use = (answer: Answer<OwnSessions>, endedOne: boolean): void => {
    if (answer.ok) on.set({ kind: 'list', sessions: answer.value.sessions, endedOne });
    else if (answer.problem.kind === 'session_ended') context.ended();
    else on.set({ kind: 'failed' });
  };
  const end = async (id: string | null, isOwn: boolean): Promise<void> => {
    on.set({ kind: 'busy' });
    const answer = await calls.endSession(context.caller(), id);
    if (isOwn) context.ended();
    else use(answer, true);
  };
  void calls.sessions(context.caller()).then((answer) => use(answer, false));
  return on.piece;
}

function draw(
  say: Say,
  state: State,
  locale: Locale,
  end: (id: string | null, isOwn: boolean) => Promise<void>,
): readonly Child[] {
  const head = title(say('sessions.title'));
  if (state.kind === 'busy') return [head, bar()];
  if (state.kind === 'failed') return [head, box('problem', say('failed'))];
  const tag = LANGUAGE_TAGS[locale];
  const rows = state.sessions.map((one) =>
    h(
      'li',
      { class: 'item' },
      h('h2', { class: 'row-title' }, say(one.current ? 'sessions.here' : VIA[one.via])),
      paragraph(say('sessions.where', { place: placeName(say, tag, one.place) }), 'hint'),
      paragraph(
        say('sessions.times', {
          start: formatWhen(tag, new Date(one.startedAt)),
          end: formatWhen(tag, new Date(one.endsAt)),
        }),
        'hint',
      ),
      ...(one.reference === null ? [] : [paragraph(one.reference, 'hint whole')]),
      button('quiet', say(one.current ? 'sessions.end_here' : 'sessions.end'), () => void end(one.id, one.current)),
    ),
  );
  return [
    head,
    paragraph(say('sessions.lead'), 'lead'),
    ...(state.endedOne ? [box('info', say('sessions.ended'))] : []),
    h('ul', { class: 'items' }, ...rows),
    ...(state.sessions.length > 1 ? [button('quiet', say('sessions.end_others'), () => void end(null, false))] : []),
  ];
}
