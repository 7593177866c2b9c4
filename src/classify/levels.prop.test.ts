import { createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FindingType, LEVEL_SUBJECTS, type LevelEvidence } from '../model/classification.ts';
import { LEVELS, type Level, stricterLevel } from '../model/level.ts';
import { belowFloor, FLOORS, type LevelPolicy, levelPolicySchema, SHIPPED_POLICY } from '../model/level-policy.ts';
import { classifyText } from './classify.ts';
import { exceptionKey } from './exception-key.ts';
import { evidenceOf, levelOf, mergeEvidence } from './levels.ts';
import { personsOf } from './persons.ts';
import { signalsOf } from './scan/figures.ts';
import { type Scan, scanText } from './scan/scan.ts';
import type { Exceptions } from './settings.ts';
import { NO_EVIDENCE, summarise } from './summarise.ts';

/** The rules as they were before an organisation could change them, kept as the measure of the shipped policy. */
const RESTRICTED: ReadonlySet<FindingType> = new Set<FindingType>([
  'hkid', 'mo_bir', 'cn_resident_id', 'tw_id', 'pt_nif', 'pt_cc', 'passport', 'home_return_permit', 'mrz', 'bank_account', 'bank_card', 'iban', 'salary', 'health', 'secret', 'alipay_id',
  'travel_permit', 'us_ssn', 'mo_tax_number', 'biometric', 'genetic', 'ethnicity', 'religion', 'political_opinion', 'union_membership', 'sexual_orientation', 'criminal_record',
]); // biome-ignore format: a list reads better in rows
const CONFIDENTIAL: ReadonlySet<FindingType> = new Set<FindingType>([
  'date_of_birth', 'financial_figure', 'personal_amount', 'wechat_id', 'vehicle_plate', 'phone', 'email', 'person_name', 'qq_id', 'ip_address', 'location', 'minor',
]); // biome-ignore format: a list reads better in rows

function formerLevel(scan: Scan, persons: number): Level {
  const hits = scan.hits.filter((hit) => hit.score >= 0.5 && !hit.role);
  const isRestricted = hits.some(
    (hit) =>
      RESTRICTED.has(hit.type) &&
      (hit.type !== 'bank_account' ||
        !hits.some((one) => one.type === 'cn_uscc' && one.end <= hit.start && hit.start - one.end <= 400)),
  );
  if (persons > 100 || isRestricted) return 'restricted';
  const contract = signalsOf(scan.source, 'contract');
  const isConfidential =
    hits.some((hit) => CONFIDENTIAL.has(hit.type) && (hit.type !== 'person_name' || hit.score >= 0.6)) ||
    signalsOf(scan.source, 'confidential').length > 0 ||
    contract.length >= 3;
  return isConfidential ? 'confidential' : 'internal';
}

const PIECES = [
  '聯絡人：王示范，電話 +853 6612 3456', '身份證 A123456(3)', '身份證 A123456(4)', 'Please call Ms Wexcombe, r.wexcombe@shh.example.com', '機密', '合同', '甲方', '乙方', '協議', 'contract', 'Party A',
  '统一社会信用代码：91440400MA0000007C', '账号：44050164001234567', '帳號 012-345-67890123', '陳大文月薪 MOP 28,500', '確診糖尿病', '患者陳大文', 'password: kX9!mQ2zPw', 'info@shop.example.com',
  '車牌 MA-12-34', 'Order 85366001234', '出生日期 1988-11-05', '護照 MA0123456', '新廠選址', '\n', ' '.repeat(420), 'DE89370400440532013000', '4111 1111 1111 1111',
]; // biome-ignore format: a list reads better in rows

const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(' '));
const level = fc.constantFrom(...LEVELS);
const policy: fc.Arbitrary<LevelPolicy> = fc
  .record({
    types: fc.dictionary(
      fc.constantFrom(...LEVEL_SUBJECTS),
      fc.record({ level, from: fc.integer({ min: 6, max: 20 }).map((step) => step * 5) }),
      { maxKeys: 12 },
    ),
    persons: fc.array(fc.record({ over: fc.nat(200), level }), { maxLength: 3 }),
    combinations: fc.array(fc.record({ subjects: fc.constant(['person_name', 'health'] as const), level }), {
      maxLength: 2,
    }),
    signals: fc.record({ confidential_mark: level, contract: level }),
    defaultLevel: level,
  })
  .map((made) => levelPolicySchema.parse({ ...made, names: {}, meanings: {} }));

describe('the shipped policy', () => {
  it('gives every text the level that it had before levels could be changed', () => {
    fc.assert(
      fc.property(text, (made) => {
        const scan = scanText(made);
        const persons = personsOf(scan).length;
        expect(levelOf(evidenceOf(scan, scan.hits, persons, false), SHIPPED_POLICY).level).toBe(
          formerLevel(scan, persons),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('puts nothing below a floor', () => {
    expect(belowFloor(SHIPPED_POLICY)).toEqual([]);
  });
});

describe('any policy', () => {
  it('leaves what could not be read restricted, and documents and secrets at least confidential', () => {
    fc.assert(
      fc.property(text, policy, fc.boolean(), (made, any, unread) => {
        const scan = scanText(made);
        const evidence = evidenceOf(scan, scan.hits, 1, unread);
        const given = levelOf(evidence, any).level;
        if (unread) expect(given).toBe('restricted');
        if (scan.hits.some((hit) => FLOORS[hit.type] !== undefined && hit.score >= 0.5 && !hit.role))
          expect(stricterLevel(given, 'confidential')).toBe(given);
      }),
      { numRuns: 60 },
    );
  });

  it('gives a text and a summary of it the same level, and of two parts together never less than of one', () => {
    fc.assert(
      fc.property(text, text, policy, (a, b, any) => {
        const levels = { policy: any, version: 3 };
        const parts = [classifyText(a, { levels }), classifyText(b, { levels })];
        expect(summarise(parts.slice(0, 1), levels).level).toBe(parts[0]?.level);
        const both = summarise(parts, levels).level;
        for (const part of parts) expect(stricterLevel(both, part.level)).toBe(both);
      }),
      { numRuns: 60 },
    );
  });

  it('is explained by rules that lead to exactly this level', () => {
    fc.assert(
      fc.property(text, policy, (made, any) => {
        const { level: given, raised } = classifyText(made, { levels: { policy: any, version: 1 } });
        expect(raised.length).toBeGreaterThan(0);
        expect(raised.every((one) => one.level === given)).toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('reads the sums of scores in any order', () => {
    const one = evidenceOf(scanText(PIECES[0] ?? ''), scanText(PIECES[0] ?? '').hits, 1, false);
    const other: LevelEvidence = { ...NO_EVIDENCE, scores: { phone: { '55': 2, '85': 1 } }, persons: 4 };
    expect(mergeEvidence(one, other)).toEqual(mergeEvidence(other, one));
  });
});

describe('exceptions', () => {
  const tag = (key: string): string => createHmac('sha256', 'test').update(key).digest('base64url');
  const id = '018f2f6e-0000-7000-8000-000000000001';
  const except = (...keys: readonly string[]): Exceptions => ({
    tag,
    concerns: () => true,
    find: (_type, found) => (keys.some((key) => tag(key) === found) ? id : undefined),
  });
  const levels = { policy: SHIPPED_POLICY, version: 0, exceptions: except('hkid:A1234563') };

  it('report the finding with the exception, and count it nowhere', () => {
    const found = classifyText('身份證 A123456(3)', { levels });
    expect(found).toMatchObject({ level: 'internal', persons: 0, categories: [] });
    expect(found.findings).toMatchObject([{ type: 'hkid', excepted: id }]);
    expect(summarise([found], levels)).toMatchObject({ counts: {}, excepted: [{ id, type: 'hkid', n: 1 }] });
  });

  it('make room among the examples, so that more than five findings of a type can be marked', () => {
    const phones = Array.from({ length: 7 }, (_, n) => `6612345${n}`);
    const text = phones.map((phone) => `電話：${phone}`).join('\n');
    const before = summarise([classifyText(text, { levels: { ...levels, exceptions: except() } })], levels).findings;
    expect(before ?? []).toHaveLength(5);
    const tags = new Set(before?.map((one) => one.tag));
    const exceptions = { ...except(), find: (_type: string, found: string) => (tags.has(found) ? id : undefined) };
    const after = summarise([classifyText(text, { levels: { ...levels, exceptions } })], levels).findings ?? [];
    expect(after.filter((one) => one.excepted === undefined && !tags.has(one.tag))).toHaveLength(2);
  });

  it('know a value in whatever form it stands, and no other one', () => {
    for (const form of ['Ａ１２３４５６（３）', 'A123456 (3)', 'A123456（3）'])
      expect(classifyText(`身份證 ${form}`, { levels }).findings[0]?.excepted, form).toBe(id);
    expect(classifyText('身份證 A123456(3) 及 B123456(3)', { levels }).level).toBe('restricted');
  });

  it('know a value that is cut out of its text by the same key', () => {
    fc.assert(
      fc.property(text, (made) => {
        for (const { type, start, end, tag: kept } of classifyText(made, { levels }).findings)
          if (kept !== undefined) expect(tag(exceptionKey(type, made.slice(start, end)))).toBe(kept);
      }),
      { numRuns: 60 },
    );
  });

  it('never put a value, or a hash of it, into the evidence', () => {
    const found = classifyText('身份證 A123456(3)，電話 +853 6612 3456', { levels });
    expect(JSON.stringify(found.evidence)).not.toMatch(/A123456|66123456/);
  });
});
