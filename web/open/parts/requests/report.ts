/** From the link alone: one cannot get in, or something is wrong. What comes back is the same whatever the link is. */
import type { Report } from '../../../../src/model/api/access-requests.ts';
import type { Child } from '../../page/dom.ts';
import { h } from '../../page/dom.ts';
import { type Piece, stageIn } from '../../page/stage.ts';
import { calls } from './calls.ts';
import { bar, box, button, paragraph, reasonField, title } from './look.ts';
import type { RequestContext } from './port.ts';
import { type Say, sayIn } from './words.ts';

type State =
  | { readonly kind: 'choose' }
  | { readonly kind: 'form'; readonly what: Report['kind']; readonly failed: 'too_many' | 'failed' | null }
  | { readonly kind: 'busy' }
  | { readonly kind: 'done' };

type Acts = {
  readonly choose: (what: Report['kind']) => void;
  readonly send: (what: Report['kind'], reason: string) => void;
};

export function beginReport(context: RequestContext): Piece {
  const send = async (what: Report['kind'], reason: string): Promise<void> => {
    on.set({ kind: 'busy' });
    const { handle } = context.caller();
    const answer = await calls.report({ handle, kind: what, reason });
    if (answer.ok) on.set({ kind: 'done' });
    else on.set({ kind: 'form', what, failed: answer.problem.kind === 'too_many' ? 'too_many' : 'failed' });
  };
  const acts: Acts = {
    choose: (what) => on.set({ kind: 'form', what, failed: null }),
    send: (what, reason) => void send(what, reason),
  };
  const on = stageIn<State, Say>(sayIn, { kind: 'choose' }, (say, state) => draw(say, state, acts));
  return on.piece;
}

function draw(say: Say, state: State, acts: Acts): readonly Child[] {
  if (state.kind === 'done') return [title(say('report.done_title')), paragraph(say('report.done'), 'lead')];
  if (state.kind === 'busy') return [title(say('report.title')), bar()];
  if (state.kind === 'choose')
    return [
      title(say('report.title')),
      paragraph(say('report.lead'), 'lead'),
      h(
        'div',
        { class: 'choices' },
        button('quiet', say('report.access'), () => acts.choose('access')),
        button('quiet', say('report.abuse'), () => acts.choose('abuse')),
      ),
    ];
  const { what, failed } = state;
  const reason = reasonField(say('reason.label'), say(what === 'abuse' ? 'report.abuse_hint' : 'report.access_hint'));
  return [
    title(say(what === 'abuse' ? 'report.abuse' : 'report.access')),
    ...(failed === null ? [] : [box('problem', say(failed))]),
    reason.root,
    button('primary', say('send'), () => acts.send(what, reason.value())),
  ];
}
