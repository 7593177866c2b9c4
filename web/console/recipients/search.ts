/** Finds partners by any word of a line: pure, so that lists and pickers find the same ones. */
import type { Recipient } from '../../../src/model/api/recipients.ts';

/** Full-width letters, capitals and accents are no reason not to find somebody. */
const folded = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * Returns whether every word of the query occurs in name, organisation, address, number or in `more`, the words that
 * the reader sees beside them (place, role). An empty query finds everybody.
 */
export function matchesRecipient(recipient: Recipient, query: string, more: readonly (string | null)[] = []): boolean {
  const { name, organisation, email, phone } = recipient;
  const line = folded([name, organisation, email, phone ?? '', ...more.map((word) => word ?? '')].join(' '));
  return folded(query)
    .split(/\s+/)
    .every((word) => line.includes(word));
}
