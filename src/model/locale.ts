/** The four languages; equals, in this order of preference where nothing else is known. */
import { z } from 'zod';

export const LOCALES = ['zh-Hant', 'zh-Hans', 'pt', 'en'] as const;
export const localeSchema = z.enum(LOCALES);
export type Locale = z.infer<typeof localeSchema>;

/** The best of the four for a list of BCP 47 tags, most wanted first; `zh-Hant` when none fits. */
export function pickLocale(tags: readonly string[]): Locale {
  for (const tag of tags) {
    const lower = tag.toLowerCase();
    if (/^zh\b/.test(lower)) return /hans|-cn|-sg|-my/.test(lower) ? 'zh-Hans' : 'zh-Hant';
    if (lower.startsWith('pt')) return 'pt';
    if (lower.startsWith('en')) return 'en';
  }
  return 'zh-Hant';
}
