/** Identifiers. Database keys are UUIDv7 (RFC 9562 section 5.7); what people see is a short reference. */
import { base64url, hex, u64be } from './bytes.ts';
import type { Clock } from './clock.ts';
import type { Random } from './random.ts';
import { MINUTE } from './units.ts';

/** A string that belongs to one kind of thing and cannot be passed where another is expected. */
export type Id<Kind extends string> = string & { readonly __kind: Kind };

/** Marks a string, already checked, as the identifier of a kind. */
export function asId<Kind extends string>(text: string): Id<Kind> {
  return text as Id<Kind>;
}

export type Ids = {
  /**
   * UUIDv7: 48-bit Unix milliseconds, a 12-bit counter within them (RFC 9562 section 6.2, method 1), then 62 random bits. Sorts by creation
   * within a process, also when many are made in a millisecond or the clock goes back a little.
   */
  readonly uuid: () => string;
  /** `EN-XXXX-XXXX-XXXX`, 60 random bits in Crockford's base32: said on the phone, printed in a notice. */
  readonly reference: () => string;
  /** 128 random bits as base64url (22 characters): the random part of a notice link. Opens nothing by itself. */
  readonly handle: () => string;
};

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const UUID_SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

export function isUuid(text: string): boolean {
  return UUID_SHAPE.test(text);
}

/** A clock that goes back further than this was set: ids follow it. */
const BACK_MS = MINUTE;

export function createIds(clock: Clock, random: Random): Ids {
  let at = 0;
  let count = 0;
  return {
    uuid: () => {
      const bytes = random(16);
      const now = clock.now().getTime();
      count += 1;
      if (now > at || now < at - BACK_MS) {
        at = now;
        // Begins in the lower half, so that there is room to count.
        count = ((bytes[6] ?? 0) & 0x07) * 256 + (bytes[7] ?? 0);
      } else if (count > 0xfff) {
        at += 1;
        count = 0;
      }
      bytes.set(u64be(at).subarray(2), 0);
      bytes[6] = (count >> 8) | 0x70;
      bytes[7] = count & 0xff;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      const text = hex(bytes);
      return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
    },
    reference: () => {
      const letters = Array.from(random(12), (byte) => CROCKFORD[byte & 31]).join('');
      return `EN-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8)}`;
    },
    handle: () => base64url(random(16)),
  };
}
