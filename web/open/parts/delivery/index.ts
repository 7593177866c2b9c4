/** Devices, receipts and certificates of the person who opened something. */
import { registerPart } from '../../page/parts.ts';
import { type DeliverySession, showKey } from './calls.ts';
import { foot } from './foot.ts';
import { deviceKey } from './key.ts';
import { offer } from './offer.ts';
import type { DeliveryPage } from './port.ts';
import { challengeText } from './statement.ts';
import './style.css';

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
  offer: (slot, openingId) => {
    const session = at === undefined ? undefined : sessionOf(at);
    if (at === undefined || session === undefined || !isKnown) return;
    offer(slot, Object.assign({ locale: at.locale(), openingId }, session));
  },
  foot: (slot) => {
    const session = at === undefined ? undefined : sessionOf(at);
    if (at === undefined || session === undefined) return;
    const all = at.state().items.map(({ object }) => object.reference);
    const references = all.filter((one, n) => all.indexOf(one) === n);
    foot(slot, Object.assign({ locale: at.locale(), references }, session));
  },
});
