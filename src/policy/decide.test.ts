import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { engineOf, FACTS, load, packFiles, ruleText } from '../../test/support/policy.ts';
import { factsSchema } from '../model/facts.ts';
import { nodeCedar } from './cedar-node.ts';
import { decide } from './decide.ts';
import { createEngine, regulatorAt } from './engine.ts';
import type { PolicyEngine } from './engine.ts';
import { releaseTerms } from './obligations.ts';
import { openPolicyEngine, readPackFiles, SHIPPED_PACKS } from './packs-node.ts';

let engine: PolicyEngine;
beforeAll(async () => {
  engine = await openPolicyEngine();
});
const atHome = { ...FACTS, dest: 'MO' };

describe('a rule that fails', () => {
  const overflow = ruleText({}, 'when { context.persons * 9007199254740991 > 0 && context.persons > 1000 };');

  it('is an objection that nothing lifts, though Cedar would skip it', async () => {
    const decision = decide(await engineOf(packFiles(overflow)), {
      ...atHome,
      n: 2_000,
      approvals: ['two_officer'],
    });
    expect(decision.outcome).toBe('refused');
    expect(decision.objections.map(({ ruleId }) => ruleId)).toEqual(['policy.rule_error']);
    expect(decision.trail).toContainEqual({ ruleId: 'test.rule', pack: 'test-pack', result: 'error' });
  });

  it('is silent where it does not fail', async () => {
    const decision = decide(await engineOf(packFiles(overflow)), { ...atHome, n: 3 });
    expect(decision.outcome).toBe('allow');
    expect(decision.trail.find(({ ruleId }) => ruleId === 'policy.rule_error')?.result).toBe('silent');
  });

  it('refuses everything when Cedar does not answer at all', async () => {
    const loaded = await load(packFiles(ruleText()));
    if (loaded.outcome === 'rejected') throw new Error('the pack has to load');
    const failure = { type: 'failure' as const, errors: [], warnings: [] };
    for (const cedar of [
      { ...nodeCedar, preparsePolicySet: () => failure },
      { ...nodeCedar, statefulIsAuthorized: () => failure },
    ]) {
      const created = createEngine(cedar, [loaded.pack], { params: {} });
      if (created.outcome === 'rejected') throw new Error('the engine has to be made');
      expect(decide(created.engine, { ...atHome, n: 0 }).outcome).toBe('refused');
    }
  });
});

describe('the time of the event', () => {
  const dated = packFiles(ruleText({ from: '2024-03-01', to: '2024-03-31', remedy: '' }));

  it.each([
    ['2024-02-29T23:59:59+08:00', 'allow'],
    ['2024-03-01T00:00:00+08:00', 'refused'],
    ['2024-02-29T16:00:00Z', 'refused'],
    ['2024-03-31T23:59:59+08:00', 'refused'],
    ['2024-03-31T16:00:00Z', 'allow'],
    ['2024-04-01T00:00:00+08:00', 'allow'],
  ])('picks the rules of the day in the zone of the pack: %s -> %s', async (at, outcome) => {
    const decision = decide(await engineOf(dated), { ...atHome, at });
    expect(decision.outcome).toBe(outcome);
    expect(decision.trail[0]?.result).toBe(outcome === 'allow' ? 'not_in_force' : 'objects');
  });

  it('lets an old decision be made again among new ones, to the byte', async () => {
    const one = await engineOf(dated);
    const then = { ...atHome, at: '2024-03-15T12:00:00+08:00' };
    const first = JSON.stringify(decide(one, then));
    expect(decide(one, atHome).outcome).toBe('allow');
    expect(JSON.stringify(decide(one, then))).toBe(first);
    expect(JSON.stringify(decide(await engineOf(dated), then))).toBe(first);
  });

  it('rejects facts without a time', () => {
    expect(() => decide(engine, { ...FACTS, at: 'yesterday' })).toThrow(
      expect.objectContaining({ code: 'policy.bad_facts' }),
    );
  });
});

describe('packs together', () => {
  it('add up: strictest effect first, all remedies and evidence, earliest deadline', async () => {
    const a = packFiles(
      ruleText({ id: 'test.a', effect: 'need_filing', remedy: 'contract:dpa', evidence: 'receipt', deadline: 'P8D' }),
      { pack: 'a' },
      ['test.a'],
    );
    const b = packFiles(
      ruleText({ id: 'test.b', remedy: 'basis:claims', evidence: 'memo, receipt', deadline: 'PT0S' }),
      { pack: 'b' },
      ['test.b'],
    );
    const decision = decide(await engineOf(a, b), atHome);
    expect(decision.objections.map(({ ruleId }) => ruleId)).toEqual(['test.b', 'test.a']);
    expect(decision).toMatchObject({
      outcome: 'held',
      effect: 'forbid',
      remedies: ['basis:claims', 'contract:dpa'],
      evidence: ['memo', 'receipt'],
      deadline: 'PT0S',
    });
  });

  it('are refused when they use one id twice', async () => {
    await expect(engineOf(packFiles(ruleText()), packFiles(ruleText(), { pack: 'other' }))).rejects.toThrow(
      /rule test.rule stands in two packs/,
    );
    await expect(engineOf(packFiles(ruleText()), packFiles(ruleText()))).rejects.toThrow(
      /pack test-pack stands in two packs/,
    );
  });

  it('treat a place that the regulator found adequate as adequate, from that day on', async () => {
    const rule = ruleText({}, 'when { context.crossing } unless { context.adequateFor.contains("MO") };');
    const files = packFiles(rule, {
      jurisdiction: 'MO',
      origins: ['MO'],
      covers: [{ destination: '*', from: null, to: null }],
      adequate: [{ destination: 'PT', decision: 'test', from: '2026-11-22', to: null }],
    });
    const one = await engineOf(files);
    expect(decide(one, { ...FACTS, dest: 'PT' }).outcome).toBe('allow');
    expect(decide(one, { ...FACTS, dest: 'PT', at: '2026-11-21T23:59:59+08:00' }).outcome).toBe('held');
    expect(decide(one, { ...FACTS, dest: 'PT', unknown: ['dest'] }).objections.map(({ ruleId }) => ruleId)).toEqual([
      'test.rule',
      'policy.unknown_fact',
    ]);
  });
});

describe('a finding of adequacy, should the regulator of Macau ever publish one', () => {
  it('lifts every rule on transfer for that place, and for no other', async () => {
    const files = await readPackFiles(join(SHIPPED_PACKS, 'mo-pdpa'));
    const packJson = JSON.parse(files['pack.json'] ?? '{}');
    const adequate = [{ destination: 'PT', decision: 'test', from: '2026-01-01', to: null }];
    const one = await engineOf({ ...files, 'pack.json': JSON.stringify({ ...packJson, adequate }) });
    const records = [
      {},
      { contract: { mo_clauses: {} } },
      { basis: ['consent.unambiguous'] },
      { basis: ['claims'] },
      { contract: { gba_mo: {} } },
    ] as const;
    for (const record of records.map((found) => factsSchema.parse({ ...FACTS, ...found }))) {
      for (const event of ['send', 'notify', 'open', 'download', 'forward'] as const) {
        expect(decide(one, { ...record, event, dest: 'PT' }).outcome).toBe('allow');
        expect(decide(one, { ...record, event, dest: 'BR' }).outcome).toBe('held');
      }
    }
  });
});

describe('what is not known', () => {
  const lean = { event: 'send', at: '2026-11-22T10:00:00+08:00', cats: ['user.contact.email'] } as const;

  it.each([
    [
      'the city of a mainland recipient, while the contract of the area may be there',
      { origin: 'MO', dest: 'CN' },
      'dest_city',
      true,
    ],
    ['no city of an origin that has none', { origin: 'MO', dest: 'CN' }, 'origin_city', false],
    ['no city when another contract is all there is', { origin: 'MO', dest: 'CN', contract: {} }, 'dest_city', false],
    ['no city where no contract of the area serves', { origin: 'MO', dest: 'PT' }, 'dest_city', false],
    ['no place of collection where transit is no way out', { origin: 'MO', dest: 'CN' }, 'subject_loc', false],
    [
      'the place of collection of a mainland export that is filed',
      { origin: 'CN', dest: 'US', n: 100_000 },
      'subject_loc',
      true,
    ],
    [
      'no contract where only an assessment or the area helps',
      { origin: 'CN', dest: 'US', n: 1_000_000, recipient: { type: 'controller' } },
      'contract',
      false,
    ],
    [
      'the contract, for the same export to Macau',
      { origin: 'CN', dest: 'MO', n: 1_000_000, recipient: { type: 'controller' } },
      'contract',
      true,
    ],
    [
      'no necessity where no basis takes it',
      { origin: 'SG', dest: 'CN', basis: ['legit_interest'] },
      'necessary',
      false,
    ],
    ['necessity where a basis takes it', { origin: 'SG', dest: 'CN', basis: ['contract_subject'] }, 'necessary', true],
  ])('names %s', (_, facts, name, isNamed) => {
    const { unknown } = decide(engine, factsSchema.parse({ ...lean, ...facts }));
    expect([name, unknown.includes(name)]).toEqual([name, isNamed]);
  });
});

describe('the settings of an organisation', () => {
  it.each([
    ['an unknown parameter', { 'org.nothing': 1 }, /no such parameter/],
    ['a number of the statute', { 'mo.notice.days': 7 }, /set by the statute/],
    ['a looser number', { 'org.mo.notice_record_threshold': 1001 }, /only be stricter/],
    ['nought', { 'org.expiry.restricted': 0 }, /positive whole number/],
    ['a fraction', { 'org.expiry.restricted': 1.5 }, /positive whole number/],
  ])('may not hold %s', async (_, params, problem) => {
    const created = createEngine(nodeCedar, engine.packs, { params });
    expect(created.outcome === 'rejected' && created.problems[0]?.problem).toMatch(problem);
    await expect(openPolicyEngine(undefined, { params })).rejects.toMatchObject({ code: 'policy.bad_settings' });
  });

  it('may be stricter', async () => {
    const strict = await openPolicyEngine(undefined, {
      params: { 'org.mo.notice_record_threshold': 3, 'org.expiry.internal': 2 },
    });
    const decision = decide(strict, atHome);
    expect(decision.objections.map(({ ruleId }) => ruleId)).toEqual(['org.mo.notice_record_threshold']);
    expect(releaseTerms(decision).expiryDays).toBe(2);
    expect(releaseTerms(decide(engine, atHome)).expiryDays).toBe(30);
  });

  it('boil down to terms: obligations add up and the shortest expiry counts', () => {
    const terms = releaseTerms(decide(engine, { ...atHome, level: 'restricted', approvals: ['officer'] }));
    expect(terms).toEqual({ viewOnly: true, watermark: true, twoFactors: true, noOnwardTransfer: true, expiryDays: 7 });
    expect(releaseTerms({ obligations: [] })).toEqual({
      viewOnly: false,
      watermark: false,
      twoFactors: false,
      noOnwardTransfer: false,
      expiryDays: null,
    });
  });
});

describe('the regulator of Macau', () => {
  it.each([
    ['2024-01-31T23:59:59+08:00', 'GPDP'],
    ['2024-02-01T00:00:00+08:00', 'DSPDP'],
    ['2024-01-31T16:00:00Z', 'DSPDP'],
  ])('has the name of the day: %s -> %s (golden test 29)', (at, id) => {
    expect(regulatorAt(engine, 'MO', at, 'pt')?.id).toBe(id);
  });

  it('is not invented for a place without a pack', () => {
    expect(regulatorAt(engine, 'TW', FACTS.at, 'en')).toBeNull();
  });
});
