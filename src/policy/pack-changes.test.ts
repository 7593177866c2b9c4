import { describe, expect, it } from 'vitest';
import { load, packFiles } from '../../test/support/policy.ts';
import type { Pack, PackFiles } from './load-pack.ts';
import { packChanges } from './pack-changes.ts';
import { ruleTexts } from './rule-texts.ts';

const RULE = `// Why it is there; with a semicolon.
@id("test.rule") @cite("Act s. 1") @kind("org_policy") @effect("forbid") @remedy("basis:vital") @evidence("a")
@from("2020-01-01") @to("2030-01-01") @confidence("H")
forbid (principal, action == Action::"send", resource) when { context.unreadable };
`;
const OBLIGES = `@id("test.rule") @cite("Act s. 1") @kind("org_policy") @obligation("view_only, watermark") @from("2020-01-01") @confidence("H")
permit (principal, action == Action::"send", resource) when { context.unreadable };
`;
const number = { default: 8, kind: 'statutory', stricter: 'lower', limit: null, source: 'Act s. 2' };

async function packOf(files: PackFiles): Promise<Pack> {
  const loaded = await load(files);
  if (loaded.outcome === 'rejected') throw new Error(JSON.stringify(loaded.problems));
  return loaded.pack;
}
const changes = async (before: PackFiles, after: PackFiles): Promise<readonly string[]> =>
  packChanges(await packOf(before), await packOf(after)).weakened.map((one) => `${one.kind} ${one.id}`);

describe('what a version of a pack changes', () => {
  it.each([
    ['a softer effect', RULE.replace('"forbid"', '"allow_if"'), 'effect_softer test.rule'],
    ['one more way to lift it', RULE.replace('basis:vital', 'basis:vital, basis:claims'), 'remedy_added test.rule'],
    ['a later first day', RULE.replace('2020-01-01', '2025-01-01'), 'starts_later test.rule'],
    ['an earlier last day', RULE.replace('2030-01-01', '2029-01-01'), 'ends_earlier test.rule'],
    ['an obligation in the place of an objection', OBLIGES, 'effect_softer test.rule'],
  ])('names %s', async (_name, text, expected) => {
    expect(await changes(packFiles(RULE), packFiles(text))).toContain(expected);
    expect(await changes(packFiles(text), packFiles(RULE))).not.toContain(expected);
  });

  it('names obligations, numbers and places that are lost, statutory ones first', async () => {
    const before = packFiles(OBLIGES, { params: { 'test.days': number }, kind: 'law', origins: ['MO', 'HK'] });
    const after = packFiles(OBLIGES.replace('view_only, ', ''), {
      params: { 'test.days': { ...number, default: 9, kind: 'org_policy' } },
      origins: ['MO'],
      adequate: [{ destination: 'CN', decision: 'made up', from: null, to: null }],
    });
    const found = await changes(before, after);
    expect(found[0]).toBe('number_looser test.days');
    expect(found).toEqual(
      expect.arrayContaining([
        'not_statutory test.days',
        'obligation_removed test.rule',
        'attaches_less origins',
        'adequate_more adequate',
        'not_law kind',
      ]),
    );
  });

  it('finds changed conditions and texts, and nothing in the same text', async () => {
    const [before, after] = [
      await packOf(packFiles(RULE)),
      await packOf(packFiles(RULE.replace('unreadable', 'viewOnly'))),
    ];
    expect(packChanges(before, after)).toMatchObject({ weakened: [], changed: ['test.rule'] });
    expect(packChanges(before, before)).toEqual({ weakened: [], added: [], changed: [], members: [] });
    expect(packChanges(null, before).added).toEqual(['test.rule']);
  });

  it('shows a rule as it was written, with the comment before it', () => {
    const text = ruleTexts(packFiles(`// About the file.\n\n${RULE}\n${RULE.replaceAll('test.rule', 'test.other')}`));
    expect(text.get('test.rule')).toBe(RULE.trim());
    expect([...text.keys()]).toEqual(['test.rule', 'test.other']);
  });
});
