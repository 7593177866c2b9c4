/** What lets many things be decided together, and what does not. */
import { SECOND } from '../base/units.ts';
import type { OnRecord } from './records.ts';

/**
 * The moment at which something is decided when many things are decided in one second: the beginning of the second, so that equal facts are
 * decided once; the moment itself when a record begins or ends within that second. Periods of the law are days.
 */
export function decisionTime(now: Date, records: readonly Pick<OnRecord, 'begins' | 'expires'>[]): Date {
  const second = Math.floor(now.getTime() / SECOND) * SECOND;
  const named = records.flatMap((record) => [record.begins, record.expires]);
  const within = named.some((time) => time !== null && time.getTime() > second && time.getTime() <= now.getTime());
  return within ? now : new Date(second);
}

/** Where the law counts persons of a year, what is sent changes what may be sent next: one is decided after the other. */
export function isCounted(sender: { readonly jurisdiction: string }): boolean {
  return sender.jurisdiction === 'CN';
}
