/** What every channel may rely on about an envelope. */
import { CHANNELS } from './errors.ts';
import type { Envelope } from './port.ts';

/** Returns nothing for an envelope of the specified form. @throws `channels.bad_draft` */
export function checkEnvelope(envelope: Envelope): void {
  // At least one letter: the guard leaves the key out of its scan, so it must not be able to be a phone number.
  if (!/^(?=.*[A-Za-z])[A-Za-z0-9._-]{8,128}$/.test(envelope.idempotencyKey))
    throw CHANNELS.bad_draft({ field: 'idempotencyKey' });
  if (Number.isNaN(envelope.createdAt.getTime())) throw CHANNELS.bad_draft({ field: 'createdAt' });
}
