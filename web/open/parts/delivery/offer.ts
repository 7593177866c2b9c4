/**
 * Confirming receipt: offered once something was opened, never asked for. The person sees what the text says before his browser signs it; if he
 * wishes, from then on this browser signs by itself.
 */
import type { DeliveryAnswer } from '../../../../src/model/api/delivery.ts';
import { rangesOf } from '../../../../src/model/page-ranges.ts';
import type { Locale } from '../../../../src/model/locale.ts';
import { actionButton, h, replaceContent, setShown, setText } from '../../page/dom.ts';
import { formatWhen, zoneOffset } from '../../words/format.ts';
import { LANGUAGE_TAGS } from '../../words/locale.ts';
import { askDelivery, type DeliverySession, sendReceipt } from './calls.ts';
import { deviceKey } from './key.ts';
import { type Confirmable, statementText } from './statement.ts';
import { type Say, wordsOf } from './words.ts';

/** One thing that was opened here. */
export type Confirmed = DeliverySession & { readonly locale: Locale; readonly openingId: string };

/** Holds nothing but that the person allowed it. */
const BY_ITSELF = 'entrepot.open.receipts';
/** A download takes as long as it takes: then the person can still confirm by hand. */
const LOOKS = 10;
const FIRST_LOOK_MS = 1500;

/** Which opening a slot is about. */
const offered = new WeakMap<HTMLElement, string>();

export function offer(slot: HTMLElement, what: Confirmed): void {
  const about = `${what.openingId} ${what.locale}`;
  if (offered.get(slot) === about) return;
  offered.set(slot, about);
  const panel = createPanel(what);
  replaceContent(slot, panel.root);
  void panel.start(() => offered.get(slot) === about);
}

function createPanel(what: Confirmed) {
  const say = wordsOf(what.locale);
  const status = h('p', { class: 'receipt-status', role: 'status' });
  const facts = h('div', { class: 'receipt-facts' });
  const always = h('input', { type: 'checkbox', id: `always-${what.openingId}` });
  const ask = actionButton('plain', () => void look());
  const sign = actionButton('quiet', () => void confirm());
  const details = h(
    'div',
    { class: 'receipt', hidden: '' },
    h('p', {}, say('receipt.what')),
    facts,
    h('p', { class: 'receipt-always' }, always, h('label', { for: always.id }, say('receipt.always'))),
    sign.root,
  );
  const root = h('div', { class: 'receipt-slot' }, status, ask.root, details);
  let seen: Confirmable | null = null;

  const done = (at: string): void => {
    const when = new Date(at);
    setText(
      status,
      say('receipt.signed', { when: `${formatWhen(LANGUAGE_TAGS[what.locale], when)} ${zoneOffset(when)}` }),
    );
    setShown(ask.root, false);
    setShown(details, false);
  };
  const read = async (): Promise<DeliveryAnswer | undefined> => {
    const answer = await askDelivery(what, what.openingId);
    // What is signed is about what this page opened, whatever the answer says.
    const fits = answer !== undefined && (answer.statement === null || answer.statement.opening === what.openingId);
    seen = fits && answer !== undefined ? answer.statement : null;
    if (answer !== undefined && answer.signedAt !== null) done(answer.signedAt);
    return fits ? answer : undefined;
  };
  const look = async (): Promise<void> => {
    ask.set(say('receipt.asking'), true);
    const answer = await read();
    ask.set(say('receipt.offer'), false);
    if (answer !== undefined && answer.signedAt !== null) return;
    setText(status, seen === null ? say(answer === undefined ? 'receipt.trouble' : 'receipt.nothing_yet') : '');
    if (seen === null) return;
    replaceContent(facts, ...factsOf(say, seen));
    setShown(ask.root, false);
    setShown(details, true);
    sign.root.focus();
  };
  const confirm = async (): Promise<void> => {
    sign.set(say('receipt.signing'), true);
    if (always.checked) allowByItself();
    const at = await signNow(what, seen);
    sign.set(say('receipt.sign'), false);
    if (at === undefined) setText(status, say('receipt.trouble'));
    else done(at);
  };
  ask.set(say('receipt.offer'), false);
  sign.set(say('receipt.sign'), false);
  /** Looks whether it was signed before; signs by itself where that was allowed. */
  const start = async (isStill: () => boolean): Promise<void> => {
    let wait = FIRST_LOOK_MS;
    for (let n = 0; n < LOOKS && isStill(); n += 1) {
      const answer = await read();
      if (answer === undefined || answer.signedAt !== null || !mayByItself()) return;
      if (seen !== null && seen.received.kind !== 'pages') {
        const at = await signNow(what, seen);
        if (at !== undefined) done(at);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, wait));
      wait *= 2;
    }
  };
  return { root, start };
}

async function signNow(what: Confirmed, seen: Confirmable | null): Promise<string | undefined> {
  const key = await deviceKey();
  // Asked anew: another session of this browser may have been bound meanwhile.
  const answer = await askDelivery(what, what.openingId);
  if (key === undefined || seen === null || answer === undefined || answer.deviceId === null) return undefined;
  const statement = statementText(seen, answer.deviceId, new Date());
  return sendReceipt(what, { openingId: what.openingId, statement, signature: await key.sign(statement) });
}

function factsOf(say: Say, { received, reference, sha256, logIndex }: Confirmable): readonly HTMLElement[] {
  const what =
    received.kind === 'pages'
      ? say('receipt.pages', { pages: rangesOf(received.pages), of: received.of })
      : say(received.kind === 'text' ? 'receipt.text' : 'receipt.file', {
          n: received.bytes === null ? '?' : received.bytes,
        });
  const rows: readonly (readonly [string, string])[] = [
    [say('receipt.reference'), reference],
    [say('receipt.received'), what],
    [say('receipt.digest'), sha256],
    [say('receipt.entry'), String(logIndex)],
  ];
  const copy: typeof rows =
    received.kind === 'file' && received.sha256 !== null ? [[say('receipt.copy'), received.sha256]] : [];
  const cells: HTMLElement[] = [];
  for (const [name, value] of rows.concat(copy)) cells.push(h('dt', {}, name), h('dd', {}, value));
  return [h('dl', {}, ...cells)];
}

function allowByItself(): void {
  try {
    localStorage.setItem(BY_ITSELF, '1');
  } catch {
    // Then it is asked for again.
  }
}

function mayByItself(): boolean {
  try {
    return localStorage.getItem(BY_ITSELF) === '1';
  } catch {
    return false;
  }
}

export function byItself(): { readonly on: boolean; readonly end: () => void } {
  const end = (): void => {
    try {
      localStorage.removeItem(BY_ITSELF);
    } catch {
      // Nothing was kept.
    }
  };
  return { on: mayByItself(), end };
}
