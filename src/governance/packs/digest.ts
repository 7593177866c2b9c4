/** Names for texts. */
import type { Sha256 } from '../../audit-log/index.ts';
import { hex, utf8 } from '../../base/bytes.ts';

/** Returns the lower-case hex SHA-256 of a text. */
export function sha256Hex(sha256: Sha256, text: string): string {
  return hex(sha256(utf8(text)));
}
