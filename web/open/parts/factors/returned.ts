/** Back from another place: gives on what it sent, and leads back to the notice. The address holds a code that serves once. */
import type { Child } from '../../page/dom.ts';
import type { Piece, Stage } from '../../page/stage.ts';
import { bar, box, button, paragraph, title } from '../identity/look.ts';
import { finishSignIn } from './calls.ts';
import type { FactorContext } from './port.ts';
import { type PartMessage, type Say, stage } from './words.ts';

type State =
  | { readonly kind: 'busy' }
  | { readonly kind: 'told'; readonly look: 'info' | 'problem'; readonly text: PartMessage; readonly label: string };

const OUTCOMES = {
  linked: ['info', 'returned.linked'],
  known: ['info', 'returned.known'],
  someone_else: ['problem', 'returned.someone_else'],
  prove_first: ['problem', 'prove_first'],
  failed: ['problem', 'returned.failed'],
} as const;

export function beginReturned(query: string, context: FactorContext): Piece {
  const on: Stage<State> = stage<State>({ kind: 'busy' }, (say, state) => draw(say, state, context));
  void finish(query, on);
  return on.piece;
}

async function finish(query: string, on: Stage<State>): Promise<void> {
  const sent = new URLSearchParams(query);
  // DingTalk calls it authCode.
  const code = sent.get('code') || sent.get('authCode') || '';
  const state = sent.get('state') || '';
  const failed: State = { kind: 'told', look: 'problem', text: 'returned.failed', label: '' };
  if (code === '' || state === '') return on.set(failed);
  const answer = await finishSignIn({ state, code });
  if (!answer.ok) return on.set(failed);
  const [look, text] = OUTCOMES[answer.value.outcome];
  on.set({ kind: 'told', look, text, label: answer.value.label });
}

function draw(say: Say, state: State, context: FactorContext): readonly Child[] {
  const head = title(say('returned.title'));
  if (state.kind === 'busy') return [head, paragraph(say('busy'), 'lead'), bar()];
  const { look, text, label } = state;
  return [head, box(look, say(text, { label })), button('primary', say('returned.back'), context.back)];
}
