/** Seldom needed about identity: other devices, where one is signed in, everything that is shared. */
import './style.css';
import { registerPart } from '../../page/parts.ts';
import { beginArrival } from './arrive.ts';
import { beginPairing } from './pairing.ts';
import { beginSessions } from './sessions.ts';
import { beginShared } from './shared.ts';
import { beginWays } from './ways.ts';

registerPart('identity', {
  begin: (what, context) => {
    if (what === 'ways') return beginWays(context);
    if (what === 'pairing') return beginPairing(context);
    if (what === 'arrive') return beginArrival(context);
    return what === 'sessions' ? beginSessions(context) : beginShared(context);
  },
});
