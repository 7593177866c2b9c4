/** At the end of the page: the certificate of what was delivered, and the browsers that this person is known by. */
import type { DeviceList } from '../../../../src/model/api/delivery.ts';
import type { Locale } from '../../../../src/model/locale.ts';
import { actionButton, h, replaceContent, setText } from '../../page/dom.ts';
import { formatWhen } from '../../words/format.ts';
import { LANGUAGE_TAGS } from '../../words/locale.ts';
import { askDevices, type DeliverySession, forget } from './calls.ts';
import { forgetKey } from './key.ts';
import { byItself } from './offer.ts';
import { type Say, wordsOf } from './words.ts';

export type Foot = DeliverySession & { readonly locale: Locale; readonly references: readonly string[] };

const shown = new WeakMap<HTMLElement, string>();

export function foot(slot: HTMLElement, what: Foot): void {
  const about = `${what.csrf} ${what.locale} ${what.references.join(' ')}`;
  if (shown.get(slot) === about) return;
  shown.set(slot, about);
  const say = wordsOf(what.locale);
  replaceContent(
    slot,
    h(
      'details',
      { class: 'delivery-foot' },
      h('summary', {}, say('foot.title')),
      certificates(say, what),
      devices(say, what),
      automatic(say),
    ),
  );
}

function certificates(say: Say, what: Foot): HTMLElement {
  const status = h('p', { role: 'status', class: 'hint' });
  const buttons: HTMLElement[] = [];
  for (const reference of what.references) {
    for (const format of ['pdf', 'json'] as const) {
      const label = say(format === 'pdf' ? 'certificate.pdf' : 'certificate.json');
      const button = actionButton('quiet', () => {
        setText(status, say('certificate.on_its_way'));
        sendForm(what, { reference, format, locale: what.locale }, () => setText(status, say('receipt.trouble')));
      });
      button.set(what.references.length > 1 ? `${label} · ${reference}` : label, false);
      buttons.push(button.root);
    }
  }
  return h(
    'section',
    {},
    h('h3', {}, say('certificate.title')),
    h('p', {}, say('certificate.text')),
    ...buttons,
    status,
  );
}

/** A real form, as downloads are: an attachment is saved where blobs are not. */
function sendForm(
  { handle, csrf }: DeliverySession,
  fields: Readonly<Record<string, string>>,
  onRefused: () => void,
): void {
  const name = 'certificate';
  const old = document.getElementById(name);
  if (old !== null) old.remove();
  const frame = h('iframe', { name, title: '', hidden: '', 'aria-hidden': 'true', tabindex: '-1' });
  const form = h('form', { method: 'post', action: '/open/certificate', target: name, hidden: '' });
  const all = Object.assign({ handle, csrf }, fields);
  for (const [field, value] of Object.entries(all)) form.append(h('input', { type: 'hidden', name: field, value }));
  document.body.append(h('div', { id: name, hidden: '' }, frame, form));
  // An attachment never loads in the frame; whatever does is an error.
  frame.addEventListener('load', () => {
    const inner = frame.contentDocument;
    if (inner === null || inner.URL !== 'about:blank') onRefused();
  });
  form.submit();
}

function devices(say: Say, what: Foot): HTMLElement {
  const list = h('ul', { class: 'devices' });
  const status = h('p', { role: 'status', class: 'hint' });
  const draw = async (): Promise<void> => {
    const found = await askDevices(what);
    if (found === undefined) return setText(status, say('receipt.trouble'));
    setText(status, found.devices.length === 0 ? say('devices.none') : '');
    replaceContent(list, ...found.devices.map((one) => row(say, what, one, draw)));
  };
  const ask = actionButton('plain', () => void draw());
  ask.set(say('devices.show'), false);
  return h('section', {}, h('h3', {}, say('devices.title')), h('p', {}, say('devices.text')), ask.root, list, status);
}

function row(say: Say, what: Foot, device: DeviceList['devices'][number], draw: () => Promise<void>): HTMLElement {
  const when = formatWhen(LANGUAGE_TAGS[what.locale], new Date(device.lastAt));
  const remove = actionButton('plain', () => void end());
  const end = async (): Promise<void> => {
    remove.set(say('devices.remove'), true);
    if (device.current) await forgetKey().catch(() => undefined);
    await forget(what, device.id);
    // Its sessions have ended, this one too when it ran on that browser.
    if (device.current) location.reload();
    else await draw();
  };
  remove.set(say('devices.remove'), false);
  const text = device.current ? say('devices.this', { when }) : say('devices.other', { when });
  return h('li', {}, h('span', {}, text), remove.root);
}

function automatic(say: Say): HTMLElement {
  const { on, end } = byItself();
  const button = actionButton('plain', () => {
    end();
    box.remove();
  });
  button.set(say('receipt.always_end'), false);
  const box = h('p', on ? {} : { hidden: '' }, say('receipt.always_on'), ' ', button.root);
  return box;
}
