/** Devices, receipts and certificates of the person who opened something. */
import { h } from '../../page/dom.ts';
import { registerPart } from '../../page/parts.ts';
import { offerArchive } from './archive.ts';
import { type DeliverySession, showKey } from './calls.ts';
import { foot } from './foot.ts';
import { deviceKey } from './key.ts';
import { offer } from './offer.ts';
import type { DeliveryPage } from './port.ts';
import { challengeText } from './statement.ts';
import './style.css';
import { wordsOf } from './words.ts';

let at: DeliveryPage | undefined;
/** The server knows this browser: only then is there anything to sign with. */
let isKnown = false;

function sessionOf({ handle, state }: DeliveryPage): DeliverySession | undefined {
  const { session } = state();
  return session === null ? undefined : { handle: handle(), csrf: session.csrf };
}

registerPart('delivery', {
  begin: async (page) => {
    at = page;
    isKnown = false;
    const session = sessionOf(page);
    const key = await deviceKey();
    if (key === undefined || session === undefined) return;
    const signature = await key.sign(challengeText(session.csrf, key.publicKey));
    isKnown = (await showKey(session, key.publicKey, signature)) !== undefined;
  },
  offer: (slot, item) => {
    const session = at === undefined ? undefined : sessionOf(at);
    if (at === undefined || session === undefined) return;
    if (slot.firstChild === null) slot.append(h('div'), h('div'));
    const [archive, receipt] = slot.querySelectorAll<HTMLElement>(':scope > div');
    if (archive !== undefined) offerArchive(archive, at, session, item, wordsOf(at.locale()));
    if (receipt === undefined || item.opening === null || !isKnown) return;
    offer(receipt, Object.assign({ locale: at.locale(), openingId: item.opening.id }, session));
  },
  foot: (slot) => {
    const session = at === undefined ? undefined : sessionOf(at);
    if (at === undefined || session === undefined) return;
    const all = at.state().items.map(({ object }) => object.reference);
    const references = all.filter((one, n) => all.indexOf(one) === n);
    foot(slot, Object.assign({ locale: at.locale(), references }, session));
  },
});
