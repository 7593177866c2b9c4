/** Devices, receipts and certificates of the person who opened something. */
import { registerPart } from '../../page/parts.ts';
import { showKey } from './calls.ts';
import { foot } from './foot.ts';
import { deviceKey } from './key.ts';
import { offer } from './offer.ts';
import { challengeText } from './statement.ts';
import './style.css';

registerPart('delivery', {
  begin: async (session) => {
    const key = await deviceKey();
    if (key === undefined) return false;
    const signature = await key.sign(challengeText(session.csrf, key.publicKey));
    return (await showKey(session, key.publicKey, signature)) !== undefined;
  },
  offer,
  foot,
});
