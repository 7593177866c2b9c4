/** Who looked at what is the reader's: at his record, and at what was sent to him. */
import type { AccessList } from '../../../../src/model/api/accesses.ts';
import type { Locale } from '../../../../src/model/locale.ts';
import { type Child, h } from '../../page/dom.ts';
import { type Piece, stageIn } from '../../page/stage.ts';
import { formatWhen } from '../../words/format.ts';
import { displayName } from '../../words/input.ts';
import { LANGUAGE_TAGS } from '../../words/locale.ts';
import { calls } from './calls.ts';
import { bar, box, button, paragraph, placeName, title } from './look.ts';
import type { RequestContext } from './port.ts';
import { type Say, sayIn } from './words.ts';

type Access = AccessList['accesses'][number];
type State =
  | { readonly kind: 'busy' }
  | { readonly kind: 'failed' }
  | { readonly kind: 'list'; readonly list: AccessList };

const KIND_TEXT = {
  'object.opened': 'looks.kind.object.opened',
  'transfer.read': 'looks.kind.transfer.read',
  'recipient.read': 'looks.kind.recipient.read',
  'access_request.read': 'looks.kind.access_request.read',
  'accesses.read': 'looks.kind.accesses.read',
  'accesses.exported': 'looks.kind.accesses.exported',
  'archive.read': 'looks.kind.archive.read',
  'archive.file_taken': 'looks.kind.archive.file_taken',
} as const;
const PURPOSE_TEXT = {
  approval: 'looks.purpose.approval',
  request: 'looks.purpose.request',
  incident: 'looks.purpose.incident',
  data_subject: 'looks.purpose.data_subject',
  audit: 'looks.purpose.audit',
  support: 'looks.purpose.support',
} as const;
const ROLE_TEXT = {
  officer: 'looks.role.officer',
  sender: 'looks.role.sender',
  auditor: 'looks.role.auditor',
} as const;

type Acts = { readonly more: () => void; readonly save: () => void };

export function beginLooks(context: RequestContext): Piece {
  let list: AccessList = { accesses: [], nextBefore: null, count: 0 };
  const load = async (before: number | null): Promise<void> => {
    const answer = await calls.accesses(context.caller(), before);
    if (answer.ok) {
      list = Object.assign({}, answer.value, { accesses: [...list.accesses, ...answer.value.accesses] });
      on.set({ kind: 'list', list });
    } else if (answer.problem.kind === 'session_ended') context.ended();
    else on.set({ kind: 'failed' });
  };
  const acts: Acts = { more: () => void load(list.nextBefore), save: () => save(context) };
  const on = stageIn<State, Say>(sayIn, { kind: 'busy' }, (say, state, locale) => draw(say, state, locale, acts));
  void load(null);
  return on.piece;
}

/** A form of its own, so that the browser saves the answer as it saves any file; what went wrong stays in the hidden frame. */
function save(context: RequestContext): void {
  const { handle, csrf } = context.caller();
  const name = 'save-looks';
  const old = document.getElementById(name);
  if (old !== null) old.remove();
  const frame = h('iframe', { name, title: '', hidden: '', 'aria-hidden': 'true', tabindex: '-1' });
  const form = h('form', { method: 'post', action: '/open/accesses', target: name, hidden: '' });
  for (const [field, value] of [
    ['handle', handle],
    ['csrf', csrf],
  ] as const)
    form.append(h('input', { type: 'hidden', name: field, value }));
  document.body.append(h('div', { id: name, hidden: '' }, frame, form));
  form.submit();
}

function draw(say: Say, state: State, locale: Locale, acts: Acts): readonly Child[] {
  const head = title(say('looks.title'));
  if (state.kind === 'busy') return [head, bar()];
  if (state.kind === 'failed') return [head, box('problem', say('failed'))];
  const { accesses, nextBefore, count } = state.list;
  const lead = paragraph(say('looks.lead'), 'lead');
  if (accesses.length === 0) return [head, lead, box('info', say('looks.empty'))];
  return [
    head,
    lead,
    paragraph(say('looks.count', { n: count }), 'hint'),
    h('ul', { class: 'items' }, ...accesses.map((one) => row(say, one, locale))),
    ...(nextBefore === null ? [] : [button('quiet', say('looks.more'), acts.more)]),
    button('quiet', say('looks.save'), acts.save),
    paragraph(say('looks.save_hint'), 'hint'),
  ];
}

function row(say: Say, access: Access, locale: Locale): HTMLElement {
  const tag = LANGUAGE_TAGS[locale];
  const { who, transfer, reason, logIndex, at } = access;
  return h(
    'li',
    { class: 'item' },
    h('h2', { class: 'row-title' }, say(KIND_TEXT[access.kind])),
    paragraph(`${whoText(say, who)} · ${placeName(say, tag, access.place)}`),
    paragraph(formatWhen(tag, new Date(at)), 'hint'),
    ...(transfer === null || transfer.reference === '' ? [] : [paragraph(transfer.reference, 'hint whole')]),
    paragraph(say('looks.why', { why: whyText(say, access) })),
    ...(reason === '' ? [] : [paragraph(reason, 'words')]),
    paragraph(logIndex === null ? say('looks.pending') : say('looks.entry', { index: logIndex }), 'hint'),
  );
}

function whoText(say: Say, who: Access['who']): string {
  if (who.self) return say('looks.self');
  if (who.kind === 'system') return say('looks.system');
  const office = who.role === null ? say('looks.recipient') : say(ROLE_TEXT[who.role]);
  return `${displayName(who.name)} · ${office}`;
}

function whyText(say: Say, { purpose, decision }: Access): string {
  if (purpose !== null) return say(PURPOSE_TEXT[purpose]);
  return say(decision === null ? 'looks.duty' : 'looks.decided');
}
