/** How to go on in the system browser when a messenger's own one does not save files. */
import { copyField } from '../page/copy.ts';
import { actionButton, h } from '../page/dom.ts';
import { inAppName } from '../page/in-app.ts';
import type { Translate } from '../words/text.ts';
import { notice, type Shown } from './view.ts';

export function inAppHint(t: Translate, { inApp, locale, link }: Shown): HTMLElement {
  const app = inApp === undefined ? '' : inAppName(inApp, locale);
  const field = h('input', { id: 'link', type: 'text', readonly: '', class: 'link' });
  field.value = link;
  const told = notice('plain');
  const copyLink = async (): Promise<void> => {
    const copied = await copyField(field);
    told.set(t(copied ? 'in_app.copied' : 'in_app.copy_failed'));
    // Otherwise the field keeps the focus, with the link selected.
    if (copied) copy.root.focus();
  };
  const copy = actionButton('quiet', () => void copyLink());
  copy.set(t('in_app.copy'), false);
  return h(
    'details',
    { class: 'in-app' },
    h('summary', {}, t('in_app.title')),
    h('p', {}, t('in_app.text', { app, menu: inApp === undefined ? '' : inApp })),
    h('label', { for: 'link' }, t('in_app.link')),
    field,
    copy.root,
    told.root,
  );
}
