/** What the laws in use say of each type of finding. The laws' own lists are in their packs; nothing is decided here. */
import { categoryOf } from '../../classify/levels.ts';
import { FINDING_TYPES } from '../../model/classification.ts';
import type { LegalCategory } from '../../model/api/levels.ts';
import type { Pack } from '../../policy/load-pack.ts';
import { dayAt, inForce } from '../../policy/periods.ts';

/** The article that has the list of a pack. */
const ARTICLES: Readonly<Record<string, string>> = {
  'mo-pdpa': 'Law 8/2005 art. 7',
  'cn-pipl': 'PIPL art. 28',
  eu: 'GDPR art. 9-10',
  uk: 'UK GDPR art. 9-10',
};

/** Returns every entry of the laws' lists that covers the category of a type, with whether it is in force at the instant. */
export function legalCategories(packs: readonly Pack[], instant: number): LegalCategory[] {
  return packs.flatMap(({ file }) => {
    const { jurisdiction, pack } = file;
    if (jurisdiction === null) return [];
    const day = dayAt(instant, file.utcOffset);
    return file.sensitive.flatMap((entry) =>
      FINDING_TYPES.filter((type) => covers(entry.key, categoryOf(type))).map((type) => ({
        type,
        category: categoryOf(type),
        jurisdiction,
        article: ARTICLES[pack] ?? pack,
        note: entry.note,
        confidence: entry.confidence,
        from: entry.from,
        to: entry.to,
        now: inForce(entry, day),
      })),
    );
  });
}

/** As the rules read their lists: an entry and everything below it. */
function covers(key: string, category: string): boolean {
  return category === key || category.startsWith(`${key}.`);
}

/** Laws in use that name no class of sensitive data. */
export function withoutClass(packs: readonly Pack[]): string[] {
  return packs.flatMap(({ file }) =>
    file.jurisdiction !== null && file.kind === 'law' && file.sensitive.length === 0 ? [file.jurisdiction] : [],
  );
}
