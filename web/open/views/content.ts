/** Third step: who sent it, until when, and what there is to open. Nothing opens by itself. */
import { h, setShown, setText } from '../page/dom.ts';
import { formatWhen, remaining, zoneName, zoneOffset } from '../words/format.ts';
import { displayName } from '../words/input.ts';
import { LANGUAGE_TAGS } from '../words/locale.ts';
import type { Translate } from '../words/text.ts';
import { inAppHint } from './in-app-hint.ts';
import { itemView } from './item.ts';
import { type BuildView, heading, notice } from './view.ts';

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
  const views = items.map((item) => itemView(t, acts, item, shown));
  const list = h('ul', { class: 'items' }, ...views.map((view) => view.root));
  const hasFiles = items.some((item) => item.object.kind === 'file' && item.object.permission === 'download');
  const root = h(
    'div',
    {},
    h('p', { class: 'step' }, t('page.step', { n: 3 })),
    title,
    facts,
    state.root,
    h('h2', {}, t('content.items')),
    record,
    list,
    ...(hasFiles && shown.inApp !== undefined ? [inAppHint(t, shown)] : []),
  );
  return {
    root,
    heading: title,
    update: (now) => {
      const granted = now.state.session !== null && now.state.session.state === 'granted';
      setShown(record, granted);
      setText(left, granted ? leftText(t, expires.getTime() - now.now) : '');
      state.set(now.state.session === null || granted ? '' : t(endedText(now.state.session.state)));
      now.state.items.forEach((item, at) => {
        const view = views[at];
        if (view !== undefined) view.update(item, now);
      });
    },
  };
};

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
