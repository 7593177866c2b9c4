/**
 * The second lock: a file can be taken in an encrypted archive instead. Its password is not on this page and comes no way that this page
 * knows; the sender reads it out. The opening is the same one, and is counted once however it is taken.
 */
import { openObject } from '../../flow/api.ts';
import { settle } from '../../flow/core.ts';
import { failureOf, type Item, liveOpening } from '../../flow/state.ts';
import { startDownload } from '../../page/download.ts';
import { actionButton, h, replaceContent, setShown, setText } from '../../page/dom.ts';
import { displayName } from '../../words/input.ts';
import type { DeliverySession } from './calls.ts';
import type { DeliveryPage } from './port.ts';
import type { Say } from './words.ts';

/** Where the choice stands, and for what. */
const offered = new WeakMap<HTMLElement, string>();

export function offerArchive(
  slot: HTMLElement,
  page: DeliveryPage,
  session: DeliverySession,
  item: Item,
  say: Say,
): void {
  const { id, name } = item.object;
  const mayTake = mayBeTaken(page, item);
  setShown(slot, mayTake);
  const about = `${id} ${page.locale()}`;
  if (!mayTake || offered.get(slot) === about) return;
  offered.set(slot, about);
  const status = h('p', { class: 'receipt-status', role: 'status' });
  const take = actionButton('plain', () => void taken());
  const words = (busy: boolean): void =>
    take.set(say(busy ? 'locked.busy' : 'locked.take'), busy, `${say('locked.take')}: ${displayName(name)}`);
  const taken = async (): Promise<void> => {
    words(true);
    const openingId = await openingOf(page, session, id);
    words(false);
    if (openingId === undefined) return;
    setText(status, say('locked.saving'));
    const fields = Object.assign({ openingId, as: 'archive' as const }, session);
    startDownload(fields, () => setText(status, say('locked.trouble')));
  };
  words(false);
  replaceContent(slot, take.root, status);
}

/** As the page's own button for it: not where nothing can be opened any more. */
function mayBeTaken(page: DeliveryPage, { object, opening, failure }: Item): boolean {
  const { session } = page.state();
  if (session === null || session.state !== 'granted' || failure !== null) return false;
  const isOpen = opening !== null && opening.until > Date.now();
  return object.kind === 'file' && object.permission === 'download' && (object.opensLeft > 0 || isOpen);
}

/** The opening that there is, or a new one; undefined when it did not open, which the page then says. */
async function openingOf(page: DeliveryPage, session: DeliverySession, id: string): Promise<string | undefined> {
  const item = page.state().items.find(({ object }) => object.id === id);
  if (item === undefined || item.since !== null) return undefined;
  const live = liveOpening(item, Date.now());
  if (live !== undefined) return live.id;
  page.send({ kind: 'opening', id, now: Date.now() });
  const answer = await openObject({ handle: session.handle, objectId: id }, session.csrf);
  settle(
    page,
    answer,
    (value) => page.send({ kind: 'opened', id, answer: value }),
    (trouble) => page.send({ kind: 'open_failed', id, failure: failureOf(trouble) }),
  );
  return answer.ok && answer.value.outcome === 'released' ? answer.value.openingId : undefined;
}
