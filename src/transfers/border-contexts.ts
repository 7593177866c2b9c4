/**
 * Where sealed columns of the border belong, so that a value moved to another row does not open; and how secrets of doors are kept.
 * Whoever writes and whoever reads takes them from here; those of doors' keys and of callers are in doors.ts.
 */
import type { Sha256 } from '../audit-log/index.ts';
import { type Bytes, utf8 } from '../base/bytes.ts';

export function audienceNameContext(audienceId: string): string {
  return `audience.name:${audienceId}`;
}

export function doorNameContext(doorId: string): string {
  return `door.name:${doorId}`;
}

/** What a vendor (`dingtalk`, `wecom`, `feishu`) calls a recipient. */
export function identityContext(vendor: string, recipientId: string): string {
  return `recipient_identity.${vendor}:${recipientId}`;
}

/** The exact body that left (`outbox.sent_sealed`). */
export function sentBodyContext(outboxId: string): string {
  return `outbox.sent:${outboxId}`;
}

/** `door.token_hash` and `door.previous_hash`: SHA-256 of the token of a robot, or of the secret of an app, as it is written (lower-case hexadecimal). */
export function hashDoorToken(sha256: Sha256, token: string): Bytes {
  return sha256(utf8(token));
}
