/** One message or file of a notice: its button, what is happening to it, and why it did not open. */
import type { Locale } from '../../../src/model/locale.ts';
import type { Failure, Item } from '../flow/state.ts';
import { liveOpening } from '../flow/state.ts';
import { type ActionButton, actionButton, h, setAttribute, setShown, setText } from '../page/dom.ts';
import { icon } from '../page/icons.ts';
import { joinSentences } from '../words/fill.ts';
import { formatBytes, formatTime, formatWhen } from '../words/format.ts';
import { displayName } from '../words/input.ts';
import { LANGUAGE_TAGS } from '../words/locale.ts';
import type { MessageId, Translate } from '../words/text.ts';
import { type Acts, notice, type Shown } from './view.ts';

export type ItemView = {
  readonly root: HTMLElement;
  readonly of: Item;
  readonly update: (item: Item, shown: Shown) => void;
};

/** From here on, waiting for the signed record deserves a second sentence. */
const SLOW_RECORD_MS = 6000;

/** @param level - Below the heading that it stands under. */
export function itemView(t: Translate, acts: Acts, first: Item, shown: Shown, level: 'h3' | 'h4' = 'h3'): ItemView {
  const { object } = first;
  let item = first;
  const isMessage = object.kind === 'message';
  const name = displayName(object.name);
  const title = isMessage ? t('content.message') : name;
  const size = isMessage ? '' : formatBytes(LANGUAGE_TAGS[shown.locale], object.size);
  const left = h('p', { class: 'hint' });
  const button = actionButton('primary', () => (wantsMore(item) ? acts.proveMore(item.object.id) : acts.open(item)));
  const status = notice('plain');
  const outcome = failureBox();
  const text = h('div', {
    class: 'text',
    tabindex: '-1',
    role: 'group',
    'aria-label': t('content.text_label'),
    hidden: '',
  });
  const extras = h('div', { class: 'extras' });
  const root = h(
    'li',
    { class: 'item' },
    h(
      'div',
      { class: 'item-head' },
      icon(object.kind),
      h(level, {}, h('bdi', {}, title)),
      h('span', { class: 'size' }, size),
    ),
    left,
    outcome.root,
    text,
    status.root,
    button.root,
    extras,
  );
  return {
    root,
    of: first,
    update: (now, { state, now: clock }) => {
      item = now;
      const granted = state.session !== null && state.session.state === 'granted';
      const usable = canTry(now, granted);
      const closed = now.text === null;
      setText(left, usable ? leftText(t, now) : '');
      setShown(left, left.textContent !== '' && closed);
      status.set(statusText(t, now, clock));
      outcome.set(t, now.failure, object.reference, shown.locale);
      setShown(button.root, usable && closed);
      setButton(t, button, now, clock);
      showText(text, now.text);
      acts.extras(extras, now);
    },
  };
}

function setButton(t: Translate, button: ActionButton, item: Item, now: number): void {
  const busy = item.since !== null;
  const words = buttonText(item, now);
  // Several buttons say the same; the name tells them apart, after the words that everybody sees.
  const what = item.object.kind === 'file' ? displayName(item.object.name) : t('content.message');
  button.set(t(busy ? 'content.busy' : words), busy, `${t(words)}: ${what}`);
  setAttribute(button.root, 'class', `button ${words.endsWith('_again') ? 'quiet' : 'primary'}`);
}

/** A text that has just appeared gets the focus, so that it is read and scrolled to. */
function showText(box: HTMLElement, text: string | null): void {
  const appears = box.hidden && text !== null;
  setText(box, text || '');
  setShown(box, text !== null);
  if (appears && document.contains(box)) box.focus();
}

/** Whether trying (again) can lead anywhere. */
function canTry({ failure }: Item, granted: boolean): boolean {
  if (!granted) return false;
  return failure === null || !/^(?:expired|revoked|used_up)$/.test(failure.reason);
}

/** What opening does: words appear, a file is saved, pages are shown. */
type Way = 'text' | 'file' | 'view';

/** A view that was given counts before what was said: somewhere else the same may be taken along. */
function wayOf({ object, opening }: Item): Way {
  if (object.permission === 'view' || (opening !== null && opening.view !== null)) return 'view';
  return object.kind === 'message' ? 'text' : 'file';
}

type WayTexts = Readonly<Record<'first' | 'again' | 'left' | 'none' | 'counts' | 'done' | 'repeat', MessageId>>;

const TEXTS: Readonly<Record<Way, WayTexts>> = {
  text: {
    first: 'content.open',
    again: 'content.again',
    left: 'content.opens_left',
    none: 'content.no_opens',
    counts: 'content.counts',
    done: 'content.opened',
    repeat: 'content.repeat',
  },
  file: {
    first: 'content.download',
    again: 'content.download_again',
    left: 'content.downloads_left',
    none: 'content.no_downloads',
    counts: 'content.counts_download',
    done: 'content.started',
    repeat: 'content.repeat',
  },
  view: {
    first: 'content.view',
    again: 'content.view_again',
    left: 'content.views_left',
    none: 'content.no_views',
    counts: 'content.counts_view',
    done: 'content.viewed',
    repeat: 'content.repeat_view',
  },
};

function leftText(t: Translate, item: Item): string {
  const { left, none, counts } = TEXTS[wayOf(item)];
  const { opensLeft } = item.object;
  return opensLeft <= 0 ? t(none) : `${t(left, { n: opensLeft })} · ${t(counts)}`;
}

/** More of who he is has to be shown first. */
function wantsMore({ failure }: Item): boolean {
  return failure !== null && failure.reason === 'factors';
}

function buttonText(item: Item, now: number): MessageId {
  if (wantsMore(item)) return 'ways.more';
  if (item.failure !== null) return 'action.retry';
  const { first, again } = TEXTS[wayOf(item)];
  return item.object.opensLeft <= 0 || liveOpening(item, now) !== undefined ? again : first;
}

function statusText(t: Translate, item: Item, now: number): string {
  if (item.since !== null) return t(now - item.since > SLOW_RECORD_MS ? 'content.recording_slow' : 'content.recording');
  const { opening } = item;
  if (opening === null || item.failure !== null) return '';
  const { done, repeat } = TEXTS[wayOf(item)];
  const words = t(done, { index: opening.logIndex });
  if (liveOpening(item, now) === undefined) return words;
  return joinSentences(words, t(repeat, { time: formatTime(new Date(opening.until)) }));
}

type FailureBox = {
  readonly root: HTMLElement;
  readonly set: (t: Translate, failure: Failure | null, reference: string, locale: Locale) => void;
};

function failureBox(): FailureBox {
  const title = h('strong');
  const words = h('span');
  const cited = h('span', { class: 'cited' });
  const box = h(
    'div',
    { class: 'notice problem' },
    icon('warning'),
    h('div', { class: 'reason' }, title, words, cited),
  );
  setShown(box, false);
  return {
    root: h('div', { role: 'alert' }, box),
    set: (t, failure, reference, locale) => {
      setShown(box, failure !== null);
      if (failure === null) return;
      const { reason, detail } = failure;
      setText(title, t(`reason.${reason}`));
      const what = detail === null ? '' : displayName(detail);
      setText(words, t(`reason.${reason}_text`, { reference, detail: what, when: whenOf(reason, what, locale) }));
      // Only a rule is cited; what else is told stands in the sentence.
      const isRule = detail !== null && (reason === 'held' || reason === 'refused');
      setText(cited, isRule ? t('reason.cited', { detail: what }) : '');
      setShown(cited, isRule);
    },
  };
}

/** From when it opens, as the reader writes times. */
function whenOf(reason: Failure['reason'], detail: string, locale: Locale): string {
  const at = reason === 'not_yet' ? new Date(detail) : undefined;
  return at === undefined || Number.isNaN(at.getTime()) ? '' : formatWhen(LANGUAGE_TAGS[locale], at);
}
