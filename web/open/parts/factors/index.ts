/** Further factors: authenticator app, passkey, passphrase, signing in elsewhere. */
import './style.css';
import { registerPart } from '../../page/parts.ts';
import { beginManage } from './manage.ts';
import { beginProof } from './prove.ts';
import { beginReturned } from './returned.ts';

registerPart('factors', { manage: beginManage, prove: beginProof, returned: beginReturned });
