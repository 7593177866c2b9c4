/** Everything else that is shared with this recipient, once he has shown that the address is his. */
import type { Ladder, Shared } from '../../../../src/model/api/open-identity.ts';
import type { Locale } from '../../../../src/model/locale.ts';
import { type Child, h } from '../../page/dom.ts';
import { formatWhen } from '../../words/format.ts';
import { displayName } from '../../words/input.ts';
import { LANGUAGE_TAGS } from '../../words/locale.ts';
import { calls } from './calls.ts';
import { bar, box, button, paragraph, title } from './look.ts';
import { stage } from './piece.ts';
import type { Piece, PieceContext } from './port.ts';
import type { Say } from './words.ts';

type State =
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'answer'; readonly answer: Shared; readonly stuck: boolean };

/** A code by e-mail shows that the address is his; it may be no further factor. */
const ADDRESS: Ladder = { proved: [], required: [], more: 0, ways: ['email'] };

export function beginShared(context: PieceContext): Piece {
  const on = stage<State>({ kind: 'busy' }, (say, state, locale) =>
    draw(say, state, locale, { open: (id) => void open(id), prove: () => context.prove(ADDRESS) }),
  );
  const load = async (): Promise<void> => {
    const answer = await calls.shared(context.caller());
    if (answer.ok) on.set({ kind: 'answer', answer: answer.value, stuck: false });
    else if (answer.problem.kind === 'session_ended') context.ended();
    else on.set({ kind: 'failed' });
  };
  const open = async (id: string): Promise<void> => {
    const before = on.state();
    on.set({ kind: 'busy' });
    const answer = await calls.openShared(context.caller(), id);
    if (!answer.ok) {
      if (answer.problem.kind === 'session_ended') context.ended();
      else on.set({ kind: 'failed' });
    } else if (answer.value.outcome === 'opened') context.goOn(answer.value.handle);
    else if (answer.value.ladder.ways.length > 0) context.prove(answer.value.ladder);
    else on.set(before.kind === 'answer' ? { kind: 'answer', answer: before.answer, stuck: true } : { kind: 'failed' });
  };
  void load();
  return on.piece;
}

function draw(
  say: Say,
  state: State,
  locale: Locale,
  acts: { readonly open: (id: string) => void; readonly prove: () => void },
): readonly Child[] {
  const head = title(say('shared.title'));
  if (state.kind === 'busy') return [head, bar()];
  if (state.kind === 'failed') return [head, box('problem', say('failed'))];
  const { answer, stuck } = state;
  if (answer.outcome === 'prove_address')
    return [
      head,
      paragraph(say(answer.possible ? 'shared.prove' : 'shared.impossible'), 'lead'),
      ...(answer.possible ? [button('primary', say('shared.prove_start'), acts.prove)] : []),
    ];
  if (answer.transfers.length === 0) return [head, paragraph(say('shared.none'), 'lead')];
  const tag = LANGUAGE_TAGS[locale];
  const rows = answer.transfers.map((one) =>
    h(
      'li',
      { class: 'item' },
      h('h2', { class: 'row-title whole' }, one.reference),
      paragraph(
        say('shared.from', { sender: displayName(one.sender), when: formatWhen(tag, new Date(one.sentAt)) }),
        'hint',
      ),
      paragraph(say('shared.until', { n: one.items, when: formatWhen(tag, new Date(one.expiresAt)) }), 'hint'),
      button('quiet', say('shared.open'), () => acts.open(one.id)),
    ),
  );
  return [
    head,
    paragraph(say('shared.lead'), 'lead'),
    ...(stuck ? [box('problem', say('shared.stuck'))] : []),
    h('ul', { class: 'items' }, ...rows),
  ];
}
