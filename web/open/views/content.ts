/** Third step: who sent it, until when, and what there is to open. Nothing opens by itself. */
import { h, setShown, setText } from '../page/dom.ts';
import { formatWhen, remaining, zoneName, zoneOffset } from '../words/format.ts';
import { displayName } from '../words/input.ts';
import { LANGUAGE_TAGS } from '../words/locale.ts';
import type { Translate } from '../words/text.ts';
import { asideLinks } from './aside.ts';
import { inAppHint } from './in-app-hint.ts';
import { itemView } from './item.ts';
import type { Item } from '../flow/state.ts';
import { type BuildView, heading, notice, type Shown } from './view.ts';

export const contentView: BuildView = (t, acts, shown) => {
  const { session, items } = shown.state;
  const organisation = session === null ? '' : displayName(session.organisation);
  const title = heading(t('content.title', { organisation }));
  const state = notice('info');
  const left = h('span', { class: 'left' });
  const expires = session === null ? new Date(0) : new Date(session.expiresAt);
  const facts = h(
    'dl',
    { class: 'facts' },
    ...fact(t('content.sender'), session === null ? '' : displayName(session.sender)),
    ...fact(t('content.reference'), session === null ? '' : session.reference, 'whole'),
    h('dt', {}, t('content.expires')),
    h(
      'dd',
      {},
      h('span', {}, formatWhen(LANGUAGE_TAGS[shown.locale], expires)),
      h('span', {}, zoneText(t, expires)),
      left,
    ),
  );
  const record = h('p', { class: 'hint' }, t(items.length === 0 ? 'content.none' : 'content.record'));
  const groups = byTransfer(items);
  const views = items.map((item) => itemView(t, acts, item, shown, groups.length > 1 ? 'h4' : 'h3'));
  const list = (of: readonly Item[]): HTMLElement =>
    h('ul', { class: 'items' }, ...views.filter((view) => of.includes(view.of)).map((view) => view.root));
  const lists = groups.length > 1 ? groups.map((of) => groupView(t, shown, of, list(of))) : groups.map(list);
  const hasFiles = items.some((item) => item.object.kind === 'file' && item.object.permission === 'download');
  const foot = h('div', { class: 'foot-slot' });
  const root = h(
    'div',
    {},
    h('p', { class: 'step' }, t('page.step', { n: 3 })),
    title,
    facts,
    state.root,
    h('h2', {}, t('content.items')),
    record,
    ...lists,
    ...(hasFiles && shown.inApp !== undefined ? [inAppHint(t, shown)] : []),
    foot,
    asideLinks(t, acts, ['looks', 'factors', 'pairing', 'shared', 'sessions']),
  );
  return {
    root,
    heading: title,
    update: (now) => {
      const granted = now.state.session !== null && now.state.session.state === 'granted';
      setShown(record, granted);
      setText(left, granted ? leftText(t, expires.getTime() - now.now) : '');
      state.set(now.state.session === null || granted ? '' : t(endedText(now.state.session.state)));
      acts.foot(foot);
      now.state.items.forEach((item, at) => {
        const view = views[at];
        if (view !== undefined) view.update(item, now);
      });
    },
  };
};

/** A notice to a group may tell of several transfers: what belongs together, in the order in which it was sent. */
function byTransfer(items: readonly Item[]): readonly (readonly Item[])[] {
  const references = items.map((item) => item.object.reference);
  const firsts = references.filter((reference, at) => references.indexOf(reference) === at);
  return firsts.map((reference) => items.filter((item) => item.object.reference === reference));
}

/** One transfer of several: its reference and when it was sent, then what is in it. */
function groupView(t: Translate, shown: Shown, of: readonly Item[], list: HTMLElement): HTMLElement {
  const first = of[0];
  const [reference, sentAt] = first === undefined ? ['', ''] : [first.object.reference, first.object.sentAt];
  const sent = new Date(sentAt);
  return h(
    'section',
    { class: 'group', 'aria-label': `${t('content.reference')} ${reference}` },
    h(
      'h3',
      { class: 'group-head' },
      h('bdi', { class: 'whole' }, reference),
      h('time', { datetime: sentAt }, `${formatWhen(LANGUAGE_TAGS[shown.locale], sent)} ${zoneOffset(sent)}`),
    ),
    list,
  );
}

function fact(name: string, value: string, look = ''): readonly HTMLElement[] {
  return [h('dt', {}, name), h('dd', { class: look }, h('bdi', {}, value))];
}

function endedText(state: string): 'state.revoked' | 'state.expired' {
  return state === 'revoked' ? 'state.revoked' : 'state.expired';
}

function zoneText(t: Translate, date: Date): string {
  const name = zoneName(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return t('content.zone', { name, offset: zoneOffset(date) });
}

function leftText(t: Translate, milliseconds: number): string {
  if (milliseconds <= 0) return '';
  const { unit, n } = remaining(milliseconds);
  if (unit === 'soon') return t('content.soon');
  return t(unit === 'days' ? 'content.days_left' : 'content.hours_left', { n });
}
