/** What in a message is an incident: something that should not have been posted where it was. */
import { type ClassificationSummary, FINDING_TYPES, type FindingType } from '../../model/classification.ts';
import type { Level } from '../../model/level.ts';

export type Found = Readonly<Record<string, number>>;
export type Noticed = {
  readonly level: Level;
  /** Types and how many of each; never values. */
  readonly found: Found;
  /** Something about persons, so that the group is told: a trade secret is the officers' matter alone. */
  readonly isPersonal: boolean;
};

/** About no person. */
const NOT_PERSONAL: ReadonlySet<FindingType> = new Set<FindingType>([
  'secret',
  'financial_figure',
  'cn_uscc',
  'hk_brn',
  'bank_swift',
  'organisation',
]);
/** A number by which somebody is known to an authority is never in its place, whatever the level. */
const IDENTITY: ReadonlySet<FindingType> = new Set<FindingType>([
  'hkid',
  'mo_bir',
  'cn_resident_id',
  'tw_id',
  'pt_nif',
  'pt_cc',
  'passport',
  'home_return_permit',
  'travel_permit',
  'us_ssn',
  'mo_tax_number',
  'mrz',
]);

/** Pictures, voices and films that nobody can read yet: they are no incident by themselves, or every photograph would be one. */
const MEDIA = /^(?:image|audio|video)\//;

/**
 * Returns what has to be looked at, or undefined. By the organisation's levels: what is confidential or restricted does not belong into a
 * channel; nor does a number of identity at any level. A document that cannot be read counts as restricted.
 *
 * @param contentType - What the bytes are, for a file.
 */
export function noticedIn(summary: ClassificationSummary, contentType?: string): Noticed | undefined {
  const types = FINDING_TYPES.filter((type) => (summary.counts[type] ?? 0) > 0);
  const isUnreadMedia =
    summary.unreadable && types.length === 0 && contentType !== undefined && MEDIA.test(contentType);
  const isHigh = summary.level === 'confidential' || summary.level === 'restricted';
  if (isUnreadMedia || (!isHigh && !types.some((type) => IDENTITY.has(type)))) return undefined;
  const counted = Object.fromEntries(types.map((type) => [type, summary.counts[type] ?? 0]));
  return {
    level: summary.level,
    found: summary.unreadable ? { ...counted, unreadable: 1 } : counted,
    isPersonal: types.some((type) => !NOT_PERSONAL.has(type)),
  };
}

/** Both together: the sums of the counts. */
export function addFound(a: Found, b: Found): Found {
  const sums: Record<string, number> = { ...a };
  for (const [type, count] of Object.entries(b)) sums[type] = (sums[type] ?? 0) + count;
  return sums;
}
