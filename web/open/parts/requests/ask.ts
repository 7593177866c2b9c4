/** After identity: asking for more, declining, reporting, and what became of what was asked. */
import type { OwnRequests, RequestKind } from '../../../../src/model/api/access-requests.ts';
import type { Locale } from '../../../../src/model/locale.ts';
import type { Answer } from '../../flow/api.ts';
import type { Item } from '../../flow/state.ts';
import { type Child, h } from '../../page/dom.ts';
import { type Piece, stageIn } from '../../page/stage.ts';
import { formatWhen } from '../../words/format.ts';
import { displayName } from '../../words/input.ts';
import { LANGUAGE_TAGS } from '../../words/locale.ts';
import { calls } from './calls.ts';
import { bar, box, button, paragraph, reasonField, title } from './look.ts';
import type { RequestContext } from './port.ts';
import { type Say, sayIn } from './words.ts';

type Said = 'asked' | 'withdrawn' | 'declined' | null;
type State =
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'list'; readonly requests: OwnRequests['requests']; readonly said: Said }
  | {
      readonly kind: 'form';
      readonly what: RequestKind;
      readonly requests: OwnRequests['requests'];
      readonly failed: 'too_many' | 'failed' | null;
    };

type Acts = {
  readonly choose: (what: RequestKind) => void;
  readonly send: (what: RequestKind, objectId: string | null, reason: string) => void;
  readonly cancel: (id: string) => void;
  readonly back: () => void;
};

const KIND_TEXT = {
  access: 'ask.access',
  more_time: 'ask.more_time',
  more_opens: 'ask.more_opens',
  download: 'ask.download',
  declined: 'ask.declined',
  abuse: 'ask.abuse',
} as const;
const SAID_TEXT = {
  asked: 'ask.said.asked',
  withdrawn: 'ask.said.withdrawn',
  declined: 'ask.said.declined',
} as const;
const STATE_TEXT = {
  open: 'own.open',
  granted: 'own.granted',
  declined: 'own.declined',
  noted: 'own.noted',
  withdrawn: 'own.withdrawn',
} as const;

/** For good, or to somebody else than the sender: about everything behind the link. */
const WHOLE: ReadonlySet<RequestKind> = new Set(['declined', 'abuse']);

export function beginAsk(context: RequestContext): Piece {
  let known: OwnRequests['requests'] = [];
  const use = (answer: Answer<OwnRequests>, said: Said): boolean => {
    if (answer.ok) {
      known = answer.value.requests;
      on.set({ kind: 'list', requests: known, said });
    } else if (answer.problem.kind === 'session_ended') context.ended();
    return answer.ok;
  };
  const load = async (): Promise<void> => {
    if (!use(await calls.own(context.caller()), null)) on.set({ kind: 'failed' });
  };
  const send = async (what: RequestKind, objectId: string | null, reason: string): Promise<void> => {
    on.set({ kind: 'busy' });
    const body = { kind: what, objectId, reference: referenceOf(context, objectId), reason };
    const answer = await calls.ask(context.caller(), body);
    if (use(answer, what === 'declined' ? 'declined' : 'asked')) {
      if (what === 'declined') context.renew();
    } else if (!answer.ok) {
      const failed = answer.problem.kind === 'too_many' ? 'too_many' : 'failed';
      on.set({ kind: 'form', what, requests: known, failed });
    }
  };
  const cancel = async (id: string): Promise<void> => {
    on.set({ kind: 'busy' });
    if (!use(await calls.cancel(context.caller(), id), 'withdrawn')) await load();
  };
  const acts: Acts = {
    choose: (what) => on.set({ kind: 'form', what, requests: known, failed: null }),
    send: (what, objectId, reason) => void send(what, objectId, reason),
    cancel: (id) => void cancel(id),
    back: () => on.set({ kind: 'list', requests: known, said: null }),
  };
  const on = stageIn<State, Say>(sayIn, { kind: 'busy' }, (say, state, locale) =>
    draw(say, state, locale, context, acts),
  );
  void load();
  return on.piece;
}

/** Which transfer is meant where a notice tells of several: that of the object, or the one the page is about. */
function referenceOf(context: RequestContext, objectId: string | null): string | null {
  if (objectId !== null) return null;
  const session = context.session();
  const references = context.items().map((item) => item.object.reference);
  return session !== null && references.indexOf(session.reference) >= 0 ? session.reference : null;
}

function draw(say: Say, state: State, locale: Locale, context: RequestContext, acts: Acts): readonly Child[] {
  const head = title(say('ask.title'));
  if (state.kind === 'busy') return [head, bar()];
  if (state.kind === 'failed') return [head, box('problem', say('failed'))];
  if (state.kind === 'form') return form(say, state.what, state.failed, context.items(), acts);
  const session = context.session();
  const choices = kindsFor(context.items()).map((kind) =>
    button('quiet', say(KIND_TEXT[kind]), () => acts.choose(kind)),
  );
  return [
    head,
    paragraph(say('ask.lead', { reference: session === null ? '' : session.reference }), 'lead'),
    ...(state.said === null ? [] : [box('info', say(SAID_TEXT[state.said]))]),
    h('div', { class: 'choices' }, ...choices),
    ...(state.requests.length === 0 ? [] : [h('h2', {}, say('own.title'))]),
    h('ul', { class: 'items' }, ...state.requests.map((one) => ownRow(say, one, locale, context.items(), acts))),
  ];
}

/** What makes sense to ask for: the file itself only where something may only be looked at. */
function kindsFor(items: readonly Item[]): readonly RequestKind[] {
  const isViewOnly = items.some(({ object }) => object.permission === 'view');
  const more: readonly RequestKind[] = items.length === 0 ? [] : ['more_time', 'more_opens'];
  return [...more, ...(isViewOnly ? (['download'] as const) : []), 'access', 'declined', 'abuse'];
}

function form(
  say: Say,
  what: RequestKind,
  failed: 'too_many' | 'failed' | null,
  items: readonly Item[],
  acts: Acts,
): readonly Child[] {
  const reason = reasonField(say('reason.label'), say(what === 'abuse' ? 'report.abuse_hint' : 'reason.hint'));
  const about = WHOLE.has(what) || items.length < 2 ? undefined : aboutField(say, what, items);
  const only = what === 'download' ? items.find(({ object }) => object.permission === 'view') : undefined;
  const objectOf = (): string | null =>
    about !== undefined ? about.value() : only === undefined ? null : only.object.id;
  return [
    title(say(KIND_TEXT[what])),
    ...(failed === null ? [] : [box('problem', say(failed))]),
    ...(what === 'declined' ? [box('info', say('ask.declined_warning'))] : []),
    ...(about === undefined ? [] : [about.root]),
    reason.root,
    button('primary', say(what === 'declined' ? 'ask.declined_confirm' : 'send'), () =>
      acts.send(what, objectOf(), reason.value()),
    ),
    button('plain', say('ask.back'), acts.back),
  ];
}

function aboutField(
  say: Say,
  what: RequestKind,
  items: readonly Item[],
): { readonly root: HTMLElement; readonly value: () => string | null } {
  const select = h('select', { id: 'about' });
  if (what !== 'download') select.append(h('option', { value: '' }, say('about.whole')));
  for (const { object } of items)
    if (what !== 'download' || object.permission === 'view')
      select.append(h('option', { value: object.id }, nameOf(say, object)));
  return {
    root: h('div', { class: 'asked' }, h('label', { for: 'about' }, say('about.label')), select),
    value: () => (select.value === '' ? null : select.value),
  };
}

function nameOf(say: Say, object: Item['object']): string {
  return object.kind === 'message' ? say('about.message') : displayName(object.name);
}

function ownRow(
  say: Say,
  one: OwnRequests['requests'][number],
  locale: Locale,
  items: readonly Item[],
  acts: Acts,
): HTMLElement {
  const item = items.find(({ object }) => object.id === one.objectId);
  const about = item === undefined ? one.reference : `${one.reference} · ${nameOf(say, item.object)}`;
  const { at } = one;
  const mayCancel = one.state === 'open' && !WHOLE.has(one.kind);
  const what = say(KIND_TEXT[one.kind]);
  return h(
    'li',
    { class: 'item' },
    h('h3', {}, what),
    paragraph(`${about} · ${formatWhen(LANGUAGE_TAGS[locale], new Date(at))}`, 'hint'),
    paragraph(say(STATE_TEXT[one.state])),
    ...(one.answer === '' ? [] : [paragraph(say('own.answer'), 'hint'), paragraph(one.answer, 'words')]),
    ...(mayCancel
      ? [button('quiet', say('own.cancel'), () => acts.cancel(one.id), `${say('own.cancel')}: ${what}`)]
      : []),
  );
}
