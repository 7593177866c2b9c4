/** The second of two devices: gives the code, shows its number, and waits until the first has chosen it. */
import { type Child, h } from '../../page/dom.ts';
import { calls } from './calls.ts';
import { bar, box, button, paragraph, title } from './look.ts';
import { askAgain, stage } from './piece.ts';
import type { Piece, PieceContext } from './port.ts';
import { grouped, readShortCode } from './short-code.ts';
import type { Say } from './words.ts';

const EVERY_MS = 2000;

type State =
  | {
      readonly kind: 'type';
      readonly code: string;
      readonly problem: 'none' | 'shape' | 'refused' | 'failed' | 'ended';
    }
  | { readonly kind: 'busy' }
  | { readonly kind: 'number'; readonly key: string; readonly number: number };

const PROBLEMS = {
  shape: 'arrive.shape',
  refused: 'arrive.refused',
  failed: 'arrive.failed',
  ended: 'arrive.ended',
} as const;

export function beginArrival(context: PieceContext): Piece {
  const scanned = readShortCode(context.fragment());
  const on = stage<State>({ kind: 'type', code: scanned, problem: 'none' }, (say, state) => draw(say, state, claim));
  const claim = async (typed: string): Promise<void> => {
    const code = readShortCode(typed);
    if (code === '') return on.set({ kind: 'type', code: typed, problem: 'shape' });
    on.set({ kind: 'busy' });
    const answer = await calls.claim(code);
    if (!answer.ok) {
      const refused = answer.problem.kind === 'offline' || answer.problem.kind === 'timeout' ? 'failed' : 'refused';
      return on.set({ kind: 'type', code: '', problem: refused });
    }
    const { key, number } = answer.value;
    on.set({ kind: 'number', key, number });
    askAgain(on, EVERY_MS, () => take(key));
  };
  /** False when there is nothing more to wait for. */
  const take = async (key: string): Promise<boolean> => {
    const answer = await calls.take(key);
    if (!answer.ok || answer.value.state === 'waiting') return true;
    if (answer.value.state === 'done') context.goOn(answer.value.handle);
    else on.set({ kind: 'type', code: '', problem: 'ended' });
    return false;
  };
  return on.piece;
}

function draw(say: Say, state: State, claim: (typed: string) => Promise<void>): readonly Child[] {
  if (state.kind === 'busy') return [title(say('arrive.title')), bar()];
  if (state.kind === 'number')
    return [
      title(say('arrive.number_title')),
      paragraph(say('arrive.number'), 'lead'),
      h('p', { class: 'shortcode', 'data-number': '' }, String(state.number)),
      box('info', say('arrive.wait')),
      bar(),
    ];
  const field = h('input', {
    id: 'shortcode',
    type: 'text',
    class: 'code',
    autocomplete: 'off',
    autocapitalize: 'characters',
    autocorrect: 'off',
    spellcheck: 'false',
    maxlength: '12',
  });
  field.value = state.code === '' ? '' : grouped(state.code);
  const form = h(
    'form',
    { novalidate: '' },
    h('label', { for: 'shortcode' }, say('arrive.label')),
    h('p', { class: 'hint', id: 'shortcode-hint' }, say('arrive.hint')),
    field,
    ...(state.problem === 'none' ? [] : [box('problem', say(PROBLEMS[state.problem]))]),
    button('primary', say('arrive.go'), () => void claim(field.value)),
  );
  field.setAttribute('aria-describedby', 'shortcode-hint');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void claim(field.value);
  });
  return [title(say('arrive.title')), paragraph(say('arrive.lead'), 'lead'), form];
}
