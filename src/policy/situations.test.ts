import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineOf, FACTS, packFiles, ruleText } from '../../test/support/policy.ts';
import type { Facts } from '../model/facts.ts';
import type { PolicyEngine } from './engine.ts';
import {
  askedFacts,
  differingFacts,
  factAt,
  FURTHER_FACTS,
  linkOf,
  situationsOf,
  withFact,
  withRemedy,
} from './situations.ts';

const AT = '2026-11-22T10:00:00+08:00';

describe('one fact of a situation', () => {
  it('is stated, read and taken away at its path', () => {
    const stated = withFact({ at: AT }, 'ytd.cn.pi', 7);
    expect(factAt(stated, 'ytd.cn.pi')).toBe(7);
    expect(withFact(stated, 'ytd.cn.pi', undefined)).toEqual({ at: AT });
  });

  it('leaves the others and the facts it was given alone', () => {
    const before: Facts = { ...FACTS, org: { ciio: true } };
    const after = withFact(before, 'org.size', 12);
    expect(after.org).toEqual({ ciio: true, size: 12 });
    expect(before.org).toEqual({ ciio: true });
  });

  it('keeps what it is when the value is none that it can have', () => {
    for (const [path, value] of [
      ['n', -1],
      ['origin', 'Macau'],
      ['role', 'boss'],
      ['colour', 'red'],
      ['__proto__', {}],
      ['constructor.name', 'x'],
    ] as const)
      expect(withFact(FACTS, path, value)).toEqual(FACTS);
  });

  it('can be stated for every further fact', () => {
    const values = { answer: true, flag: true, number: 3, role: 'joint', place: ['MO'] };
    for (const { fact, as } of FURTHER_FACTS)
      expect(factAt(withFact({ at: AT }, fact, values[as]), fact)).toBeDefined();
  });
});

describe('the facts that are worth asking for', () => {
  let engine: PolicyEngine;
  beforeAll(async () => {
    const law = { pack: 'law', jurisdiction: 'CN', origins: ['CN'] };
    const org = ruleText({ id: 'org.x' }, 'when { context.minors };');
    const cn = [
      ruleText({ id: 'cn.a' }, 'when { context.persons > 5 && context.importantData };'),
      ruleText({ id: 'cn.b' }, 'when { context.volumeSplit };').replace('action,', 'action == Action::"open",'),
    ].join('\n');
    engine = await engineOf(packFiles(org, {}, ['org.x']), packFiles(cn, law, ['cn.a', 'cn.b']));
  });
  const asked = (facts: Facts): readonly string[] => askedFacts(engine, facts).map(({ fact }) => fact);
  const plain: Facts = { at: AT, event: 'send', origin: 'MO', dest: 'HK', cats: [], n: 9 };

  it('are those of the packs that attach', () => {
    expect(asked(plain)).toEqual(['minor14']);
    expect(asked({ ...plain, origin: 'CN' })).toEqual(['minor14', 'important_data']);
  });

  it('are those that a rule at this event can hang on', () => {
    expect(asked({ ...plain, origin: 'CN', n: 3 })).toEqual(['minor14']);
    expect(asked({ ...plain, origin: 'CN', event: 'open' })).toContain('volume_split');
  });

  it('stay once they are stated, and are not hidden by an approval', () => {
    expect(asked({ ...plain, minor14: false, approvals: ['officer'], data_combined: true })).toEqual([
      'minor14',
      'data_combined',
    ]);
  });
});

describe('a remedy that is tried', () => {
  it('is on record afterwards, once', () => {
    const remedies = ['basis:consent.separate', 'contract:gba_mo', 'filing:gd_cac', 'pia:gba', 'approval:officer'];
    const tried = [...remedies, ...remedies, 'fact:necessary'].reduce(withRemedy, FACTS);
    expect(tried).toMatchObject({
      basis: ['consent.separate'],
      contract: { gba_mo: {} },
      filing: { gd_cac: {} },
      pia: { gba: {} },
      approvals: ['officer'],
      necessary: true,
    });
  });

  it('changes nothing when only a person can state it, or when there is no such remedy', () => {
    for (const remedy of ['fact:n', 'fact:org.ciio', 'basis:luck', 'contract:none', 'none', ''])
      expect(withRemedy(FACTS, remedy)).toEqual(FACTS);
  });
});

describe('two situations', () => {
  it('differ in the facts that are named as forms name them', () => {
    const other: Facts = {
      ...FACTS,
      dest: 'HK',
      purpose: { use: 'audit', same_as_collection: true },
      contract: { gba_mo: {} },
      org: { ciio: true },
    };
    expect([...differingFacts(FACTS, other)].sort()).toEqual(['contract', 'dest', 'org.ciio', 'purpose']);
    expect(differingFacts(FACTS, structuredClone(FACTS))).toEqual([]);
  });
});

describe('a link', () => {
  it('brings back one situation or two', () => {
    const other: Facts = { ...FACTS, dest: 'HK', contract: { gba_mo: { effective_at: '2026-01-01' } } };
    expect(situationsOf(linkOf([FACTS, other]), AT)).toEqual([FACTS, other]);
  });

  it('holds no number, sector or word of somebody', () => {
    const secret = 'Receipt 0001/2026 of Lei Kam Man';
    const link = linkOf([
      {
        ...FACTS,
        scope_hash: secret,
        unknown: [secret],
        cats: ['user.name', secret],
        org: { sector: secret, ciio: true },
        filing: { mo_notice: { id: secret, filed_at: '2026-01-01', scope_hash: secret } },
      },
    ]);
    expect(decodeURIComponent(link)).not.toMatch(/Receipt|Lei/);
    expect(situationsOf(link, AT)?.[0]).toMatchObject({ filing: { mo_notice: { filed_at: '2026-01-01' } } });
  });

  it('that is anything else is none', () => {
    for (const link of ['', '%', '{}', '[]', '[1]', '[{"n":-1}]', '[{},{},{}]', `["${'x'.repeat(30_000)}"]`])
      expect(situationsOf(link, AT)).toBeNull();
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void situationsOf(text, AT)));
    fc.assert(fc.property(fc.json(), (text) => void situationsOf(encodeURIComponent(`[${text}]`), AT)));
  });
});
