/** Whom a message calls: numbers and vendors' identifiers of a caller, mapped to recipients of ours. What is nobody's is dropped. */
import { hex } from '../base/bytes.ts';
import { findByPhones, findByProviderIds } from '../store/tables/doors.ts';
import type { TransferDeps } from './deps.ts';
import { normalisePhone } from './sealed-fields.ts';

export type Mentions = {
  /** Recipients with one of these telephone numbers, each once. A number without a country code is tried as one of Macau, Hong Kong and the mainland. */
  readonly byPhones: (numbers: readonly string[]) => Promise<readonly string[]>;
  /** Recipients whom the vendor (`dingtalk`) knows by one of these identifiers, each once, in the order of the identifiers. */
  readonly byProviderIds: (vendor: string, ids: readonly string[]) => Promise<readonly string[]>;
};

/** More than a group has members. */
const MOST = 500;

export function createMentions(deps: Pick<TransferDeps, 'db' | 'fields'>, orgId: string): Mentions {
  return {
    byPhones: async (numbers) => {
      const spellings = new Set(numbers.slice(0, MOST).flatMap(spellingsOf));
      const indexes = await Promise.all([...spellings].map((one) => deps.fields.phoneIndex(one)));
      return [...new Set(await findByPhones(deps.db.query, orgId, indexes))];
    },
    byProviderIds: async (vendor, ids) => {
      const wanted = [...new Set(ids)].slice(0, MOST);
      const indexes = await Promise.all(wanted.map((id) => deps.fields.providerIndex(vendor, id)));
      const rows = await findByProviderIds(deps.db.query, orgId, vendor, indexes);
      const byIndex = new Map(rows.map((row) => [hex(row.index), row.recipientId]));
      return [...new Set(indexes.flatMap((index) => byIndex.get(hex(index)) ?? []))];
    },
  };
}

/** Eight digits are a number of Macau (6...) or Hong Kong (ITU-T E.164, national numbering plans) written without its code. */
function spellingsOf(number: string): readonly string[] {
  const digits = normalisePhone(number);
  if (digits.length < 6 || digits.length > 15) return [];
  return /^[2-9]\d{7}$/.test(digits) ? [digits, `853${digits}`, `852${digits}`] : [digits];
}
