/**
 * The text that is signed: canonical JSON (RFC 8785). Members are written in their order here, because a general writer needs more than the
 * oldest browser has; a test compares it with the server's.
 */
import type { DeliveryAnswer } from '../../../../src/model/api/delivery.ts';
import type { Received } from '../../../../src/model/delivery.ts';

export type Confirmable = NonNullable<DeliveryAnswer['statement']>;

/** @param at - By this device's clock. */
export function statementText(what: Confirmable, device: string, at: Date): string {
  const { log, logIndex, object, opening, reference, sha256 } = what;
  return JSON.stringify({
    device,
    format: 'entrepot.receipt/v1',
    log,
    logIndex,
    object,
    opening,
    received: inOrder(what.received),
    reference,
    sha256,
    time: at.toISOString(),
  });
}

function inOrder(received: Received): object {
  if (received.kind === 'pages') return { kind: received.kind, of: received.of, pages: received.pages };
  const { bytes, kind } = received;
  return received.kind === 'file' ? { bytes, kind, sha256: received.sha256 } : { bytes, kind };
}

/** What is signed to show the key: known to this session and the server only. */
export function challengeText(csrf: string, publicKey: string): string {
  return `entrepot.device/v1\n${csrf}\n${publicKey}\n`;
}
