import { describe, expect, it } from 'vitest';
import { categoryOf } from '../../classify/levels.ts';
import { FINDING_TYPES } from '../../model/classification.ts';
import { sensitivePlaces } from '../../policy/context.ts';
import type { Pack } from '../../policy/load-pack.ts';
import { readPacks, SHIPPED_PACKS } from '../../policy/packs-node.ts';
import { legalCategories, withoutClass } from './legal.ts';

const DAYS = ['2005-01-01', '2018-05-25', '2021-11-01', '2025-10-31', '2025-11-01', '2026-11-26'];

const shippedPacks = (): Promise<readonly Pack[]> => readPacks(SHIPPED_PACKS);

describe('legal categories', () => {
  it('are those that the rules decide by, for every type on every day', async () => {
    const packs = await shippedPacks();
    for (const day of DAYS) {
      const instant = Date.parse(`${day}T12:00:00+08:00`);
      const shown = legalCategories(packs, instant).filter((one) => one.now);
      for (const type of FINDING_TYPES) {
        const decided = sensitivePlaces(
          { event: 'send', at: new Date(instant).toISOString(), cats: [categoryOf(type)] },
          packs,
          instant,
        );
        const told = [...new Set(shown.filter((one) => one.type === type).map((one) => one.jurisdiction))].sort();
        expect([day, type, told]).toEqual([day, type, decided]);
      }
    }
  });

  it('name an article for every law that has a list, and the laws that have none', async () => {
    const packs = await shippedPacks();
    const all = legalCategories(packs, Date.parse('2026-11-26T00:00:00Z'));
    expect(all.filter(({ article }) => !/art\. \d/.test(article))).toEqual([]);
    expect(withoutClass(packs)).toContain('HK');
    expect(withoutClass(packs)).not.toContain('MO');
  });
});
