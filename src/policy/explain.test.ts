import { beforeAll, describe, expect, it } from 'vitest';
import { LOCALES } from '../model/locale.ts';
import { BUILTIN_RULES } from './builtin-rules.ts';
import type { PolicyEngine } from './engine.ts';
import { explainRule } from './explain.ts';
import { openPolicyEngine } from './packs-node.ts';

let engine: PolicyEngine;
beforeAll(async () => {
  engine = await openPolicyEngine();
});

describe('explainRule', () => {
  it('has words for every rule, duty and built-in rule in every language, and says that no lawyer has reviewed them', () => {
    const duties = engine.packs.flatMap((pack) => pack.file.duties.map(({ id }) => id));
    const ids = [...engine.rules.keys(), ...duties, ...BUILTIN_RULES.map(({ id }) => id)];
    expect(ids.length).toBeGreaterThan(35);
    for (const id of ids) {
      for (const locale of LOCALES) {
        const { title, why, lift, reviewed } = explainRule(engine, id, locale);
        expect([id, locale, title, why, lift].every((text) => text.length > 1)).toBe(true);
        expect(reviewed).toBe(false);
      }
    }
  });

  it("names the statute in the reader's language, and in one of its own where there is none", () => {
    expect(explainRule(engine, 'mo.xfer.default', 'zh-Hant').statute).toBe('第8/2005號法律第十九條第一款');
    expect(explainRule(engine, 'mo.xfer.default', 'pt').statute).toBe('Lei n.º 8/2005, art. 19.º, n.º 1');
    expect(explainRule(engine, 'mo.xfer.default', 'en')).toMatchObject({
      cite: 'Law 8/2005 art. 19(1)',
      statute: '第8/2005號法律第十九條第一款',
      confidence: 'M',
      kind: 'statutory',
      checked: '2026-11-22',
    });
    expect(explainRule(engine, 'org.two_factors', 'en')).toMatchObject({
      statute: null,
      url: null,
      kind: 'org_policy',
    });
    expect(explainRule(engine, 'mo.notice', 'pt')).toMatchObject({ kind: 'statutory', confidence: 'H' });
  });

  it('does not invent a rule', () => {
    expect(() => explainRule(engine, 'mo.xfer.none', 'en')).toThrow(
      expect.objectContaining({ code: 'policy.unknown_rule' }),
    );
    expect(() => explainRule(engine, 'constructor', 'en')).toThrow(
      expect.objectContaining({ code: 'policy.unknown_rule' }),
    );
  });
});
